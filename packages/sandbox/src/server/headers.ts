import type { Headers } from '@tpkit/core'

/** One pair for each line that was sent. */
export function headerPairs(headers: Headers): readonly (readonly [name: string, value: string])[] {
  return [...headers].flatMap(([name, values]) => values.map((value) => [name, value] as const))
}
