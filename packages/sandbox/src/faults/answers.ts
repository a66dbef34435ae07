import type { WalletAnswer } from '@tpkit/core'

/** How a call ended; without an answer, the connection did. */
export interface Ended {
  readonly answer: WalletAnswer | undefined
}

/** What answers in the wallet's place, at any wallet. */
export const INSTEAD: Readonly<Record<string, Ended>> = {
  'drop-before': { answer: undefined },
  'http-500-before': { answer: page(500, 'Internal Server Error') },
  'http-503': { answer: page(503, 'Service Unavailable') },
  'http-429': { answer: page(429, 'Too Many Requests', [['retry-after', '5']]) },
  redirect: { answer: page(302, 'Found', [['location', 'https://elsewhere.example/']]) },
  outage: { answer: page(503, 'Service Unavailable') },
  'outage-late': { answer: page(503, 'Service Unavailable') },
}

/** What becomes of the wallet's answer on the wire; undefined where it cannot happen. `payNow`: the payer pays first, if there is something to pay. */
type Spoil = (answer: WalletAnswer, value: number, payNow: () => boolean) => Ended | undefined

export const SPOILT: Readonly<Record<string, Spoil>> = {
  'http-502-after': () => ({ answer: page(502, 'Bad Gateway') }),
  'html-200': () => ({ answer: page(200, 'Welcome') }),
  'half-body': (answer) => torn(answer, half(answer.body)),
  'empty-body': (answer) => torn(answer, new Uint8Array()),
  'drop-after': () => ({ answer: undefined }),
  slow: (answer, value) => ({ answer: delayed(answer, value) }),
  hang: (answer, value) => ({ answer: delayed(answer, value) }),
  'paid-before-answer': (answer, value, payNow) => (payNow() ? { answer: delayed(answer, value) } : undefined),
}

/** Undefined for what has no body: nothing of it can be missing. */
function torn(answer: WalletAnswer, body: Uint8Array): Ended | undefined {
  return answer.body.byteLength === 0 ? undefined : { answer: { ...answer, body } }
}

export function half(body: Uint8Array): Uint8Array {
  return body.slice(0, body.byteLength >> 1)
}

/** Two delays add up. */
function delayed(answer: WalletAnswer, ms: number): WalletAnswer {
  return { ...answer, delayMs: (answer.delayMs ?? 0) + ms }
}

function page(status: number, title: string, more: WalletAnswer['headers'] = []): WalletAnswer {
  const html = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`
  return { status, headers: [['content-type', 'text/html; charset=utf-8'], ...more], body: new TextEncoder().encode(html) }
}
