import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpAnswer, type Received, tpError } from '@tpkit/core'

/** No wallet's notify is larger; what comes after is not read. */
const MOST_BYTES = 1024 * 1024

/**
 * A wallet's notify as it arrived at a `node:http` server (Express and Fastify hand the same object on).
 * Mount it before any body parser: a signature holds over the raw bytes.
 *
 * @throws `TPError` (`LIMIT`) for a body above 1 MiB; (`INVALID`) for one that somebody read before
 */
export async function receive(request: IncomingMessage): Promise<Received> {
  if (request.readableDidRead) throw readBefore()
  const headers = new Map(Object.entries(request.headersDistinct).map(([name, values]) => [name, values ?? []]))
  // The connection is `respond`'s to end: destroyed here, nobody could be told why.
  const body = await bytesOf(request.iterator({ destroyOnReturn: false }))
  return { headers, query: queryOf(request.url), body }
}

/** Writes what `acknowledge` gave. A connection with an unread rest of a request is of no use to the next one: it is closed. */
export function respond(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(status, Object.fromEntries(headers))
  response.end(body)
}

/**
 * A wallet's notify as it arrived at a server that speaks the Fetch API (Hono, Next, Deno, workers).
 * Hand the untouched `Request` over, not a text or JSON of it: a signature holds over the raw bytes.
 *
 * The Fetch API shows a repeated header as one value, joined by `, `, so a repeat is not to be told from a comma. That lets
 * nothing in: two signatures joined are no signature.
 *
 * @throws `TPError` (`LIMIT`) for a body above 1 MiB; (`INVALID`) for one that somebody read before
 * @example app.post('/notify', async (c) => responseOf(account.acknowledge(await hear(await receiveRequest(c.req.raw)))))
 */
export async function receiveRequest(request: Request): Promise<Received> {
  if (request.bodyUsed) throw readBefore()
  const headers = new Map([...request.headers].map(([name, value]) => [name, [value]]))
  return { headers, query: queryOf(request.url), body: await bytesOf(request.body ?? []) }
}

/** What `acknowledge` gave, as the Fetch API's answer. */
export function responseOf({ status, headers, body }: HttpAnswer): Response {
  return new Response(body, { status, headers: headers.map(([name, value]): [string, string] => [name, value]) })
}

async function bytesOf(arriving: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of arriving) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw tpError('LIMIT', `notify: expected at most ${MOST_BYTES} bytes, found more`, { retry: 'never' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** As it was sent: decoded, or put together anew, it would not be what the wallet signed. */
function queryOf(url = ''): string {
  const [, query = ''] = url.split(/\?(.*)/s)
  return query
}

function readBefore(): Error {
  return tpError(
    'INVALID',
    'notify: expected a request whose body nobody has read, found one that was read before; mount this route before every body parser',
  )
}
