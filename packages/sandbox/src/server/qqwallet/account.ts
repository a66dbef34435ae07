import { randomBytes } from 'node:crypto'
import { QQ_API_ORIGIN, QQ_ORIGIN } from '../../qqwallet/desk.ts'
import type { QQMerchant } from '../../qqwallet/merchant.ts'
import { DRAWN_NAME } from '../drawn-name.ts'
import type { MerchantFiles } from '../files.ts'

/** An account's entry for the configuration file, ready to paste. Development only: production refuses `endpoints` and `ca`. */
export interface SandboxAccount {
  readonly plugin: '@tpkit/provider-qqwallet'
  readonly mchId: string
  readonly appId?: string
  readonly appKey?: string
  readonly apiKey: string
  readonly doubts?: { readonly signType: 'HMAC-SHA256' }
  readonly operatorId: string
  readonly operatorPassword: string
  readonly certificate: { readonly cert: string; readonly key: string }
  readonly ca: string
  readonly endpoints: Readonly<Record<string, string>>
}

/** A merchant with everything that an account needs. */
export type Merchant = QQMerchant & Required<Pick<QQMerchant, 'opUserId' | 'opUserPassword' | 'clientCertificate'>>

/** The merchant that was asked for, completed: what is missing is drawn for this run alone. Whose number was given decides on an application, too. */
export function completeMerchant(wanted: Partial<QQMerchant>, mchId: string): Merchant {
  const { apiKey = secret(), ...rest } = wanted
  return {
    ...(wanted.mchId === undefined && { appId: `11${mchId.slice(2)}`, appKey: secret() }),
    name: `${DRAWN_NAME.en} ${DRAWN_NAME.zh}`,
    opUserId: mchId,
    opUserPassword: secret(),
    ...rest,
    mchId,
    apiKey,
    clientCertificate: mchId,
  }
}

export function accountOf(merchant: Merchant, files: MerchantFiles, url: string, tlsUrl: string): SandboxAccount {
  return {
    plugin: '@tpkit/provider-qqwallet',
    mchId: merchant.mchId,
    ...(merchant.appId !== undefined && { appId: merchant.appId }),
    ...(merchant.appKey !== undefined && { appKey: merchant.appKey }),
    apiKey: merchant.apiKey,
    ...(merchant.signType === 'HMAC-SHA256' && { doubts: { signType: merchant.signType } }),
    operatorId: merchant.opUserId,
    operatorPassword: merchant.opUserPassword,
    certificate: { cert: `file:${files.cert}`, key: `file:${files.key}` },
    ca: `file:${files.ca}`,
    endpoints: { [QQ_ORIGIN]: url, [QQ_API_ORIGIN]: tlsUrl },
  }
}

function secret(): string {
  return randomBytes(16).toString('hex')
}
