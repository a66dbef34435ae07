import { buffer } from 'node:stream/consumers'
import { type AlipayWallet, alipayWallet, withFetch } from '@tpkit/sandbox'
import type { AlipaySdkConfig } from 'alipay-sdk'
import type { AccountHandle } from 'tpkit'
import { file, OURS } from './alipay-keys.fixture.ts'
import { openFolder, openProvider, type Server, serve } from './house.fixture.ts'

/** A wallet with certificates behind a port of loopback, and two who are merchants there. */
export interface Certified {
  readonly wallet: AlipayWallet
  readonly url: string
  /** How their client is configured: 公钥证书模式. */
  readonly theirs: Theirs
  readonly ours: AccountHandle
  /** From now on the wallet signs with its next certificate. */
  readonly rotate: () => void
  readonly close: () => Promise<void>
}

type Contents = 'appCertContent' | 'alipayPublicCertContent' | 'alipayRootCertContent'
export type Theirs = AlipaySdkConfig & Readonly<Record<Contents, string>>

const [APP, APP_KEY, ROOT] = [file('alipay/app.pem'), file('alipay/app.key'), file('alipay/root.pem')]
const FIRST = { certificate: file('alipay/wallet-1.pem'), privateKey: file('alipay/wallet-1.key') }
const NEXT = {
  genuine: { certificate: file('alipay/wallet-2.pem'), privateKey: file('alipay/wallet-2.key') },
  /** Of another authority than the root certificate that merchants hold. */
  foreign: { certificate: file('rsa/merchant.pem'), privateKey: file('rsa/merchant.key') },
}

export const OTHER_APP = file('alipay/other-app.pem')
export const OTHER_ROOT = file('rsa/root.pem')
/** The same application by an issuer whose name has a comma: C=CN, O="tpkit tests, throwaway", CN=root. */
export const COMMA = `-----BEGIN CERTIFICATE-----
MIICADCCAaYCAXcwCgYIKoZIzj0EAwIwPTELMAkGA1UEBhMCQ04xHzAdBgNVBAoM
FnRwa2l0IHRlc3RzLCB0aHJvd2F3YXkxDTALBgNVBAMMBHJvb3QwIBcNMjYxMTI3
MDcyMDM3WhgPMjEyNjExMDMwNzIwMzdaMA4xDDAKBgNVBAMMA2FwcDCCASIwDQYJ
KoZIhvcNAQEBBQADggEPADCCAQoCggEBAL30N9u2nWqs55R1pIaknZDMwqvB+HDD
Ov2hrEhJbDt/rU8nGGfSw/CJjrajboG4uWw5JH9ofrES9IFzJ7x0Myv/6SxkAmqp
GtKUoNSvosNXugOOj1FyeZ9YMa8jno/6RMs3dJwkYRcabEfMm5kvRNj7LcTbPuqu
OZpLahW7BbgP92RX1MCyGVV1R4Ndbh8MrKu44xc5RACtOr/RksJHoUHsdQ6KUhFI
V7/1F7ERDnHDqOBqTj9npXP3l7xIPZu3O0fjf9LsCkbLwyJsQr4t8oUbJ/Q098PE
YZbvl5uK6kSgL/UwnR6V5/LOYZqcOjb248e1CBkpBftGCBOxSgUJn0kCAwEAATAK
BggqhkjOPQQDAgNIADBFAiAD/JridRAhtuL96FNfK/pUIX3dXpJ4M8VuUaQ7bTgB
xwIhAMscSkM96rw6cQZfQUgB82lbcPsN312oTSG6CSUJny+u
-----END CERTIFICATE-----
`

export async function openCertified(next: keyof typeof NEXT = 'genuine', appCert = APP): Promise<Certified> {
  let aheadMs = 0
  const wallet = alipayWallet({
    merchants: [{ mchId: OURS.sellerId, appId: OURS.appId, certificate: appCert }],
    walletKeys: [FIRST, { ...NEXT[next], signsFrom: Date.now() + 3_600_000 }],
    rootCertificates: ROOT,
    strangerKey: OURS.privateKey,
  })
  const server = await behindPort(wallet, () => Date.now() + aheadMs)
  const { appId, sellerId } = OURS
  const folder = await openFolder()
  const provider = await openProvider(folder.path, 'ali', {
    ...{ plugin: '@tpkit/provider-alipay', appId, sellerId, privateKey: APP_KEY },
    certificates: { appCert, alipayCert: FIRST.certificate, rootCert: ROOT },
    endpoints: { 'https://openapi.alipay.com': server.url, 'https://dwbillcenter.alipay.com': server.url },
  })
  return {
    ...{ wallet, url: server.url, ours: provider.account('ali') },
    theirs: {
      ...{ appId, privateKey: APP_KEY, keyType: 'PKCS8', gateway: `${server.url}/gateway.do` },
      ...{ appCertContent: appCert, alipayPublicCertContent: FIRST.certificate, alipayRootCertContent: ROOT },
    },
    rotate: () => {
      aheadMs = 2 * 3_600_000
    },
    close: async () => {
      await provider.close()
      await server.close()
      await folder.remove()
    },
  }
}

async function behindPort(wallet: AlipayWallet, clock: () => number): Promise<Server> {
  const { fetch } = withFetch(wallet, { clock })
  return serve(async (request, response) => {
    const { method = 'POST', url = '', headers } = request
    const type = { 'content-type': headers['content-type'] ?? '' }
    const asked = new Request(`https://openapi.alipay.com${url}`, { method, headers: type, body: await buffer(request) })
    const answer = await fetch(asked)
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.bytes())
  })
}
