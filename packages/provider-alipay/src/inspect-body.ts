import type { Received } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { type Fields, type FormPair, readForm } from '@tpkit/wire'
import { bytewise, percentDecoded, unescaped } from './inspect-undo.ts'
import { BODY, type Cause, cut, notThisForm, repeated } from './inspect-words.ts'

/** A body as far as a person who looks for a mistake can read it. Values have one letter for each byte. */
export interface Reading {
  /** In the order of the form; undefined where nothing can be made of it. */
  readonly fields?: Fields
  /** Why `notify` cannot read it; undefined where it can. */
  readonly cause?: Cause
  /** Names that came twice. */
  readonly twice?: readonly string[]
  /** Of those, the last value in the place of the first. */
  readonly last?: Fields
}

/** A real notify has one or two thousand. */
const MOST_BYTES = 65_536

/** Reads as `notify` does, and where that fails in the forms that a body takes on its way. Never throws. */
export function readingOf(received: Received): Reading {
  const { body, query, headers } = received
  if (body.byteLength === 0) return query === '' ? { cause: BODY.empty } : fromQuery(query)
  if (body.byteLength > MOST_BYTES) return { cause: BODY.large }
  const said = headers.get('content-length')?.[0] ?? ''
  const cause = /^[0-9]{1,9}$/.test(said) && Number(said) > body.byteLength ? cut(said, body.byteLength) : undefined
  return { ...readBody(Buffer.from(body).toString('latin1')), ...(cause && { cause }) }
}

function readBody(text: string): Reading {
  try {
    return readingOfPairs(readForm(Buffer.from(text, 'latin1')))
  } catch (error) {
    return otherwise(text, isTPError(error) ? error.message : 'it cannot be read')
  }
}

function readingOfPairs(pairs: readonly FormPair[]): Reading {
  const [first, last]: [Record<string, string>, Record<string, string>] = [Object.create(null), Object.create(null)]
  const twice = new Set<string>()
  for (const [name, bytes] of pairs) {
    const value = Buffer.from(bytes).toString('latin1')
    if (name in first) twice.add(name)
    else first[name] = value
    last[name] = value
  }
  const [name] = twice
  return name === undefined ? { fields: first } : { fields: first, last, twice: [...twice], cause: repeated(name) }
}

/** A notify is never asked for by GET; a browser's return is. */
function fromQuery(query: string): Reading {
  const { fields } = readBody(query)
  const cause = fields?.method?.endsWith('.return') || (fields?.sign && !fields.notify_id) ? BODY.back : BODY.query
  return { cause, ...(fields && { fields }) }
}

type Shape = readonly [begin: RegExp, cause: Cause, read: (text: string) => Reading]

/** By what a text looks like; the first that fits. */
const SHAPES: readonly Shape[] = [
  [/^\s*[{["]/, BODY.json, fromJson],
  [/^\s*--/, BODY.multipart, () => ({})],
  [/^\s*</, BODY.markup, () => ({})],
  [/^[A-Za-z_]{1,64}%3[Dd]/, BODY.percent, (text) => readBody(percentDecoded(text))],
  [/^[A-Za-z_]{1,64}=[^&]*&amp;/, BODY.escaped, (text) => readBody(unescaped(text))],
  [/^[A-Za-z_]{1,64}=/, BODY.decoded, (text) => ({ fields: undecoded(text) })],
]

function otherwise(text: string, why: string): Reading {
  const shape = SHAPES.find(([begin]) => begin.test(text))
  if (!shape) return { cause: notThisForm(why) }
  const [, cause, read] = shape
  const { fields } = read(text)
  return { cause, ...(fields && { fields }) }
}

/** As it stands, without taking any escape back; what is no parameter belongs to the value before it. */
export function undecoded(text: string): Fields {
  const fields: Record<string, string> = Object.create(null)
  let current = ''
  for (const part of text.split('&')) {
    const [, name, value = ''] = /^([A-Za-z_]{1,64})=([\s\S]*)$/.exec(part) ?? []
    if (name === undefined && current !== '') fields[current] += `&${part}`
    if (name === undefined) continue
    fields[name] = value
    current = name
  }
  return fields
}

/** `{ "out_trade_no": … }`, or a string that holds the form. */
function fromJson(text: string): Reading {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'latin1').toString('utf8'))
    if (typeof value === 'string') return readBody(bytewise(value) ?? '')
    if (typeof value !== 'object' || value === null) return {}
    return { fields: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, bytewise(scalar(each)) ?? ''])) }
  } catch {
    return {}
  }
}

function scalar(value: unknown): string {
  const one: unknown = Array.isArray(value) && typeof value[0] !== 'object' ? value[0] : value
  if (one === null || one === undefined) return ''
  return typeof one === 'object' ? JSON.stringify(one) : String(one)
}
