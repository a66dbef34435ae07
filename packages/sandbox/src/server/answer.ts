import type { WalletAnswer } from '@tpkit/core'

/** A request to one of the sandbox's own pages, read whole. */
export interface PageRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

export type Answer = WalletAnswer

const COMMON = [
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  // Not "no-referrer": with that a browser hides the origin of our own forms as well.
  ['referrer-policy', 'same-origin'],
] as const

export function answer(status: number, type: string, text: string, more: Answer['headers'] = []): Answer {
  const headers = [...COMMON, ['content-type', `${type}; charset=utf-8`] as const, ...more]
  return { status, headers, body: new TextEncoder().encode(text) }
}

export function json(status: number, value: unknown, more: Answer['headers'] = []): Answer {
  return answer(status, 'application/json', `${JSON.stringify(value)}\n`, more)
}

/** After a form: the browser fetches the page anew, and its reload button repeats nothing. */
export function seeOther(location: string): Answer {
  return answer(303, 'text/plain', 'See Other', [['location', location]])
}
