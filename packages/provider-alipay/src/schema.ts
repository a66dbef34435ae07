import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { AccountKeys, Secret } from '@tpkit/core'
import { certificateField, doubtsField, secretField } from '@tpkit/core/config'
import { z } from 'zod'
import { chainIn, snOf } from './certificates.ts'
import type { AlipayConfig } from './config.ts'
import { DOUBTS } from './doubts.ts'
import { APP_KEY } from './gateway.ts'
import { WALLET_KEY } from './verify.ts'

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
  alipayCert: z
    .union([rsaCertificate, z.array(rsaCertificate).min(1)])
    .describe(
      'Alipay certificate (支付宝公钥证书): file:alipayCertPublicKey_RSA2.crt. Verifies what the wallet sends. A list is a rotation: the present one first.',
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
  contentKey: secretField(24)
    .refine(
      (key) => /^[0-9A-Za-z+/]{22}==$/.test(key.reveal()),
      'expected the key of the content encryption (接口内容加密 AES密钥): Base64 of 16 bytes, 24 characters',
    )
    .optional()
    .describe(
      'Key of the content encryption (接口内容加密 AES密钥), where the console has it switched on: Base64 of 16 bytes. Use env: or file:.',
    ),
  opAppId: z
    .string()
    .regex(/^[0-9]{10,32}$/, 'expected the id of a mini program (小程序 APPID), digits only')
    .optional()
    .describe('Mini program (小程序 APPID, op_app_id) of scenes mini and jsapi: they then pay by JSAPI_PAY instead of 当面付.'),
  storeId: z
    .string()
    .regex(/^[!-~]{1,32}$/, 'expected a store number (商户门店编号) of 1 to 32 characters')
    .optional()
    .describe('Store (商户门店编号) of payments that name none.'),
  doubts: doubtsField(DOUBTS)
    .optional()
    .describe("Options for what the wallet's pages leave open (存疑选项), where yours differs from the defaults."),
})

/** An account, and the keys that core holds for it. */
export interface AlipayEntry extends AlipayConfig {
  /** 应用私钥. */
  readonly privateKey: Secret
  /** 支付宝公钥, where there are no certificates. */
  readonly alipayPublicKey?: string
}

/** What an account's entry in the config file may say. References (`env:`, `file:`) are text by now. */
export const config: z.ZodType<AlipayEntry> = account.superRefine(checkTogether).transform(({ certificates, ...rest }) => ({
  ...present(rest),
  ...(certificates && { certificates: { ...certificates, alipayCerts: [certificates.alipayCert].flat() } }),
}))

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
  if (
    certificates &&
    [certificates.alipayCert].flat().some((pem) => holds(() => new X509Certificate(pem).checkPrivateKey(own())))
  ) {
    tell(
      ['certificates', 'alipayCert'],
      "expected the wallet's certificate (支付宝公钥证书), found the application's own (应用公钥证书); the console has both, take the other file",
    )
  }
}

/** The application's key to sign with, the wallet's keys by the names that it gives them, and what a recording must never show. */
export function keys({ privateKey, alipayPublicKey, certificates, appAuthToken, contentKey }: AlipayEntry): AccountKeys {
  return {
    privateKeys: { [APP_KEY]: privateKeyOf(privateKey.reveal()) },
    pinned: certificates
      ? Object.fromEntries(certificates.alipayCerts.map(pinnedKey))
      : { ...(alipayPublicKey && { [WALLET_KEY]: publicKeyOf(alipayPublicKey) }) },
    pinnedOnly: [WALLET_KEY],
    secrets: [privateKey, appAuthToken, contentKey].filter((secret) => secret !== undefined),
  }
}

function pinnedKey(pem: string): [sn: string, key: KeyObject] {
  const { leaf } = chainIn(pem, 'alipayCert')
  return [snOf(leaf), leaf.publicKey]
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the keys that are undefined: zod gives them, our types mean "absent". */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Present<T> // the same entries, less the undefined ones
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
