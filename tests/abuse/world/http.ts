import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'

type Header = readonly [name: string, value: string]

/** A message as it goes over the line: headers in their order and letter case, repeats included. */
export interface Message {
  readonly headers: readonly Header[]
  readonly body: Uint8Array
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly tookMs: number
}

/** What comes back to whoever is cut off. */
const NOTHING: Omit<Answer, 'tookMs'> = { status: 0, headers: {}, body: '' }
const PATIENCE_MS = 30_000

/** Sends exactly that. Answers with status 0 where the connection ended without an answer. */
export function send(url: string, method: string, { headers, body }: Message): Promise<Answer> {
  const began = performance.now()
  return new Promise((resolve) => {
    const end = (answer: Omit<Answer, 'tookMs'>): void => resolve({ ...answer, tookMs: performance.now() - began })
    const isChunked = headers.some(([name]) => name.toLowerCase() === 'transfer-encoding')
    const length: readonly Header[] = body.byteLength > 0 && !isChunked ? [['Content-Length', String(body.byteLength)]] : []
    const all = [['Host', new URL(url).host], ...length, ...headers].flat()
    const outgoing = httpRequest(url, { method, headers: all, agent: false, timeout: PATIENCE_MS })
    outgoing.on('response', (response) => {
      const chunks: Uint8Array[] = []
      const whole = (): void =>
        end({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          body: Buffer.concat(chunks).toString(),
        })
      response
        .on('data', (chunk: Uint8Array) => chunks.push(chunk))
        .on('end', whole)
        .on('error', whole)
    })
    outgoing.on('error', () => end(NOTHING)).on('timeout', () => outgoing.destroy())
    outgoing.end(body)
  })
}

/** What came back for raw bytes on a connection of their own, and how many of them went out. */
export interface RawAnswer {
  readonly text: string
  readonly bytesOut: number
}

/** Writes bytes that no HTTP client would; ends when the other side does. */
export function sendRaw(port: number, pieces: Iterable<Uint8Array | string>, patienceMs = PATIENCE_MS): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    const left = pieces[Symbol.iterator]()
    const write = (): void => {
      for (let next = left.next(); !next.done; next = left.next()) if (!socket.write(next.value)) return
    }
    socket.setTimeout(patienceMs, () => socket.destroy())
    socket.on('connect', write).on('drain', write)
    socket.on('data', (piece) => {
      text += String(piece)
    })
    // Whoever is refused while it still writes is reset: that is an answer, too.
    socket.on('error', () => undefined)
    socket.on('end', () => socket.destroy())
    socket.on('close', () => resolve({ text, bytesOut: socket.bytesWritten - socket.writableLength }))
  })
}
