import { type AccountKeys, Secret } from '@tpkit/core'
import { bytesField, certificateField, doubtsField, passes, rotatingSecretField, secretField } from '@tpkit/core/config'
import { checkIpv4, checkNotifyUrl } from '@tpkit/core/provider'
import { md5Hex } from '@tpkit/wire'
import { z } from 'zod'
import type { QQWalletConfig } from './config.ts'
import { DOUBTS, decided } from './doubts.ts'
import { checkDevice, REFUND_ACCOUNTS } from './extra.ts'
import { NOTIFY_URL_LENGTH } from './manifest.ts'

const apiKey = rotatingSecretField(32).refine(
  (keys) => keys.every((key) => /^[!-~]{32}$/.test(key.reveal())),
  'expected the 32 characters of the API key (API密钥) as the merchant platform shows them (账户管理 → API安全)',
)

const privateKey = secretField(1).refine(
  (key) => /^-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/.test(key.reveal()),
  'expected a PEM private key without pass phrase ("-----BEGIN PRIVATE KEY-----" …); use file:path',
)

/** API 证书: `apiclient_cert.pem` with `apiclient_key.pem`, or `apiclient_cert.p12`. */
const certificate = z
  .strictObject({
    cert: certificateField().optional().describe('Client certificate (API 证书), PEM: file:apiclient_cert.pem. With key.'),
    key: privateKey
      .optional()
      .describe('Private key of the client certificate (证书私钥), PEM without pass phrase: file:apiclient_key.pem. With cert.'),
    p12: bytesField().optional().describe('Both in one file (API 证书): file:apiclient_cert.p12. Instead of cert and key.'),
    passphrase: secretField(1)
      .optional()
      .describe('Pass phrase of the p12 (证书密码). Default: the merchant number, as the wallet issues it. Use env: or file:.'),
  })
  .refine(
    ({ cert, key, p12, passphrase }) => (p12 ? !cert && !key : cert && key && !passphrase),
    'expected either cert and key (apiclient_cert.pem, apiclient_key.pem), or p12 and perhaps its passphrase (apiclient_cert.p12)',
  )

const appId = z.string().regex(/^[0-9A-Za-z]{1,32}$/, 'expected an application id of the QQ open platform, digits and letters')

/** What an account's entry in the config file may say. References (`env:`, `file:`) are text by now. */
export const config: z.ZodType<QQWalletConfig> = z
  .strictObject({
    mchId: z
      .string()
      .regex(/^[0-9]{6,32}$/, 'expected the merchant number (商户号), digits only')
      .describe("Merchant number (商户号) in quotes, such as '1900000109'; a service provider (服务商) writes its own."),
    apiKey: apiKey.describe(
      'API key (API 密钥), the 32 characters of the merchant platform (账户管理 → API安全): env:NAME or file:path. A list is a rotation (轮换): the first signs, all verify.',
    ),
    appId: appId
      .optional()
      .describe(
        'Application id (APPID) on the QQ open platform, in quotes, where the account is bound to one. The scene app needs it.',
      ),
    appKey: secretField(8)
      .optional()
      .describe(
        "The application's own key (开放平台 APPKEY), not the API key: launches an app's payment. env:NAME or file:path.",
      ),
    subMchId: z
      .string()
      .regex(/^[0-9A-Za-z]{1,32}$/, 'expected a sub-merchant number (子商户号), digits and letters')
      .optional()
      .describe("Sub-merchant number (子商户号) in quotes: makes this a service provider's account for that sub-merchant."),
    subAppId: appId.optional().describe("The sub-merchant's application id (子商户 APPID), in quotes; with subMchId."),
    notifyUrl: z
      .string()
      .superRefine(passes((field, value) => checkNotifyUrl(field, value, NOTIFY_URL_LENGTH)))
      .optional()
      .describe('Where the wallet reports payments (通知地址): http(s) address without query string, 256 characters at most.'),
    defaultPayerIp: z
      .string()
      .superRefine(passes(checkIpv4))
      .optional()
      .describe('IPv4 address that is sent where a command has no payerIp (终端IP, spbill_create_ip). Default: 127.0.0.1.'),
    deviceInfo: z
      .string()
      .min(1)
      .superRefine(passes((field, value) => checkDevice(field, value, decided())))
      .optional()
      .describe(
        'Terminal (终端设备号, device_info) of a payment at the counter that names none: 32 characters at most. Default: POS-1.',
      ),
    operatorId: z
      .string()
      .regex(/^[0-9A-Za-z_|*@-]{1,32}$/, 'expected an operator account (操作员账号) of 1 to 32 characters')
      .optional()
      .describe('Operator account (操作员账号) for refunds and reversals. Default: the merchant number.'),
    operatorPassword: secretField(6)
      .optional()
      .describe("The operator's password (操作员密码); refunds and reversals need it. env:NAME or file:path."),
    refundAccount: z
      .enum(REFUND_ACCOUNTS)
      .optional()
      .describe(
        'Out of which money refunds are paid (退款资金来源): unsettled funds (未结算资金, the default) or the cash account (现金账户).',
      ),
    certificate: certificate
      .optional()
      .describe('Client certificate (API 证书) for refunds and reversals: cert and key, or p12.'),
    doubts: doubtsField(DOUBTS)
      .optional()
      .describe("Options for what the wallet's pages leave open (存疑选项), where yours differs from the defaults."),
  })
  .refine(({ subMchId, subAppId }) => subMchId || !subAppId, {
    path: ['subAppId'],
    message: 'expected subMchId (子商户号) beside it',
  })
  .transform(({ apiKey, certificate, ...rest }) => {
    const identity = certificate && identityOf(certificate, rest.mchId)
    return { ...present(rest), apiKeys: apiKey, ...(identity && { certificate: identity }) }
  })

/** The client certificate, and every value that a recording must never show. */
export function keys({ mchId, apiKeys, appKey, operatorPassword, certificate }: QQWalletConfig): AccountKeys {
  const secrets = [...apiKeys, ...(appKey ? [appKey] : [])]
  // The password travels as an unsalted digest, which is as good as the password.
  if (operatorPassword) secrets.push(operatorPassword, new Secret(md5Hex(operatorPassword.reveal())))
  const inside = certificate?.kind === 'p12' ? certificate.passphrase : certificate?.key
  // The usual pass phrase is the merchant number itself, which is no secret and stands in every message.
  if (inside && inside.reveal() !== mchId) secrets.push(inside)
  return { secrets, ...(certificate && { identity: certificate }) }
}

type Identity = NonNullable<QQWalletConfig['certificate']>

function identityOf({ cert, key, p12, passphrase }: z.infer<typeof certificate>, mchId: string): Identity | undefined {
  if (p12) return { kind: 'p12', bytes: p12, passphrase: passphrase ?? new Secret(mchId) }
  return cert && key ? { kind: 'pem', cert, key } : undefined
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the keys that are undefined: zod gives them, our types mean "absent". */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Present<T> // the same entries, less the undefined ones
}
