/**
 * `POST /orders` answers a QR code, `GET /orders` what the shop knows, `POST /orders/<no>/refund` gives the money back,
 * `POST /webhooks` hears events, and `/` is for people.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { pageOf } from './gateway-page.ts'
import type { GatewayShop } from './gateway-shop.ts'

const MOST_BYTES = 64 * 1024

export function gatewayShopListener(shop: GatewayShop): RequestListener {
  return async (request, response) => {
    try {
      await route(shop, request, response)
    } catch {
      response.writeHead(response.headersSent ? 200 : 400).end() // forged, or the gateway is away
    }
  }
}

async function route(shop: GatewayShop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, what, orderNo = '', then] = (request.url ?? '').split('/')
  const asked = `${request.method} ${what}`
  if (asked === 'POST webhooks') {
    shop.hear(await bodyOf(request), headersOf(request))
    response.writeHead(204).end()
  } else if (asked === 'POST orders' && then === 'refund') response.writeHead((await shop.refund(orderNo)) ? 202 : 409).end()
  else if (asked === 'POST orders') json(response, 201, await shop.order())
  else if (asked === 'GET orders') json(response, 200, shop.orders)
  else if (asked === 'GET ') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pageOf(shop.orders))
  else response.writeHead(404).end()
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

/** As text, untouched: the signature holds over it. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > MOST_BYTES) throw new Error('expected an event, found more')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
