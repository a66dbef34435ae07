import type { Received } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import { decoded, unescaped } from './inspect-undo.ts'
import { BODY, type Cause, notThisXml } from './inspect-words.ts'

/** A body as far as a person who looks for a mistake can read it. */
export interface Reading {
  /** Undefined where nothing can be made of it. */
  readonly fields?: Fields
  /** Why `notify` cannot read it; undefined where it can. */
  readonly cause?: Cause
  /** Of a body that is not UTF-8: its fields with each byte as one letter, to sign the bytes as they came. */
  readonly bytewise?: Fields
}

const MAX_BYTES = 65_536

/** Reads as `notify` does, and where that fails in the forms that a body takes on its way. Never throws. */
export function readingOf({ body, query }: Received): Reading {
  if (body.length === 0) return { cause: query === '' ? BODY.empty : BODY.query }
  if (body.length > MAX_BYTES) return { cause: BODY.large }
  try {
    return { fields: readXml(body) }
  } catch (error) {
    return otherwise(body, isTPError(error) ? error.message : 'it cannot be read')
  }
}

type Shape = readonly [begin: RegExp, cause: Cause, read: (text: string) => Fields | undefined]

const nothing = () => undefined

/** By what a text begins with; the first that fits. */
const SHAPES: readonly Shape[] = [
  [/^[{["]/, BODY.json, fromJson],
  [/^%3C/i, BODY.percent, (text) => readXml(decoded(text) ?? '')],
  [/^&lt;/, BODY.escaped, (text) => readXml(unescaped(text))],
  [/^--/, BODY.form, nothing],
  [/^[A-Za-z_][A-Za-z0-9_.%-]{0,63}=/, BODY.form, (text) => Object.fromEntries(new URLSearchParams(text))],
  [/^<(?:!doctype html|html)/i, BODY.html, nothing],
  [/^<\?xml[^>]{0,80}encoding=["'](?!utf-?8["'])/i, BODY.declared, (text) => readXml(undeclared(text))],
  [/^(?:<\?xml[^>]{0,80}>\s*)?<xml>(?![\s\S]*<\/xml>)/, BODY.cut, nothing],
]

function otherwise(body: Uint8Array, why: string): Reading {
  const utf8 = textIn('utf-8', body)
  if (utf8 === undefined) return inGbk(body)
  const text = utf8.trimStart()
  const shape = SHAPES.find(([begin]) => begin.test(text))
  if (!shape) return { cause: notThisXml(why) }
  const [, cause, read] = shape
  return { cause, ...(fieldsBy(() => read(text)) ?? {}) }
}

function inGbk(body: Uint8Array): Reading {
  const read = fieldsBy(() => readXml(undeclared(textIn('gbk', body) ?? '')))
  const bytes = fieldsBy(() => readXml(undeclared(Buffer.from(body).toString('latin1'))))
  return { cause: BODY.charset, ...read, ...(bytes && { bytewise: bytes.fields }) }
}

function fieldsBy(read: () => Fields | undefined): { readonly fields: Fields } | undefined {
  try {
    const fields = read()
    return fields && { fields }
  } catch {
    return undefined
  }
}

function textIn(charset: string, body: Uint8Array): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

function undeclared(text: string): string {
  return text.replace(/^\s*<\?xml[^>]{0,80}\?>/, '')
}

/** `{ "mch_id": … }`, `{ "xml": { "mch_id": ["…"] } }`, a string that holds the XML, or what a form parser made of it. */
function fromJson(text: string): Fields | undefined {
  const value: unknown = JSON.parse(text)
  if (typeof value === 'string') return readXml(value)
  if (typeof value !== 'object' || value === null) return undefined
  const inside: unknown = Reflect.get(value, 'xml')
  const entries = Object.entries(typeof inside === 'object' && inside !== null ? inside : value)
  const [first] = entries
  if (first?.[0].startsWith('<')) return readXml(first[1] === '' ? first[0] : `${first[0]}=${first[1]}`)
  return Object.fromEntries(entries.map(([name, each]) => [name, scalar(each)]))
}

function scalar(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? String(one) : ''
}
