import type { WalletAnswer } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'
import type { Mishap } from './line.ts'

/** A mishap, and how a sentence names it. */
export type Named = readonly [what: string, mishap: Mishap]

/** The connection was refused: not a byte left. */
export const neverLeft: Mishap = () => {
  throw new TransportError(fail('UNAVAILABLE', 'the connection was refused before a byte was sent'), false)
}

/** The wallet did it, and its answer got lost. */
export const answerLost: Mishap = (call) => {
  call.reach()
  throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
}

/** It left, and nobody has heard of it yet: neither the wallet nor whoever sent it. */
export const onItsWay: Mishap = () => {
  throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
}

/**
 * Only the address arrives. What the wallet says to that, it says before it executes anything; to a sender whom it does
 * not know it says so without a signature.
 */
export const onlyTheAddressArrives: Mishap = ({ request: { body: _body, ...rest }, reach }) => reach({ ...rest, headers: [] })

/** Leaves reads alone: a refreshed key or certificate is not what the law is about. */
export function onWrites(mishap: Mishap): Mishap {
  return (call) => (call.request.effect === 'read' ? call.reach() : mishap(call))
}

/** The wallet did it, and something else arrives than it said. */
export function answerBecomes(change: (answer: WalletAnswer) => WalletAnswer): Mishap {
  return (call) => change(call.reach())
}

/** The wallet never hears of it: somebody answers in its place. */
export function answeredBy(answer: WalletAnswer): Mishap {
  return () => answer
}

/** What stands between a wallet and a shop answers like this, and none of it says what became of the order. */
export const UNCLEAR: readonly Named[] = Object.entries<(answer: WalletAnswer) => WalletAnswer>({
  'an HTML page with status 502': () => page(502),
  'an HTML page with status 200': () => page(200),
  'an HTML page with status 429': () => page(429),
  'an HTML page with status 403': () => page(403),
  'an empty answer with status 500': () => plain(500, ''),
  'an empty answer with status 200': () => plain(200, ''),
  'a redirect': () => ({ status: 302, headers: [['location', 'https://elsewhere.example/']], body: new Uint8Array() }),
  'plain text': () => plain(200, 'ok'),
  'an empty JSON object': () => plain(200, '{}'),
  'JSON null': () => plain(200, 'null'),
  'an empty XML document': () => plain(200, '<xml></xml>'),
  'bytes that are no text': ({ headers }) => ({ status: 200, headers, body: Uint8Array.of(0xff, 0xfe, 0x00, 0xc3, 0x28) }),
  'the first half of the answer': halved,
}).map(([what, change]) => [what, answerBecomes(change)])

/** Of an answer without a body, half are its headers. */
function halved(answer: WalletAnswer): WalletAnswer {
  if (answer.body.byteLength === 0) return { ...answer, headers: [] }
  return { ...answer, body: answer.body.subarray(0, answer.body.byteLength >> 1) }
}

/** What leaves a question open: no answer, or none that says anything. */
export const UNPROVEN: readonly Named[] = [['a lost answer', answerLost], ...UNCLEAR]

/** Whatever may become of a call. */
export const EVERY_ANSWER: readonly Named[] = [
  ["the wallet's own answer", (call) => call.reach()],
  ['no connection', neverLeft],
  ...UNPROVEN,
]

function page(status: number): WalletAnswer {
  const html = '<!DOCTYPE html><html><head><title>Gateway</title></head><body>SUCCESS</body></html>'
  return { status, headers: [['content-type', 'text/html']], body: new TextEncoder().encode(html) }
}

function plain(status: number, text: string): WalletAnswer {
  return { status, headers: [['content-type', 'text/plain']], body: new TextEncoder().encode(text) }
}
