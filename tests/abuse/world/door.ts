import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type { Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'

/** Undefined and `cut` both end the connection without an answer. */
type Given = WalletAnswer | undefined | 'cut'

/** Says what comes of a call; `wallet` lets the wallet itself take it, as often as it is called. */
export type Answering = (request: WalletRequest, wallet: () => WalletAnswer | undefined) => Promise<Given> | Given

/** A wallet behind a port of loopback, with somebody who may stand on the line. */
export interface Door {
  readonly url: string
  /** Every call so far, the oldest first. */
  readonly calls: readonly WalletRequest[]
  readonly by: (answering: Answering | undefined) => void
  readonly close: () => Promise<void>
}

export interface DoorWish {
  readonly wallet: Pick<Wallet, 'handle'>
  /** What it stands for. */
  readonly origin: string
  readonly now: () => number
  /** With it the door has TLS, and wants a client certificate. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca: string }
}

export async function openDoor({ wallet, origin, now, tls }: DoorWish): Promise<Door> {
  const calls: WalletRequest[] = []
  let answering: Answering | undefined
  const work = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await askedIn(request, origin, tls !== undefined)
    calls.push(asked)
    const itself = () => wallet.handle(asked, now())
    respond(response, await later(answering ? await answering(asked, itself) : itself()))
  }
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    work(request, response).catch(() => response.destroy())
  }
  const server: Server = tls ? createTlsServer({ ...tls, requestCert: true }, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    calls,
    by: (one) => {
      answering = one
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function askedIn(request: IncomingMessage, origin: string, withTls: boolean): Promise<WalletRequest> {
  const headers = new Map(Object.entries(request.headersDistinct).map(([name, values]) => [name, values ?? []]))
  const { method = '', url = '' } = request
  const certificate = withTls ? { clientCertificate: 'tpkit throwaway merchant' } : {}
  return { method, origin, path: url, headers, body: await buffer(request), ...certificate }
}

async function later(given: Given): Promise<Given> {
  if (given && given !== 'cut' && given.delayMs) await pause(given.delayMs)
  return given
}

function respond(response: ServerResponse, given: Given): void {
  if (!given || given === 'cut') return void response.destroy()
  response.writeHead(given.status, given.headers.flat())
  response.end(given.body)
}
