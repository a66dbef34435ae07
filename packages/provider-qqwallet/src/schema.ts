import { type AccountKeys, isTPError, Secret } from '@tpkit/core'
import { bytesField, certificateField, rotatingSecretField, secretField } from '@tpkit/core/config'
import { md5Hex } from '@tpkit/wire'
import { z } from 'zod'
import { checkIpv4, checkNotifyUrl } from './checks.ts'
import type { QQWalletConfig } from './config.ts'
import { DOUBTS, type Doubts, decided } from './doubts.ts'
import { checkDevice, REFUND_ACCOUNTS } from './extra.ts'

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
    cert: certificateField().optional(),
    key: privateKey.optional(),
    p12: bytesField().optional(),
    /** Of the `.p12`. Default: the merchant number. */
    passphrase: secretField(1).optional(),
  })
  .refine(
    ({ cert, key, p12, passphrase }) => (p12 ? !cert && !key : cert && key && !passphrase),
    'expected either cert and key (apiclient_cert.pem, apiclient_key.pem), or p12 and perhaps its passphrase (apiclient_cert.p12)',
  )

const appId = z.string().regex(/^[0-9A-Za-z]{1,32}$/, 'expected an application id of the QQ open platform, digits and letters')

/** 存疑选项: the fields of the one table. */
const doubtFields = Object.entries(DOUBTS).map(([name, doubt]) => {
  const field = doubt.kind === 'choice' ? z.enum(doubt.words) : z.int().min(doubt.least).max(doubt.most)
  return [name, field.optional().describe(doubt.en)] as const
})
// The table's rows give the fields and the type alike.
const doubts = z.strictObject(Object.fromEntries(doubtFields)) as unknown as z.ZodType<Partial<Doubts>>

/** What an account's entry in the config file may say. References (`env:`, `file:`) are text by now. */
export const config: z.ZodType<QQWalletConfig> = z
  .strictObject({
    mchId: z.string().regex(/^[0-9]{6,32}$/, 'expected the merchant number (商户号), digits only'),
    apiKey,
    appId: appId.optional(),
    appKey: secretField(8).optional(),
    subMchId: z
      .string()
      .regex(/^[0-9A-Za-z]{1,32}$/, 'expected a sub-merchant number (子商户号), digits and letters')
      .optional(),
    subAppId: appId.optional(),
    notifyUrl: z.string().superRefine(passes(checkNotifyUrl)).optional(),
    defaultPayerIp: z.string().superRefine(passes(checkIpv4)).optional(),
    deviceInfo: z
      .string()
      .min(1)
      .superRefine(passes((field, value) => checkDevice(field, value, decided())))
      .optional(),
    operatorId: z
      .string()
      .regex(/^[0-9A-Za-z_|*@-]{1,32}$/, 'expected an operator account (操作员账号) of 1 to 32 characters')
      .optional(),
    operatorPassword: secretField(6).optional(),
    refundAccount: z.enum(REFUND_ACCOUNTS).optional(),
    certificate: certificate.optional(),
    doubts: doubts.optional(),
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

/** Reports what a field rule throws; the path in front of a problem names the field already. */
function passes(check: (field: string, value: string) => unknown): (value: string, context: z.RefinementCtx) => void {
  return (value, context) => {
    try {
      check('value', value)
    } catch (error) {
      if (!isTPError(error)) throw error
      context.addIssue({ code: 'custom', message: error.message.replace(/^value: /, '') })
    }
  }
}

type Present<T> = { [Key in keyof T]: Exclude<T[Key], undefined> }

/** Without the keys that are undefined: zod gives them, our types mean "absent". */
function present<T extends object>(fields: T): Present<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept) as Present<T> // the same entries, less the undefined ones
}
