import { CHANGED } from './inspect-tried.ts'

/*
 * Values are bytes, written here with one letter for each (ISO-8859-1): what was signed are bytes, in whichever charset.
 */

/** One well-known change of a value and how to undo it. What cannot be undone stays as it is. */
interface Undo {
  readonly cause: (typeof CHANGED)[keyof typeof CHANGED]
  readonly undo: (value: string, name: string) => string
}

const undoing = (cause: keyof typeof CHANGED, undo: Undo['undo']): Undo => ({ cause: CHANGED[cause], undo })

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", '#39': "'", '#039': "'" }

/** Once: `&amp;lt;` becomes `&lt;`. */
export function unescaped(value: string): string {
  return value.replace(/&(lt|gt|amp|quot|apos|#0?39);/g, (entity, name: string) => ENTITIES[name] ?? entity)
}

/** Half an escape stays. */
export function percentDecoded(value: string): string {
  return value.replace(/%([0-9A-Fa-f]{2})/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function percentEncoded(value: string): string {
  const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  return value.replace(/[^0-9A-Za-z_.~!*'()-]/g, hex)
}

const escapedForHtml = (value: string) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The likely ones first. */
export const UNDO: readonly Undo[] = [
  undoing('escaped', unescaped),
  undoing('slashed', (value) => value.replace(/\\(["'\\/])/g, '$1')),
  undoing('plus', (value) => value.replaceAll(' ', '+')),
  undoing('encoded', percentDecoded),
  undoing('encoded', (value) => percentDecoded(value.replaceAll('+', ' '))),
  undoing('spaced', (value) => value.trim()),
  undoing('decimals', withDecimals),
  undoing('nulls', (value) => (/^(?:null|undefined|None)$/.test(value) ? '' : value)),
  undoing('json', compactJson),
  undoing('toUtf8', (value) => inGbk(utf8Of(value)) ?? value),
  undoing('toGbk', (value) => bytewise(decoded('gbk', value)) ?? value),
  undoing('mojibake', (value) => latin1Of(utf8Of(value)) ?? value),
  undoing('unescaped', escapedForHtml),
  undoing('unescaped', (value) => escapedForHtml(value).replaceAll("'", '&#039;')),
  undoing('decoded', percentEncoded),
  undoing('decoded', (value) => percentEncoded(value).replaceAll('%20', '+')),
  undoing('trimmed', (value) => `${value} `),
  undoing('trimmed', (value) => ` ${value}`),
  undoing('trimmed', (value) => `${value}\n`),
  undoing('trimmed', (value) => `${value}\r\n`),
  undoing('lineEnds', (value) => value.replaceAll('\n', '\r\n')),
  undoing('normalised', (value) => bytewise(utf8Of(value)?.normalize('NFD')) ?? value),
  undoing('normalised', (value) => bytewise(utf8Of(value)?.normalize('NFC')) ?? value),
]

function withDecimals(value: string, name: string): string {
  const [, yuan, fen = ''] = /amount|fee/.test(name) ? (/^([0-9]{1,9})(?:\.([0-9]))?$/.exec(value) ?? []) : []
  return yuan === undefined ? value : `${yuan}.${fen.padEnd(2, '0')}`
}

function compactJson(value: string): string {
  if (!/^\s*[[{]/.test(value)) return value
  try {
    return JSON.stringify(JSON.parse(value))
  } catch {
    return value
  }
}

/** The text behind bytes in UTF-8; undefined where they are none. */
function utf8Of(value: string): string | undefined {
  return /[^\0-\x7f]/.test(value) ? decoded('utf-8', value) : undefined
}

function decoded(charset: string, value: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return undefined
  }
}

/** A text in UTF-8, a letter for each byte. */
export function bytewise(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('latin1')
}

function latin1Of(text: string | undefined): string | undefined {
  return text === undefined || /[^\0-\xff]/.test(text) ? undefined : text
}

/** In GBK, a letter for each byte; undefined where GBK has not all of it. */
function inGbk(text: string | undefined): string | undefined {
  const letters = [...(text ?? '')].map((letter) => (letter < '\x80' ? letter : gbkLetters().get(letter)))
  return text === undefined || letters.includes(undefined) ? undefined : letters.join('')
}

let letters: ReadonlyMap<string, string> | undefined

/** The decoder's table, the other way round: the platform only reads GBK. */
function gbkLetters(): ReadonlyMap<string, string> {
  if (letters) return letters
  const decoder = new TextDecoder('gbk')
  const found = new Map<string, string>()
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const letter = decoder.decode(Uint8Array.of(first, second))
      if ([...letter].length === 1 && !found.has(letter)) found.set(letter, String.fromCharCode(first, second))
    }
  }
  letters = found
  return found
}
