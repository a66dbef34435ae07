import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { AccountKeys } from '@tpkit/core'
import { certificateField, secretField } from '@tpkit/core/config'
import { z } from 'zod'

const privateKey = secretField(1).refine(
  (key) => isRsa(() => privateKeyOf(key.reveal())),
  "expected the application's RSA2 private key (应用私钥), 2048 bits or more, as PEM or as the key tool's one line of Base64",
)

const alipayPublicKey = z
  .string()
  .refine(
    (text) => isRsa(() => publicKeyOf(text)),
    "expected the Alipay public key (支付宝公钥), RSA2, as PEM or as the console's one line of Base64",
  )

const rsaCertificate = certificateField().refine(
  (pem) => isRsa(() => new X509Certificate(pem).publicKey),
  'expected a certificate with an RSA key (RSA2)',
)

/** 公钥证书: the three files of the console. */
const certificates = z.strictObject({
  appCert: rsaCertificate.describe('Application certificate (应用公钥证书): file:appCertPublicKey_….crt.'),
  alipayCert: rsaCertificate.describe(
    'Alipay certificate (支付宝公钥证书): file:alipayCertPublicKey_RSA2.crt. Verifies what the wallet sends.',
  ),
  // The bundle's first one has a key that is not RSA.
  rootCert: certificateField().describe('Alipay root certificates (支付宝根证书), the whole bundle: file:alipayRootCert.crt.'),
})

const notifyUrl = z
  .string()
  .max(256, 'expected at most 256 characters')
  .refine(isNotifyUrl, 'expected an http(s) address that is reachable from outside, without query string, fragment or password')

const account = z.strictObject({
  appId: z
    .string()
    .regex(/^[0-9]{10,32}$/, 'expected an application id (应用 APPID), digits only')
    .describe("Application id (应用 APPID) of the open platform, in quotes; 16 digits today. E.g. '2021000122671080'."),
  sellerId: z
    .string()
    .regex(/^2088[0-9]{12}$/, "expected the merchant's PID (收款方 PID / seller_id): 16 digits that begin with 2088")
    .describe(
      'Who gets the money (收款支付宝账号 PID, seller_id): 16 digits that begin with 2088, in quotes. Every notify is compared with it.',
    ),
  privateKey: privateKey.describe(
    "The application's private key (应用私钥), RSA2: PEM, or the key tool's one line of Base64. Signs every request. Use env: or file:.",
  ),
  alipayPublicKey: alipayPublicKey
    .optional()
    .describe(
      'Alipay public key (支付宝公钥, not 应用公钥): PEM or one line of Base64. Verifies what the wallet sends; or use certificates.',
    ),
  certificates: certificates
    .optional()
    .describe('Certificate mode (公钥证书方式) instead of alipayPublicKey: the three files of the console.'),
  notifyUrl: notifyUrl
    .optional()
    .describe('Where payments are reported (异步通知地址): public http(s) address without query string, 256 characters at most.'),
  appAuthToken: secretField(8)
    .refine((token) => token.reveal().length <= 40, 'expected a token of at most 40 characters')
    .optional()
    .describe(
      "The merchant's authorisation (应用授权令牌 app_auth_token), for service providers (服务商 / ISV). Use env: or file:.",
    ),
})

/** What an account's entry in the config file may say. References (`env:`, `file:`) are text by now. */
export const config = account.superRefine(checkTogether)

export type AlipayConfig = Readonly<z.infer<typeof config>>

/** Fields that are right alone and wrong together: one application uses either a public key or certificates. */
function checkTogether(entry: z.infer<typeof account>, context: z.RefinementCtx): void {
  const tell = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  const { privateKey, alipayPublicKey, certificates } = entry
  const own = () => privateKeyOf(privateKey.reveal())
  if (!alipayPublicKey === !certificates) {
    tell(
      ['alipayPublicKey'],
      'expected either alipayPublicKey (支付宝公钥) or certificates (公钥证书), as the console shows for this application',
    )
  }
  if (alipayPublicKey && holds(() => createPublicKey(own()).equals(publicKeyOf(alipayPublicKey)))) {
    tell(
      ['alipayPublicKey'],
      "expected the wallet's key (支付宝公钥), found the application's own (应用公钥); the console shows both, copy the other one",
    )
  }
  if (certificates && holds(() => !new X509Certificate(certificates.appCert).checkPrivateKey(own()))) {
    tell(['certificates', 'appCert'], 'expected the certificate that belongs to privateKey (应用私钥), found that of another key')
  }
}

/** The application's key to sign with, the wallet's key, and what a recording must never show. */
export function keys({ privateKey, alipayPublicKey, certificates, appAuthToken }: AlipayConfig): AccountKeys {
  const wallet = alipayPublicKey
    ? publicKeyOf(alipayPublicKey)
    : certificates && new X509Certificate(certificates.alipayCert).publicKey
  return {
    privateKeys: { app: privateKeyOf(privateKey.reveal()) },
    ...(wallet && { pinned: { alipay: wallet } }),
    secrets: [privateKey, ...(appAuthToken ? [appAuthToken] : [])],
  }
}

/** PEM, or one line of Base64: PKCS#8 as for Java, PKCS#1 as for the other languages. */
function privateKeyOf(text: string): KeyObject {
  if (text.startsWith('-----')) return createPrivateKey(text)
  const key = Buffer.from(text.replace(/\s/g, ''), 'base64')
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch {
    return createPrivateKey({ key, format: 'der', type: 'pkcs1' })
  }
}

function publicKeyOf(text: string): KeyObject {
  if (text.startsWith('-----BEGIN PUBLIC KEY-----')) return createPublicKey(text)
  return createPublicKey({ key: Buffer.from(text.replace(/\s/g, ''), 'base64'), format: 'der', type: 'spki' })
}

function isRsa(read: () => KeyObject): boolean {
  return holds(() => {
    const { asymmetricKeyType, asymmetricKeyDetails } = read()
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048
  })
}

/** False where a key cannot be read: its own field says so. */
function holds(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function isNotifyUrl(text: string): boolean {
  if (!/^https?:\/\/[!-~]+$/.test(text) || /[?#]/.test(text) || !URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return !username && !password
}
