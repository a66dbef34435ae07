import type { Headers } from '@tpkit/core'

/** Headers as they arrive: names in lower case, repeated ones side by side. */
export function headersOf(pairs: Iterable<readonly [name: string, value: string]>): Headers {
  const headers = new Map<string, readonly string[]>()
  for (const [name, value] of pairs) {
    const known = headers.get(name.toLowerCase()) ?? []
    headers.set(name.toLowerCase(), [...known, value])
  }
  return headers
}

/** The other way. */
export function pairsOf(headers: Headers): readonly (readonly [name: string, value: string])[] {
  return [...headers].flatMap(([name, values]) => values.map((value) => [name, value] as const))
}
