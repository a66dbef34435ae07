import type { Exchange } from '@tpkit/core'
import { type TPError, tpError } from '@tpkit/core/errors'
import { canonicalBytes, type Fields, type FormPair } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkMessage } from './verify.ts'

/** Parameters that the wallet signed, in the charset of the message. */
export type Signed = ReadonlyMap<string, Uint8Array>

/** Verifies the parameters of a notify or a return over their bytes, under one of the rules. Throws `UNVERIFIED`. */
export function* checkParameters(parameters: Signed, rules: readonly Rule[], account: Account): Exchange<void> {
  const signType = ascii(parameters, 'sign_type')
  if (signType !== 'RSA2') throw unverified('sign_type', 'RSA2', signType, 'no other algorithm is believed')
  const signature = ascii(parameters, 'sign')
  if (!signature) throw unverified('sign', 'a signature', signature, 'who sent it is not known')
  const certificateSn = account.certificates && ascii(parameters, 'alipay_cert_sn')
  const readings = rules.map((rule) => canonicalBytes(parameters, RULES[rule]))
  yield* checkMessage(readings, { signature, certificateSn: certificateSn || undefined }, account)
}

/** What is left out of the text that is signed, beside `sign`: V1 for trades and returns, V2 for 消息服务. */
const RULES = { V1: ['sign_type'], V2: [] } as const
type Rule = keyof typeof RULES

/** Each name once: of two values nobody knows which one was signed. Throws `UNVERIFIED`. */
export function eachOnce(pairs: readonly FormPair[]): Signed {
  const parameters = new Map<string, Uint8Array>()
  for (const [name, value] of pairs) {
    if (parameters.has(name)) throw unverified(name, 'each parameter once', 'it twice', 'believe neither')
    parameters.set(name, value)
  }
  return parameters
}

/** `gb2312` is a part of GBK, and what the wallet calls so is GBK. */
const CHARSETS = new Map([
  ['utf-8', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })],
  ['gbk', new TextDecoder('gbk', { fatal: true })],
  ['gb2312', new TextDecoder('gbk', { fatal: true })],
])

/** The parameters as text, in the charset that they name themselves. Throws `MALFORMED`. */
export function fieldsOf(parameters: Signed): Fields {
  const charset = ascii(parameters, 'charset') ?? ''
  const decoder = CHARSETS.get(charset.toLowerCase())
  if (!decoder) throw malformed('charset', `one of ${[...CHARSETS.keys()].join(', ')}`, JSON.stringify(charset.slice(0, 20)))
  const fields: Record<string, string> = Object.create(null)
  for (const [name, bytes] of parameters) {
    try {
      fields[name] = decoder.decode(bytes)
    } catch {
      throw malformed(name, `text in ${charset}`, 'other bytes')
    }
  }
  return fields
}

/** Names, numbers and signatures are ASCII in every charset of the wallet's. */
function ascii(parameters: Signed, name: string): string | undefined {
  const bytes = parameters.get(name)
  return bytes && Buffer.from(bytes).toString('latin1')
}

function unverified(name: string, expected: string, found: string | undefined, so: string): TPError {
  return tpError(
    'UNVERIFIED',
    `${name}: expected ${expected}, found ${(found ?? 'nothing').slice(0, 20) || 'an empty one'}; ${so}`,
  )
}

function malformed(name: string, expected: string, found: string): TPError {
  return tpError('MALFORMED', `${name}: expected ${expected}, found ${found}; the message cannot be read`)
}
