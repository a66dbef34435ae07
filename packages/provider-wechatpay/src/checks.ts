import { tpError } from '@tpkit/core/errors'
import { checkIpv4, checkText, invalid, isIpv6, type TextRule } from '@tpkit/core/provider'

/** 只支持1至3字节的UTF-8字符: no emoji. Lengths count characters. */
const TEXT: TextRule = { emoji: 'refuse', textLength: 'characters' }
const BYTES: TextRule = { emoji: 'refuse', textLength: 'bytes' }

export function checkWords(field: string, value: unknown, most: number): string {
  return checkText(field, value, most, TEXT)
}

/** 退款原因: 80 bytes. */
export function checkReason(value: unknown): string {
  return checkText('reason', value, 80, BYTES)
}

/** IPv4 or IPv6. */
export function checkIp(field: string, value: unknown): string {
  if (typeof value === 'string' && isIpv6(value)) return value
  return checkIpv4(field, value)
}

/** 付款码: whoever has it has the payer's money, so the sentence does not show it. */
export function checkPaymentCode(value: unknown): string {
  if (typeof value === 'string' && value.length <= 32 && /^1[0-5][0-9]{16}$/.test(value)) return value
  const found = typeof value === 'string' ? `${value.length} characters of another form` : typeof value
  const expected = 'expected a payment code (付款码) of 18 digits that begin with 10 to 15'
  throw tpError('INVALID', `authCode: ${expected}, found ${found}; scan the payer's code again`)
}

const MOST_JSON = 6_000

/** What goes into a request as it is: the wallet takes no null and no emoji, at any depth. */
export function checkJson(field: string, value: unknown): object {
  const text = written(field, value)
  if (text.length > MOST_JSON) throw invalid(field, `at most ${MOST_JSON} characters of JSON`, `${text.length} characters`)
  // As it will be sent: in a list, what JSON does not know becomes null.
  const sent: object = JSON.parse(text)
  checkMembers(field, sent)
  return sent
}

function written(field: string, value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value)
    if (typeof text === 'string' && text.startsWith('{')) return text
  } catch {
    // A bigint, or a circle: told below.
  }
  throw invalid(field, 'an object that JSON can hold', value, 'numbers instead of bigints, and no member that holds itself')
}

function checkMembers(field: string, value: object): void {
  for (const [name, member] of Object.entries(value)) {
    const path = `${field}.${name}`.slice(0, 80)
    if (member === null) throw invalid(path, 'no null, which the wallet does not take', 'null', 'leave it out')
    if (typeof member === 'string') checkWords(path, member, MOST_JSON)
    else if (typeof member === 'object') checkMembers(path, member)
    else if (typeof member === 'number' && !Number.isSafeInteger(member)) throw invalid(path, 'a whole number', member)
  }
}
