import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'

/** How an origin answered a request that says nothing. */
export type Contact =
  | { readonly kind: 'answered'; readonly dateMs?: number; readonly ourMs: number }
  | { readonly kind: 'failed'; readonly code: string; readonly isTls: boolean }

export interface ContactOptions {
  readonly timeoutMs: number
  /** Believed for this call alone. */
  readonly ca?: string
}

/** Certificates that are refused by us, by Node's codes. */
const DISTRUST = /^(?:CERT_|DEPTH_|UNABLE_|SELF_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/

/** Sends `HEAD /`. Any answer will do, also one that demands a client certificate. Never rejects. */
export function contact(origin: string, { timeoutMs, ca }: ContactOptions): Promise<Contact> {
  const startMs = Date.now()
  const request = origin.startsWith('https:') ? tlsRequest : plainRequest
  return new Promise((resolve) => {
    const sent = request(origin, { method: 'HEAD', agent: false, signal: AbortSignal.timeout(timeoutMs), ...(ca && { ca }) })
    let secured = false
    sent.on('socket', (socket) => socket.on('secureConnect', () => (secured = true)))
    sent.on('response', (response) => {
      response.destroy()
      const ourMs = (startMs + Date.now()) / 2
      const dateMs = Date.parse(response.headers.date ?? '')
      resolve({ kind: 'answered', ourMs, ...(!Number.isNaN(dateMs) && { dateMs }) })
    })
    sent.on('error', (error) => resolve(failed(codeOf(error), secured)))
    sent.end()
  })
}

/** Whoever sends an alert over TLS was reached: it wants the merchant's certificate, which this call does not show. */
function failed(code: string, secured: boolean): Contact {
  const wantsCertificate = /ALERT/.test(code) || (secured && code !== 'ABORT_ERR')
  return wantsCertificate ? { kind: 'answered', ourMs: Date.now() } : { kind: 'failed', code, isTls: DISTRUST.test(code) }
}

function codeOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'ABORT_ERR'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
