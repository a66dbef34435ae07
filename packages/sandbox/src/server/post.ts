import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import type { Delivery } from '@tpkit/core'

/** What came back, or why nothing did. */
export type Posted = { readonly status: number; readonly body: string } | { readonly failed: string }

/** Posts a notify. Never rejects: a notify that does not arrive is an ordinary event. */
export type Post = (delivery: Delivery) => Promise<Posted>

export interface PostOptions {
  /** Post to other machines too. Default: this machine only. */
  readonly allowRemote: boolean
  /** From the connection to the last byte of the answer. */
  readonly timeoutMs: number
  /** Ends everything that is under way. */
  readonly signal: AbortSignal
}

const MAX_ANSWER_BYTES = 64 * 1024

export function poster(options: PostOptions): Post {
  return async (delivery) => {
    const url = URL.canParse(delivery.url) ? new URL(delivery.url) : undefined
    if (!url) return { failed: 'notify_url: expected an address, found text that is none' }
    if (!options.allowRemote && !isLoopback(url.hostname)) {
      return { failed: `notify_url: ${url.hostname} is not this machine; start the sandbox with allowRemoteNotify to post there` }
    }
    return send(delivery, url, options)
  }
}

async function send({ headers, body }: Delivery, url: URL, { timeoutMs, signal }: PostOptions): Promise<Posted> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), timeoutMs)
  try {
    const { request } = url.protocol === 'https:' ? https : http
    const ends = AbortSignal.any([signal, late.signal])
    const outgoing = request(url, { method: 'POST', headers: linesOf(headers), agent: false, signal: ends })
    const response = await answerTo(outgoing, body)
    return { status: response.statusCode ?? 0, body: await textOf(response) }
  } catch (error) {
    return { failed: late.signal.aborted ? `no complete answer within ${timeoutMs} ms` : sentence(error) }
  } finally {
    clearTimeout(timer)
    late.abort() // whatever was not read is not wanted
  }
}

/** Every value by its name: a fault may send a header twice. */
function linesOf(headers: Delivery['headers']): Record<string, string[]> {
  const lines: Record<string, string[]> = {}
  for (const [name, value] of headers) lines[name] = [...(lines[name] ?? []), value]
  return lines
}

function answerTo(outgoing: ClientRequest, body: Uint8Array): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject).end(body)
  })
}

async function textOf(response: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > MAX_ANSWER_BYTES) throw new Error(`expected an answer of at most ${MAX_ANSWER_BYTES} bytes, found more`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The URL parser has written every spelling of an IPv4 address out by now. */
function isLoopback(hostname: string): boolean {
  return /^127(?:\.[0-9]{1,3}){3}$/.test(hostname) || hostname === '[::1]' || hostname === 'localhost'
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name) // several addresses refused: only a code
}
