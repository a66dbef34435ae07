import { readFileSync } from 'node:fs'
import type { AlipayAccount } from '@tpkit/sandbox'
import { AlipaySdk, type AlipaySdkCommonResult, type AlipaySdkConfig } from 'alipay-sdk'

/** 商户 with their client as its documentation says; only the address is the sandbox's. In certificate mode where the account is. */
export function sdkOf(account: AlipayAccount, other: Partial<AlipaySdkConfig> = {}): AlipaySdk {
  const { appId, privateKey, alipayPublicKey, certificates, contentKey, endpoints } = account
  return new AlipaySdk({
    appId,
    privateKey: read(privateKey),
    keyType: 'PKCS8',
    gateway: `${endpoints['https://openapi.alipay.com']}/gateway.do`,
    ...(alipayPublicKey !== undefined && { alipayPublicKey: read(alipayPublicKey) }),
    ...(certificates && {
      appCertPath: pathOf(certificates.appCert),
      alipayPublicCertPath: pathOf(certificates.alipayCert),
      alipayRootCertPath: pathOf(certificates.rootCert),
    }),
    ...(contentKey !== undefined && { encryptKey: contentKey }),
    ...other,
  })
}

/** A call whose answer their client verifies: it does so only where it is told to. */
export type Exec = (method: string, bizContent: object, more?: object) => Promise<AlipaySdkCommonResult>

export function execOf(sdk: AlipaySdk): Exec {
  return (method, bizContent, more = {}) => sdk.exec(`alipay.${method}`, { bizContent, ...more }, { validateSign: true })
}

function pathOf(reference: string): string {
  return reference.replace(/^file:/, '')
}

/** A file that an account names. */
export function read(reference: string): string {
  return readFileSync(pathOf(reference), 'utf8')
}

/** A value of an answer that must be text. */
export function textIn(data: object, name: string): string {
  const found: unknown = Reflect.get(data, name)
  if (typeof found !== 'string') throw new Error(`expected ${name} to be text, found ${JSON.stringify(found)}`)
  return found
}

/** A refusal as their client passes it on: an answer like any other, which the shop must look at. */
export function refusal(code: string, subCode: string): object {
  return { code, subCode }
}
