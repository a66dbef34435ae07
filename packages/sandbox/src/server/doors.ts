import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { WalletRequest } from '@tpkit/core'
import { type Answer, answer, json, type PageRequest } from './answer.ts'
import { control, isControlPath } from './control/control.ts'
import { refusal } from './gate.ts'
import { INSPECTOR_PATH, inspector } from './inspector/inspector.ts'
import { isPhonePath, phone } from './phone/phone.ts'
import type { Site } from './site.ts'
import { isStylePath, stylesheet } from './style.ts'

const MAX_BODY_BYTES = 64 * 1024

/** The plain door: the wallet's calls, and beside them the sandbox's own pages. `host` is what it was told to listen on. */
export function plainDoor(opened: Promise<Site>, origin: string, host: string): RequestListener {
  return door(async (request, body) => {
    const site = await opened
    const page = pageRequest(request, body)
    const show = pageAt(page.path)
    if (!show) return callWallet(site, walletRequest(request, body, origin))
    const refused = refusal(page, host)
    return refused ? json(403, { error: refused }) : show(page, site)
  })
}

/** The door with TLS: the wallet's calls only. */
export function tlsDoor(opened: Promise<Site>, origin: string): RequestListener {
  return door(async (request, body) => {
    const clientCertificate = commonName(request)
    const call = walletRequest(request, body, origin)
    return callWallet(await opened, clientCertificate === undefined ? call : { ...call, clientCertificate })
  })
}

type Page = (request: PageRequest, site: Site) => Answer | Promise<Answer>

function pageAt(path: string): Page | undefined {
  if (isStylePath(path)) return stylesheet
  if (isControlPath(path)) return control
  if (path === INSPECTOR_PATH || path.startsWith(`${INSPECTOR_PATH}/`)) return inspector
  return isPhonePath(path) ? phone : undefined
}

function callWallet({ worlds, callerOf }: Site, request: WalletRequest): Answer | undefined {
  const { wallet, clock } = worlds.of(callerOf(request))
  return wallet.handle(request, clock.now())
}

/** Undefined ends the connection without an answer. */
function door(
  work: (request: IncomingMessage, body: Uint8Array) => Answer | undefined | Promise<Answer | undefined>,
): RequestListener {
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request)
    if (body) answerWith(response, await work(request, body))
    else send(response, trouble(request, 413, `expected at most ${MAX_BODY_BYTES} bytes, found more`, [['connection', 'close']]))
  }
  return (request, response) => {
    serve(request, response).catch(() => {
      // A caller who went away, or a mistake in here: this one call fails, the sandbox stays.
      if (response.headersSent) response.destroy()
      else send(response, trouble(request, 500, 'the sandbox could not answer'))
    })
  }
}

/** Where the work itself has no say. The control API speaks JSON, come what may. */
function trouble({ url = '' }: IncomingMessage, status: number, error: string, more: Answer['headers'] = []): Answer {
  return isControlPath(url.replace(/\?.*/s, '')) ? json(status, { error }, more) : answer(status, 'text/plain', error, more)
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
  else if (answer.delayMs) sendLater(response, answer, answer.delayMs)
  else send(response, answer)
}

/** A caller who goes away, or a sandbox that closes, ends the wait. */
function sendLater(response: ServerResponse, answer: Answer, delayMs: number): void {
  const timer = setTimeout(() => send(response, answer), delayMs)
  response.once('close', () => clearTimeout(timer))
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers.flat()) // a name may come twice
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
