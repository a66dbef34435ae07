import type { Fault } from './bench-broken.ts'

const PAIRS = 'an array of [name, value] pairs of texts'
const MAP = 'a Map from names in lower case to arrays of texts'
const BYTES = 'bytes, such as Buffer.from(text)'
const CALLS = ['pay', 'query', 'close', 'reverse', 'refund', 'queryRefund', 'statement', 'probe']

type Fields = Readonly<Record<string, unknown>>
type Holds = (value: unknown) => boolean

const isText: Holds = (value) => typeof value === 'string'
const isBytes: Holds = (value) => value instanceof Uint8Array
const isMinorUnits: Holds = (value) => typeof value === 'bigint'
const isPairs: Holds = (value) =>
  Array.isArray(value) && value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText))
const isHeaders: Holds = (value) => value instanceof Map && [...value].every(([name, values]) => isLower(name) && isTexts(values))
const isTexts: Holds = (value) => Array.isArray(value) && value.every(isText)
const isLower: Holds = (name) => typeof name === 'string' && name === name.toLowerCase()

/** The parts of a message, as `Dialect.read` gives them. */
export const partsFault: Fault = (value) => fault('', value, PAIRS, isPairs)
/** The names in `Dialect.signature`. */
export const namesFault: Fault = (value) => fault('', value, 'an array of names', isTexts)
export const wordFault: Fault = (value) => fault('', value, 'true or false', (found) => typeof found === 'boolean')

/** A message, as `Dialect.write` and `Dialect.sign` give it. */
export const messageFault: Fault = (value) =>
  ofObject(value, ({ headers, body }) => fault('headers: ', headers, MAP, isHeaders) ?? bodyFault(body))

/** An answer, as `WalletScript.answer` gives it. */
export const answerFault: Fault = (value) =>
  ofObject(
    value,
    ({ status, headers, body }) => fault('status: ', status, 'a number', Number.isInteger) ?? sentFault(headers, body),
  )

/** A notify, as `WalletScript.notify` gives it. */
export const noticeFault: Fault = (value) =>
  ofObject(value, ({ url, headers, body }) => fault('url: ', url, 'a text', isText) ?? sentFault(headers, body))

/** What `WalletScript.open` finds: a call, or the answer at the door. */
export const askedFault: Fault = (value) =>
  ofObject(value, (fields) => ('status' in fields ? answerFault(fields) : callFault(fields)))

function callFault(fields: Fields): string | undefined {
  const call = typeof fields.call === 'string' ? fields.call : ''
  const texts = ['mchId', ...(MORE_TEXTS[call] ?? ['outTradeNo'])]
  const amounts = { pay: ['total'], refund: ['amount'] }[call] ?? []
  return (
    fault('call: ', fields.call, `one of ${CALLS.join(', ')}, or an answer with a status`, (found) =>
      CALLS.includes(String(found)),
    ) ??
    first(texts, (name) => fault(`${name}: `, fields[name], 'a text', isText)) ??
    first(amounts, (name) => fault(`${name}: `, fields[name], 'minor units as a bigint', isMinorUnits))
  )
}

/** Of every call but these it is the order's number alone. */
const MORE_TEXTS: Readonly<Record<string, readonly string[]>> = {
  pay: ['outTradeNo', 'subject', 'currency'],
  refund: ['outTradeNo', 'outRefundNo'],
  queryRefund: ['outTradeNo', 'outRefundNo'],
  statement: ['day'],
  probe: [],
}

const sentFault = (headers: unknown, body: unknown): string | undefined =>
  fault('headers: ', headers, PAIRS, isPairs) ?? bodyFault(body)
const bodyFault = (body: unknown): string | undefined => fault('body: ', body, BYTES, isBytes)

function ofObject(value: unknown, within: (fields: Fields) => string | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || value instanceof Promise) return `${kindOf(value)}, expected an object`
  return within({ ...value })
}

function fault(name: string, value: unknown, expected: string, holds: Holds): string | undefined {
  return holds(value) ? undefined : `${name}${kindOf(value)}, expected ${expected}`
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  if (value instanceof Promise) return 'a promise'
  if (value instanceof Map) return 'a Map'
  if (value instanceof Uint8Array) return 'bytes'
  if (Array.isArray(value)) return value.every(Array.isArray) ? 'an array of arrays' : 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
