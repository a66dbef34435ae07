import { KINDS, type ProblemKind } from '../problem/kinds.ts'

/** A request that is answered before any handler sees it. */
export interface Refusal {
  readonly kind: ProblemKind
  /** A sentence: expected, found, what to do. */
  readonly detail: string
}

/** The same problem as handlers answer (RFC 9457), as what node:http writes. */
export function refusalAnswer({ kind, detail }: Refusal, publicUrl: string, instance: string) {
  const { status, title, code, retry } = KINDS[kind]
  const type = `${publicUrl}/docs/errors#${kind}`
  const body = JSON.stringify({ type, title, status, detail, instance, code, retry })
  const headers = [
    ...['Content-Type', 'application/problem+json', 'Content-Length', String(Buffer.byteLength(body))],
    ...['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff', 'X-Request-Id', instance, 'Connection', 'close'],
  ]
  return { status, code, headers, body }
}
