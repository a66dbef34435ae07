import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { AccountKeys, Secret } from '@tpkit/core'
import { certificateField, doubtsField, passes, rotatingSecretField, secretField } from '@tpkit/core/config'
import { z } from 'zod'
import { checkIp } from './checks.ts'
import type { WeChatPayConfig } from './config.ts'
import { DOUBTS } from './doubts.ts'
import { MERCHANT_KEY } from './request.ts'

const mchId = z.string().regex(/^[0-9]{8,10}$/, 'expected a merchant number (商户号) of 8 to 10 digits')
const appId = z.string().regex(/^wx[0-9A-Za-z]{16}$/, 'expected an application id that begins with "wx" and has 18 characters')

const apiV3Key = rotatingSecretField(32).refine(
  (keys) => keys.every((key) => /^[!-~]{32}$/.test(key.reveal())),
  'expected the 32 characters of the APIv3 key (APIv3密钥) that were set in the merchant platform (账户中心 → API安全)',
)

const privateKey = secretField(1).refine(
  (key) => isRsa(() => createPrivateKey(key.reveal())),
  'expected the merchant\'s RSA private key (商户API私钥) as PEM, 2048 bits or more ("-----BEGIN PRIVATE KEY-----" …); use file:apiclient_key.pem',
)

const publicKey = z
  .string()
  .refine(
    (pem) => /^-----BEGIN PUBLIC KEY-----/.test(pem) && isRsa(() => createPublicKey(pem)),
    'expected the WeChat Pay public key (微信支付公钥) as PEM ("-----BEGIN PUBLIC KEY-----" …); use file:pub_key.pem',
  )

const platformCertificate = certificateField().refine(
  (pem) => isRsa(() => new X509Certificate(pem).publicKey),
  "expected an RSA certificate of the platform (微信支付平台证书), not the merchant's own",
)

const notifyUrl = z
  .string()
  .max(255, 'expected at most 255 characters')
  .refine(isNotifyUrl, 'expected an https address that is reachable from outside, without query string, fragment or password')

const account = z.strictObject({
  mchId: mchId.describe("Merchant number (商户号), in quotes; a service provider (服务商) writes its own. E.g. '1900000109'."),
  appId: appId.describe(
    'Application id (AppID of 公众号, 小程序 or 移动应用) that is bound to the merchant number: "wx" and 16 more.',
  ),
  apiV3Key: apiV3Key.describe(
    'APIv3 key (APIv3密钥), 32 characters; opens notifies. A list is a rotation (轮换): the present one first. Use env: or file:.',
  ),
  serial: z
    .string()
    .regex(/^[0-9A-Fa-f]{40}$/, 'expected the serial number of the merchant certificate (商户API证书序列号), 40 hex digits')
    .describe('Serial number of the merchant certificate (商户API证书序列号), 40 hex digits, in quotes.'),
  privateKey: privateKey.describe(
    'Private key of the merchant certificate (商户API私钥), PEM: file:apiclient_key.pem. Signs every request.',
  ),
  publicKey: publicKey
    .optional()
    .describe('WeChat Pay public key (微信支付公钥), PEM: file:pub_key.pem. Verifies what the wallet sends; with publicKeyId.'),
  publicKeyId: z
    .string()
    .regex(/^PUB_KEY_ID_[0-9]{1,64}$/, 'expected a public key id (公钥ID): "PUB_KEY_ID_" and digits')
    .optional()
    .describe('Id of that public key (公钥ID): "PUB_KEY_ID_" and digits, as the merchant platform shows it.'),
  platformCertificates: z
    .array(platformCertificate)
    .min(1)
    .optional()
    .describe(
      'Platform certificates (微信支付平台证书), PEM, each file:…; of older merchants, beside or instead of publicKey. Without any, they are downloaded (trust).',
    ),
  notifyUrl: notifyUrl
    .optional()
    .describe(
      'Where payments are reported (支付结果通知地址): public https address without query string, 255 characters at most.',
    ),
  defaultPayerIp: z
    .string()
    .superRefine(passes(checkIp))
    .optional()
    .describe('IP address that is sent where a command has no payerIp (用户终端IP): H5 and payments at the counter want one.'),
  deviceId: z
    .string()
    .regex(/^[!-~]{1,32}$/, 'expected a device number (设备号) of 1 to 32 characters')
    .optional()
    .describe('Device (设备号) of a payment at the counter that names none. Default: POS-1.'),
  storeId: z
    .string()
    .regex(/^[!-~]{1,32}$/, 'expected a store number (门店编号) of 1 to 32 characters')
    .optional()
    .describe('Store (门店编号) of payments at the counter, where the wallet demands one.'),
  subMchId: mchId
    .optional()
    .describe('Sub-merchant number (子商户号 / 特约商户号), in quotes: makes this an account of a service provider.'),
  subAppId: appId.optional().describe("The sub-merchant's application id (子商户AppID); with subMchId."),
  doubts: doubtsField(DOUBTS)
    .optional()
    .describe("Options for what the wallet's pages leave open (存疑选项), where yours differs from the defaults."),
})

/** An account, and the keys that core holds for it. */
export interface WeChatPayEntry extends WeChatPayConfig {
  /** 商户API私钥, PEM. */
  readonly privateKey: Secret
  /** 微信支付公钥, PEM. */
  readonly publicKey?: string
  /** 微信支付平台证书, PEM. */
  readonly platformCertificates?: readonly string[]
}

/** What an account's entry in the config file may say. References (`env:`, `file:`) are text by now. */
export const config: z.ZodType<WeChatPayEntry> = account
  .superRefine(checkTogether)
  .transform(({ apiV3Key, ...rest }) => ({ ...present(rest), apiV3Keys: apiV3Key }))

/** Fields that are right alone and wrong together. */
function checkTogether(entry: z.infer<typeof account>, context: z.RefinementCtx): void {
  const tell = (field: keyof typeof entry, message: string) => context.addIssue({ code: 'custom', path: [field], message })
  const { publicKey, publicKeyId, platformCertificates = [], privateKey, serial, subMchId, subAppId } = entry
  if (publicKey && !publicKeyId) tell('publicKeyId', 'expected the public key id (公钥ID) beside publicKey')
  if (publicKeyId && !publicKey) tell('publicKey', 'expected the public key (微信支付公钥) beside publicKeyId')
  if (publicKey && holds(() => createPublicKey(privateKey.reveal()).equals(createPublicKey(publicKey)))) {
    tell(
      'publicKey',
      "expected the wallet's public key (微信支付公钥), found the merchant's own; download pub_key.pem from the merchant platform",
    )
  }
  if (platformCertificates.some((pem) => holds(() => new X509Certificate(pem).serialNumber === serial.toUpperCase()))) {
    tell(
      'platformCertificates',
      "expected certificates of the platform (微信支付平台证书), found the merchant's own (apiclient_cert.pem); tpkit downloads the platform's itself",
    )
  }
  if (subAppId && !subMchId) tell('subMchId', 'expected the sub-merchant number (子商户号) beside subAppId')
}

/** The merchant's key to sign with, the wallet's keys by the ids that it names them by, and what a recording must never show. */
export function keys(entry: WeChatPayEntry): AccountKeys {
  const { apiV3Keys, privateKey, publicKey, publicKeyId, platformCertificates = [] } = entry
  const certificates = platformCertificates.map((pem) => new X509Certificate(pem))
  return {
    privateKeys: { [MERCHANT_KEY]: createPrivateKey(privateKey.reveal()) },
    // The public key first: it is the one that the wallet is asked to answer with.
    pinned: {
      ...(publicKey && publicKeyId && { [publicKeyId]: createPublicKey(publicKey) }),
      ...Object.fromEntries(certificates.map((certificate) => [certificate.serialNumber, certificate.publicKey])),
    },
    pinnedOnly: ['PUB_KEY_ID_'],
    secrets: [...apiV3Keys, privateKey],
  }
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the keys that are undefined: zod gives them, our types mean "absent". */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Present<T> // the same entries, less the undefined ones
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

/** The wallet takes public https only; a loopback address is for a sandbox on this machine. */
function isNotifyUrl(text: string): boolean {
  if (!/^https?:\/\/[!-~]+$/.test(text) || /[?#]/.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  const loopback = /^(?:localhost|127\.[0-9.]+|\[::1\])$/.test(hostname)
  return !username && !password && (protocol === 'https:' || loopback)
}
