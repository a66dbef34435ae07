import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpAnswer, type Received, tpError } from '@tpkit/core'

/** No wallet's notify is larger; what comes after is not read. */
const MOST_BYTES = 1024 * 1024

/**
 * A wallet's notify as it arrived at a `node:http` server (Express and Fastify hand the same object on).
 * Mount it before any body parser: a signature holds over the raw bytes.
 *
 * @throws `TPError` (`LIMIT`) for a body above 1 MiB
 */
export async function receive(request: IncomingMessage): Promise<Received> {
  const chunks: Uint8Array[] = []
  let size = 0
  // The connection is `respond`'s to end: destroyed here, nobody could be told why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw tpError('LIMIT', `notify: expected at most ${MOST_BYTES} bytes, found more`, { retry: 'never' })
    chunks.push(chunk)
  }
  const headers = new Map(Object.entries(request.headersDistinct).map(([name, values]) => [name, values ?? []]))
  const [, query = ''] = (request.url ?? '').split(/\?(.*)/s)
  return { headers, query, body: Buffer.concat(chunks) }
}

/** Writes what `acknowledge` gave. A connection with an unread rest of a request is of no use to the next one: it is closed. */
export function respond(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (!response.req.complete) response.setHeader('connection', 'close')
  response.writeHead(status, Object.fromEntries(headers))
  response.end(body)
}
