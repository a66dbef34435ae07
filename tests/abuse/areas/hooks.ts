import { createHmac } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DeliveryRow } from '@tpkit/cashier'
import type { Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { shortly } from '../world/sold.ts'

/** One event as it came. */
export interface Push {
  readonly id: string
  readonly timestamp: string
  readonly signatures: readonly string[]
  readonly body: string
}

/** A merchant's server. */
export interface HookServer {
  readonly url: string
  readonly pushes: readonly Push[]
  readonly connections: () => number
  readonly close: () => Promise<void>
}

export async function hookServer(
  listener: RequestListener = (_request, response) => void response.writeHead(204).end(),
): Promise<HookServer> {
  const pushes: Push[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const header = (name: string): string => String(request.headers[name] ?? '')
    const [id, timestamp, signatures] = [
      header('webhook-id'),
      header('webhook-timestamp'),
      header('webhook-signature').split(' '),
    ]
    pushes.push({ id, timestamp, signatures, body })
    listener(request, response)
  }).on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    pushes,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface Registered {
  readonly id: string
  readonly secret: string
}

/** Registers an endpoint of the merchant `main`, which hears of payments. */
export async function register({ shop, world }: Trial, url: string): Promise<Registered> {
  const answer = await shop.ask('a', 'POST', '/v1/webhook-endpoints', {
    body: { url, types: ['payment.succeeded'] },
    shows: true,
  })
  if (answer.status !== 201) throw new Error(`expected an endpoint, found ${shortly(answer)}`)
  const { endpoint, secret } = JSON.parse(answer.body)
  world.canaries.add(`secret of ${endpoint.id}`, secret.replace('whsec_', ''))
  return { id: endpoint.id, secret }
}

export async function unregister({ shop }: Trial, { id }: Pick<Registered, 'id'>): Promise<void> {
  await shop.ask('a', 'DELETE', `/v1/webhook-endpoints/${id}`)
}

/** `v1` of Standard Webhooks, by nobody's library. */
export function signatureOf({ id, timestamp, body }: Push, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** Delivers what is due until something is so. */
export function delivering({ world }: Trial, isSo: () => boolean | Promise<boolean>, ms = 10_000): Promise<boolean> {
  return until(async () => {
    // One that hangs is not waited for.
    void world
      .gateway()
      .ask('deliver', null)
      .catch(() => undefined)
    return isSo()
  }, ms)
}

/** How an order's event stands at an endpoint. */
export async function deliveryOf({ world }: Trial, eventId: string, endpoint: string): Promise<DeliveryRow | undefined> {
  return (await world.ledger.read.deliveries(eventId)).find((row) => row.endpoint === endpoint)
}
