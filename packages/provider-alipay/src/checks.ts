import { tpError } from '@tpkit/core/errors'
import { checkSubject, checkText, invalid } from '@tpkit/core/provider'
import type { Doubts } from './doubts.ts'
import { SUBJECT_LENGTH } from './manifest.ts'

/** Lengths count characters. */
const WORDS = { emoji: 'refuse', textLength: 'characters' } as const

export function checkWords(field: string, value: unknown, most: number): string {
  return checkText(field, value, most, WORDS)
}

/** 订单标题. */
export function checkTitle(value: unknown, { subjectEmoji }: Doubts): string {
  return withoutMarks('subject', checkSubject(value, SUBJECT_LENGTH, { ...WORDS, emoji: subjectEmoji }))
}

/** 商品描述: comes back in notifies as it went in. */
export function checkBody(field: string, value: unknown, { subjectEmoji }: Doubts): string {
  return withoutMarks(field, checkText(field, value, 128, { ...WORDS, emoji: subjectEmoji }))
}

/** The wallet forbids them; in a notify they would stand in the text that is signed, where they part its fields. */
function withoutMarks(field: string, text: string): string {
  const mark = /[/=&]/.exec(text)?.[0]
  if (mark === undefined) return text
  throw invalid(field, 'none of / = & in it, which the wallet does not take', text, `write "${mark}" in another way`)
}

/** 付款码: whoever has it has the payer's money, so the sentence does not show it. */
export function checkPaymentCode(value: unknown): string {
  if (typeof value === 'string' && value.length <= 40 && (DIGITS.test(value) || isFace(value))) return value
  const found = typeof value === 'string' ? `${value.length} characters of another form` : typeof value
  const expected =
    'expected a payment code (付款码) of 16 to 24 digits that begin with 25 to 30, or one of a face that begins with "fp"'
  throw tpError('INVALID', `authCode: ${expected}, found ${found}; scan the payer's code again`)
}

const DIGITS = /^(?:2[5-9]|30)[0-9]{14,22}$/

/** 刷脸付: then the scene is another. */
export function isFace(authCode: string): boolean {
  return /^fp[0-9A-Za-z]{35}$/.test(authCode)
}

/** Where the browser goes: an address that may have a query string. */
export function checkAddress(field: string, value: unknown, most: number): string {
  const isText = typeof value === 'string' && value.length <= most
  if (isText && /^https?:\/\/[!-~]+$/.test(value) && URL.canParse(value) && !new URL(value).password) return value
  const found = typeof value === 'string' ? `other text of ${value.length} characters` : typeof value
  throw tpError('INVALID', `${field}: expected an http(s) address of at most ${most} characters, found ${found}`)
}

const MOST_JSON = 20_000

/** What goes into a request as it is: no null, no fraction and no control characters, at any depth. */
export function checkJson<Value extends object>(field: string, value: Value): Value {
  const text = written(field, value)
  if (text.length > MOST_JSON) throw invalid(field, `at most ${MOST_JSON} characters of JSON`, `${text.length} characters`)
  // As it will be sent: in a list, what JSON does not know becomes null.
  const sent: Value = JSON.parse(text)
  checkMembers(field, sent)
  return sent
}

function written(field: string, value: unknown): string {
  try {
    const text: unknown = JSON.stringify(value)
    if (typeof text === 'string' && /^[[{]/.test(text)) return text
  } catch {
    // A bigint, or a circle: told below.
  }
  throw invalid(field, 'an object that JSON can hold', value, 'numbers instead of bigints, and no member that holds itself')
}

/** A price as a number could go out as 0.30000000000000004. */
function checkMembers(field: string, value: object): void {
  for (const [name, member] of Object.entries(value)) {
    const path = `${field}.${name}`.slice(0, 80)
    if (member === null) throw invalid(path, 'no null, which the wallet does not take', 'null', 'leave it out')
    if (typeof member === 'string') checkWords(path, member, MOST_JSON)
    else if (typeof member === 'object') checkMembers(path, member)
    else if (typeof member === 'number' && !Number.isSafeInteger(member))
      throw invalid(path, 'a whole number, or an amount as text such as "88.88"', member)
  }
}
