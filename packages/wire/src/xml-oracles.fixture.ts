import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'
import { XMLParser } from 'fast-xml-parser'
import { SaxesParser } from 'saxes'
import type { Fields } from './fields.ts'

/** Another reading of a document: its fields, or undefined where it is refused. */
export type Oracle = (text: string) => Fields | undefined

const DIALECT_NAME = /^(?!(?:__proto__|constructor|prototype)$)[A-Za-z_][A-Za-z0-9_.-]*$/
const BLANK = /^[ \t\n]*$/

const refuse = (): never => {
  throw new Error('the document is refused')
}

/**
 * saxes with every event handled: as strict as the dialect. One thing it cannot see: blank space between fields that is
 * written as a reference, such as `&#32;`, comes as blank text.
 */
export const viaSaxes: Oracle = (text) => {
  try {
    return strictSaxes(text)
  } catch {
    return undefined
  }
}

function strictSaxes(text: string): Fields {
  if (/\p{Surrogate}/u.test(text)) refuse() // halves of pairs: it lets them pass
  const fields: Record<string, string> = Object.create(null)
  const open: string[] = []
  const parser = new SaxesParser({ position: false })
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('comment', refuse)
  parser.on('processinginstruction', refuse)
  parser.on('attribute', refuse)
  parser.on('xmldecl', ({ version, encoding = 'utf-8' }) => {
    if (version !== '1.0' || !/^utf-?8$/i.test(encoding)) refuse()
  })
  parser.on('opentag', ({ name }) => {
    open.push(name)
    if (open.length === 1) return name === 'xml' || refuse()
    if (open.length > 2 || name in fields || !DIALECT_NAME.test(name)) refuse()
    fields[name] = ''
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.on('text', (piece) => (open.length === 2 ? append(piece) : BLANK.test(piece) || refuse()))
  parser.on('cdata', (piece) => (open.length === 2 ? append(piece) : refuse()))
  parser.write(text).close()
  return fields

  function append(piece: string): void {
    const name = open[1] ?? ''
    fields[name] += piece
  }
}

/** A DOM; it lets comments, attributes and DOCTYPE pass, so it is asked only about what ours accepts. */
export const viaParseXml: Oracle = (text) => {
  const fields: Record<string, string> = Object.create(null)
  for (const node of parseXml(text).root?.children ?? []) {
    if (node instanceof XmlElement) fields[node.name] = node.text
    else if (!(node instanceof XmlText && BLANK.test(node.text))) return undefined
  }
  return fields
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: true,
  htmlEntities: true,
  maxNestedTags: 8,
  onDangerousProperty: (name) => name, // else it renames `toString` and its like
})

/** The reader that the sandbox uses; lenient, so it is asked only about what ours accepts. */
export const viaFastXmlParser: Oracle = (text) => {
  const root: unknown = parser.parse(text).xml
  const fields: Record<string, string> = Object.assign(Object.create(null), typeof root === 'object' ? root : { '#text': root })
  const between = fields['#text'] ?? ''
  delete fields['#text']
  return BLANK.test(between) ? fields : undefined
}
