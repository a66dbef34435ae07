import type { Instant } from '../contract/scene.ts'
import { type TPError, tpError } from '../errors.ts'

/*
 * Field rules for plugin authors, checked before anything is sent. Each takes the name that the caller knows and throws INVALID.
 * Lengths come before patterns, so that a long wrong value costs nothing.
 */

/** Throws `INVALID`: what was expected, what came (shortened), what to do. */
export function invalid(field: string, expected: string, found: unknown, todo?: string): TPError {
  return tpError('INVALID', `${field}: expected ${expected}, found ${shown(found)}${todo ? `; ${todo}` : ''}`)
}

/** Checks what is there; what is not there stays undefined. */
export function given<Value, Checked>(value: Value | undefined, check: (value: Value) => Checked): Checked | undefined {
  return value === undefined ? undefined : check(value)
}

/** What a wallet takes as text. */
export interface TextRule {
  /** Whether it keeps characters of four bytes in UTF-8. */
  readonly emoji: 'refuse' | 'send'
  /** What its lengths count. */
  readonly textLength: 'characters' | 'bytes'
}

/** Text that the wallet takes and that comes back as it went in. */
export function checkText(field: string, value: unknown, maxLength: number, rule: TextRule): string {
  if (typeof value !== 'string') throw invalid(field, 'text', value)
  checkLength(field, value, maxLength, rule)
  for (let at = 0; at < value.length; at += 1) {
    if (plain(value.charCodeAt(at))) continue
    if (rule.emoji === 'refuse' || !isPair(value, at)) throw unfit(field, value, at, rule)
    at += 1
  }
  return value
}

/** 商品描述: text that shows something. */
export function checkSubject(value: unknown, maxLength: number, rule: TextRule): string {
  const subject = checkText('subject', value, maxLength, rule)
  if (subject.trim() === '') throw invalid('subject', `1 to ${maxLength} characters that show something`, value)
  return subject
}

/** Characters come first: a text with more of them has more bytes, too. */
function checkLength(field: string, value: string, most: number, { textLength }: TextRule): void {
  if (value.length > most) throw tooLong(field, value, `${most} characters`, value.length)
  if (textLength === 'characters') return
  const bytes = Buffer.byteLength(value)
  if (bytes > most) throw tooLong(field, value, `${most} bytes of UTF-8`, bytes)
}

export function checkIpv4(field: string, value: unknown, todo?: string): string {
  if (typeof value === 'string' && value.length <= 15 && IPV4.test(value)) return value
  throw invalid(field, 'an IPv4 address such as 203.0.113.7', value, todo)
}

/** Wallets call the address as it stands and allow no query string. `most`: its longest, in characters. */
export function checkNotifyUrl(field: string, value: unknown, most: number): string {
  const expected = 'an http(s) address without query string, fragment or password'
  if (typeof value !== 'string') throw invalid(field, expected, value)
  if (value.length > most)
    throw tpError('INVALID', `${field}: expected at most ${most} characters, found ${value.length}; shorten it`)
  if (/^https?:\/\/[!-~]+$/.test(value) && !/[?#]/.test(value) && isOpen(value)) return value
  // A password, a token or a whole key may stand in it.
  if (/^https?:\/\/[!-~]+$/.test(value) && !/[@?#]/.test(value)) throw invalid(field, expected, value)
  const found = /[@?#]/.test(value) && /^https?:/.test(value) ? 'one with user name, password or query' : 'other text'
  throw tpError('INVALID', `${field}: expected ${expected}, found ${found}`)
}

/** Without user name and password. */
function isOpen(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { username, password } = new URL(address)
  return username === '' && password === ''
}

/** A moment of a calendar that the wallet can write down. */
export function checkInstant(field: string, value: unknown): Instant {
  const year9999 = 253_402_271_999_000
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= year9999) return value
  throw invalid(field, 'whole milliseconds since 1970', value)
}

export function checkOneOf<Word extends string>(field: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value)
  if (found === undefined) throw invalid(field, `one of ${words.join(', ')}`, value)
  return found
}

/** Any address in the usual notations; a zone (`%eth0`) is none of them. */
export function isIpv6(value: string): boolean {
  return value.length <= 45 && value.includes(':') && /^[0-9A-Fa-f:.]+$/.test(value) && URL.canParse(`http://[${value}]`)
}

const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`)

/**
 * Control characters end or alter a document, CR among them: a reader turns it into LF and the signature breaks.
 * Half pairs are no text. Whole pairs (emoji) need four bytes in UTF-8, which many wallets' databases cut off.
 */
function plain(unit: number): boolean {
  const control = unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)
  return !control && !(unit >= 0xd800 && unit <= 0xdfff) && unit < 0xfffe
}

/** Two halves that make one character. */
function isPair(value: string, at: number): boolean {
  return (value.codePointAt(at) ?? 0) > 0xffff
}

function unfit(field: string, value: string, at: number, { emoji }: TextRule): TPError {
  const point = (value.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const expected = emoji === 'refuse' ? 'no emoji and no control characters' : 'no control characters and no half of one'
  return invalid(field, expected, value, `character ${at + 1} is U+${point}; take it out`)
}

function tooLong(field: string, value: string, most: string, found: number): TPError {
  const sentence = `${field}: expected at most ${most}, found ${found} (${shown(value.slice(0, 20))}…)`
  return tpError('INVALID', `${sentence}; shorten it`)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value)
  if (value === undefined) return 'nothing'
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? typeof value : String(value)
}
