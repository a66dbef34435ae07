import { tpError } from '@tpkit/core/errors'
import type { Fields } from './fields.ts'

const MOST_DEPTH = 16

/**
 * A JSON object as flat fields, each under its path: `{"amount":{"total":1},"a":["x"]}` is `amount.total` and `a.0`.
 * Numbers, true and false become their text; null and what is empty leave no field. For evidence, and to read single values from.
 * Throws `MALFORMED` for what is no object, is nested too deeply, or holds one path twice.
 */
export function readJson(body: Uint8Array | string): Fields {
  const value = parsedJson(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformedJson('a JSON object')
  const fields: Record<string, string> = Object.create(null)
  collect(fields, '', value, 0)
  return fields
}

/** Whatever JSON it is. Throws `MALFORMED` for what is none, or no UTF-8. */
export function parsedJson(body: Uint8Array | string): unknown {
  const text = typeof body === 'string' ? body : decoded(body)
  try {
    return JSON.parse(text)
  } catch {
    throw malformedJson('JSON')
  }
}

function decoded(body: Uint8Array): string {
  try {
    return UTF8.decode(body)
  } catch {
    throw malformedJson('UTF-8')
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function collect(fields: Record<string, string>, path: string, value: unknown, depth: number): void {
  if (value === null || value === undefined) return
  if (typeof value !== 'object') {
    if (path in fields) throw malformedJson(`each path once, not ${path.slice(0, 40)} twice`)
    fields[path] = String(value)
    return
  }
  if (depth === MOST_DEPTH) throw malformedJson(`at most ${MOST_DEPTH} levels`)
  for (const [name, member] of Object.entries(value)) collect(fields, path === '' ? name : `${path}.${name}`, member, depth + 1)
}

export function malformedJson(expected: string): Error {
  return tpError('MALFORMED', `body: expected ${expected}, found something else; the message is damaged or not the wallet's`)
}
