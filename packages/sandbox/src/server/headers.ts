import type { Headers } from '@tpkit/core'

/** One pair for each line that was sent. */
export function headerPairs(headers: Headers): readonly (readonly [name: string, value: string])[] {
  return [...headers].flatMap(([name, values]) => values.map((value) => [name, value] as const))
}

/** What belonged to one connection, or says what kind of client it was and nothing to the wallet. */
const OF_THE_CLIENT =
  /^(?:host|connection|content-length|transfer-encoding|keep-alive|expect|user-agent|accept(?:-.*)?|sec-.*|traceparent|tracestate)$/i

/** Those that are part of the message. */
export function messageHeaders(headers: Headers): Headers {
  return new Map([...headers].filter(([name]) => !OF_THE_CLIENT.test(name)))
}
