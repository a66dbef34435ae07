import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { WalletRequest } from '@tpkit/core'
import { type Answer, answer, json, type PageRequest } from './answer.ts'
import { CONTROL_PATH, control } from './control.ts'
import { refusal } from './gate.ts'
import { isPhonePath, phone } from './phone.ts'
import type { World } from './world.ts'

const MAX_BODY_BYTES = 64 * 1024

/** The plain door: the wallet's calls, and beside them the sandbox's own pages. `host` is what it was told to listen on. */
export function plainDoor(world: World, origin: string, host: string): RequestListener {
  return door((request, body) => {
    const page = pageRequest(request, body)
    const isControl = page.path === CONTROL_PATH || page.path.startsWith(`${CONTROL_PATH}/`)
    if (!isControl && !isPhonePath(page.path)) return world.wallet.handle(walletRequest(request, body, origin), world.clock())
    const refused = refusal(page, host)
    if (refused) return json(403, { error: refused })
    return isControl ? control(page, world) : phone(page, world)
  })
}

/** The door with mutual TLS: the wallet's calls only. */
export function tlsDoor(world: World, origin: string): RequestListener {
  return door((request, body) => {
    const clientCertificate = commonName(request)
    const call = walletRequest(request, body, origin)
    return world.wallet.handle(clientCertificate === undefined ? call : { ...call, clientCertificate }, world.clock())
  })
}

/** Undefined ends the connection without an answer. */
function door(work: (request: IncomingMessage, body: Uint8Array) => Answer | undefined): RequestListener {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request)
    if (body) answerWith(response, work(request, body))
    else send(response, answer(413, 'text/plain', `expected at most ${MAX_BODY_BYTES} bytes`, [['connection', 'close']]))
  }
  return (request, response) => {
    serve(request, response).catch(() => {
      // A caller who went away, or a mistake in here: this one call fails, the sandbox stays.
      if (response.headersSent) response.destroy()
      else send(response, answer(500, 'text/plain', 'the sandbox could not answer'))
    })
  }
}

/** Undefined for more than the limit, as soon as that is known. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Left open on an early end, so that the refusal can still be sent.
  const stream: AsyncIterable<Uint8Array> = request.iterator({ destroyOnReturn: false })
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) return undefined
  }
  return Buffer.concat(chunks)
}

function answerWith(response: ServerResponse, answer: Answer | undefined): void {
  if (!answer) response.destroy()
  else if (answer.delayMs) setTimeout(() => send(response, answer), answer.delayMs).unref()
  else send(response, answer)
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, Object.fromEntries(headers))
  response.end(body)
}

function walletRequest(request: IncomingMessage, body: Uint8Array, origin: string): WalletRequest {
  const headers = new Map(Object.entries(request.headersDistinct).map(([name, values]) => [name, values ?? []]))
  return { method: request.method ?? '', origin, path: request.url ?? '', headers, body }
}

function pageRequest(request: IncomingMessage, body: Uint8Array): PageRequest {
  const [path = '', ...query] = (request.url ?? '').split('?')
  return {
    method: request.method ?? '',
    path,
    query: new URLSearchParams(query.join('?')),
    header: (name) => request.headersDistinct[name]?.[0],
    body,
  }
}

function commonName({ socket }: IncomingMessage): string | undefined {
  const name = isTls(socket) ? socket.getPeerCertificate().subject?.CN : undefined
  return typeof name === 'string' ? name : undefined
}

function isTls(socket: object): socket is TLSSocket {
  return 'getPeerCertificate' in socket
}
