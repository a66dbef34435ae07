import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Body } from '../notify.ts'

/** Whether a body comes: of any method, so that none is left between two requests. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Whether something of it may stand between its answer and the next request. */
export function isUnread(request: IncomingMessage): boolean {
  return hasBody(request) && !request.readableEnded
}

/** A body that is being read. */
export interface Reading {
  readonly body: Promise<Body>
  /** Ends it from outside: node:http says that its time is up, or that what comes is no HTTP. */
  readonly stop: (why: 'too-slow' | 'broken') => void
}

/** Reads no more than that many bytes; a length that says more is not even begun with. Never rejects. */
export function readBody(request: IncomingMessage, mostBytes: number): Reading {
  let [end, size]: [(body: Body) => void, number] = [() => undefined, 0]
  const chunks: Buffer[] = []
  const body = new Promise<Body>((resolve) => {
    end = (value) => {
      request.off('data', take).off('end', whole).off('close', cutOff).off('error', cutOff)
      // Nobody hears of what becomes of the rest.
      request.on('error', () => undefined)
      resolve(value)
    }
  })
  const take = (chunk: Buffer): void => {
    size += chunk.byteLength
    if (size > mostBytes) stop('too-large')
    else chunks.push(chunk)
  }
  const stop = (why: Body): void => {
    request.pause()
    end(why)
  }
  const whole = (): void => end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size))
  const cutOff = (): void => end('cut-off')
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) stop('too-large')
  else request.on('data', take).on('end', whole).on('close', cutOff).on('error', cutOff)
  return { body, stop }
}

/** What may still come of a request that was refused, before its connection is closed. */
const LINGER_BYTES = 1024 * 1024
const LINGER_MS = 500

/**
 * Ends an answer whose head is written. Where more of the request is to come, a little of that is thrown away first: closed at once,
 * the connection would be reset by what arrives on it, and the client could not read why.
 */
export function endAnswer(request: IncomingMessage, response: ServerResponse, body: string): void {
  if (!isUnread(request)) return void response.end(body)
  response.write(body)
  let thrown = 0
  const end = (): void => {
    clearTimeout(timer)
    // It would flow on until the answer is out, which a fast sender fills with megabytes.
    request.off('data', waste).off('end', end).off('close', end).pause()
    response.end(() => request.socket.destroySoon())
  }
  const waste = (chunk: Buffer): void => {
    thrown += chunk.byteLength
    if (thrown > LINGER_BYTES) end()
  }
  const timer = setTimeout(end, LINGER_MS)
  request.on('data', waste).on('end', end).on('close', end).resume()
}
