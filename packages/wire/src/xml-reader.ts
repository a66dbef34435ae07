import { tpError } from '@tpkit/core/errors'
import type { Fields } from './fields.ts'
import { CONTENT, FORBIDDEN, isPolluting, NAME, PLAIN_SECTION, PROLOG, SPACE } from './xml-grammar.ts'
import { noField, noRoot, refusal } from './xml-refusal.ts'

/** 64 kB. No wallet's message comes near it. */
const MAX_BYTES = 65_536
const MAX_CODE_POINT = 0x10_ffff

const BEGIN = new RegExp(`${PROLOG}<xml${SPACE}(?:>|(/>))${SPACE}`, 'y') // 1: the root is empty
const FIELD = new RegExp(`<(${NAME})${SPACE}(?:>(?:${PLAIN_SECTION}|(${CONTENT}))</\\1${SPACE}|/)>${SPACE}`, 'y')
const END = new RegExp(`</xml${SPACE}>${SPACE}`, 'y')
const PIECE = /<!\[CDATA\[(.*?)\]\]>|&(?:#x([^;]+)|#([^;]+)|([^;]+));/gs

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads a flat message: one root `xml`, one level of fields, each text or CDATA.
 *
 * Strict, because money hangs on it: refuses DOCTYPE, attributes, nesting, repeated names, comments, processing instructions,
 * text between fields, unknown entities, characters that XML forbids, a second root, truncation, other encodings than UTF-8
 * and more than 64 kB. Line ends are read as XML 1.0 section 2.11 says: CRLF and CR become LF, `&#13;` stays CR.
 * Names are ASCII letters, digits, `_`, `-` and `.`. Throws `MALFORMED` with the place, counted in characters after that.
 *
 * @example readXml('<xml><total_fee>888</total_fee></xml>') // { total_fee: '888' }
 */
export function readXml(message: Uint8Array | string): Fields {
  const text = decode(message)
  const fields: Record<string, string> = Object.create(null)
  BEGIN.lastIndex = 0
  const root = BEGIN.exec(text)
  if (!root) throw noRoot(text)
  const end = root[1] ? BEGIN.lastIndex : readFields(text, BEGIN.lastIndex, fields)
  if (end !== text.length) throw refusal('nothing after the root', text, end)
  return fields
}

function decode(message: Uint8Array | string): string {
  const size = typeof message === 'string' ? Buffer.byteLength(message) : message.length
  if (size > MAX_BYTES) throw tpError('MALFORMED', `XML: expected at most ${MAX_BYTES} bytes, found ${size}`)
  const text = typeof message === 'string' ? message : decodeUtf8(message)
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch {
    throw tpError('MALFORMED', 'XML: expected UTF-8, found bytes that are not; a message in another encoding is not read')
  }
}

/** Fills in the fields and returns the place behind the end of the root. */
function readFields(text: string, begin: number, fields: Record<string, string>): number {
  let at = begin
  FIELD.lastIndex = at
  for (let field = FIELD.exec(text); field; field = FIELD.exec(text)) {
    const [, name = '', section, content] = field
    if (name in fields) throw refusal('each name once', text, at)
    if (isPolluting(name)) throw refusal('a name that objects leave alone', text, at)
    fields[name] = section ?? (content === undefined ? '' : unescapeContent(content, text, at))
    at = FIELD.lastIndex
  }
  END.lastIndex = at
  if (!END.test(text)) throw noField(text, at)
  return END.lastIndex
}

function unescapeContent(content: string, text: string, at: number): string {
  if (!content.includes('&') && !content.includes('<')) return content
  return content.replace(PIECE, (piece, section?: string, hex?: string, decimal?: string, name = '', offset = 0) => {
    if (section !== undefined) return section
    if (!hex && !decimal) return NAMED[name] ?? piece
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    const char = code <= MAX_CODE_POINT ? String.fromCodePoint(code) : ''
    if (char !== '' && !FORBIDDEN.test(char)) return char
    throw refusal('a reference to a character of XML 1.0', text, text.indexOf('>', at) + 1 + offset)
  })
}
