import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Fields } from './sign.ts'

const MAX_LENGTH = 64 * 1024

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true, // for numeric entities; the named ones of HTML are refused before
  maxNestedTags: 8,
  // By itself the parser renames some (toString), and a signature over the right name would then look wrong.
  onDangerousProperty: refuseName,
})
const builder = new XMLBuilder({ cdataPropName: '__cdata' })

/**
 * Reads a flat `<xml>` message; undefined for anything else.
 * The parser alone takes two roots, DOCTYPE, attributes, raw `&` and unclosed tags for granted, so the gate comes first.
 */
export function readXml(text: string): Fields | undefined {
  if (text.length > MAX_LENGTH || !isPlain(text) || XMLValidator.validate(text) !== true) return undefined
  try {
    return flat(parser.parse(text))
  } catch {
    return undefined
  }
}

/** Writes a flat message: digits as plain text, everything else as CDATA. */
export function writeXml(fields: Fields): string {
  return build(fields, (value) => (/^[0-9]+$/.test(value) ? value : { __cdata: value }))
}

/** Writes a flat message with every value in CDATA, as notifies come. */
export function writeCdataXml(fields: Fields): string {
  return build(fields, (value) => ({ __cdata: value }))
}

function build(fields: Fields, node: (value: string) => string | { __cdata: string }): string {
  return builder.build({ xml: Object.fromEntries([...fields].map(([name, value]) => [name, node(value)])) })
}

const PROLOG = /^\s*<\?xml\s[^<>]*\?>/
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g
const TAG = /<\/?[A-Za-z_][A-Za-z0-9_.-]*\s*\/?>/g
const ENTITY = /&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/

/** A field named like something that every object has. */
function refuseName(name: string): never {
  throw new Error(`no field may be named ${name}`)
}

/** Nothing but a prolog, bare tags, CDATA, known entities and text: no DOCTYPE, attribute, comment or instruction. */
function isPlain(text: string): boolean {
  const markup = text.replace(PROLOG, '').replace(CDATA, '')
  const entities = markup.match(ENTITY) ?? []
  const rest = markup.replace(TAG, '').replace(ENTITY, '')
  return !CONTROL.test(text) && !/[<&]|\]\]>/.test(rest) && entities.every(isCharacter)
}

/** Numeric entities must not bring in what may not stand there as itself. */
function isCharacter(entity: string): boolean {
  const numeric = /^&#(x?)([0-9A-Fa-f]+);$/.exec(entity)
  if (!numeric) return true
  const point = Number.parseInt(numeric[2] ?? '', numeric[1] ? 16 : 10)
  return (
    point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff))
  )
}

function flat(document: unknown): Fields | undefined {
  if (!isRecord(document) || Object.keys(document).join() !== 'xml') return undefined
  const root = document.xml === '' ? {} : document.xml
  if (!isRecord(root)) return undefined
  const fields = new Map<string, string>()
  for (const [name, value] of Object.entries(root)) {
    if (typeof value !== 'string') return undefined
    if (name !== '#text') fields.set(name, value)
    else if (value.trim() !== '') return undefined // text between the fields; white space is only layout
  }
  return fields
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
