import type { Headers, HttpRequest } from '@tpkit/core'

/** Node's flat list `name, value, name, value` with names in lower case and repeated headers side by side. */
export function groupHeaders(raw: readonly string[]): Headers {
  return grouped(pairs(raw))
}

/** A request's headers as got takes them. */
export function headersOf(request: HttpRequest): Record<string, string | string[]> {
  return Object.fromEntries([...grouped(request.headers)].map(([name, values]) => [name, single(values)]))
}

function grouped(headers: Iterable<readonly [string, string]>): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const values = groups.get(key)
    if (values) values.push(value)
    else groups.set(key, [value])
  }
  return groups
}

function* pairs(raw: readonly string[]): Generator<readonly [string, string]> {
  for (let i = 0; i + 1 < raw.length; i += 2) yield [raw[i] ?? '', raw[i + 1] ?? '']
}

const single = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? '') : values)
