/** `POST /orders` answers a QR code, `GET /orders/<no>` the status, `POST /orders/<no>/refund` gives it back, `POST /notify/<account>` hears the wallet, `GET /unresolved` lists. */
import type { IncomingMessage, RequestListener } from 'node:http'
import { type AccountHandle, acknowledgementFor, type HttpAnswer, receive, respond, type Tpkit } from 'tpkit'
import { Shop } from './shop.ts'

export function shopListener(tpkit: Tpkit): RequestListener {
  const shop = new Shop(tpkit)
  return async (request, response) => {
    // A mistake, or a wallet that cannot be read, ends this request and not the shop.
    respond(response, await route(shop, tpkit, request).catch((error: Error) => text(502, error.message)))
  }
}

async function route(shop: Shop, tpkit: Tpkit, request: IncomingMessage): Promise<HttpAnswer> {
  const [, what, name = '', then] = (request.url ?? '').split('/')
  if (what === 'notify' && request.method === 'POST' && tpkit.accounts.includes(name)) {
    return hear(shop, tpkit.account(name), request)
  }
  if (what === 'orders' && request.method === 'POST' && then === 'refund') {
    const refund = await shop.refund(name)
    return refund ? text(200, JSON.stringify(refund)) : text(409, 'not paid, or no such order')
  }
  if (what === 'orders' && request.method === 'POST') return text(201, JSON.stringify(await shop.order()))
  if (what === 'unresolved') return text(200, JSON.stringify(shop.unresolved))
  const status = what === 'orders' ? await shop.status(name) : undefined
  return status ? text(200, status) : text(404, 'no such order')
}

/**
 * Whatever comes, the wallet hears its own dialect. What is too large is `refused` as any forgery is: no wallet sends it, and
 * `later` would ask for the same again.
 */
async function hear(shop: Shop, account: AccountHandle, request: IncomingMessage): Promise<HttpAnswer> {
  try {
    return account.acknowledge(await shop.notified(account, await receive(request)))
  } catch (error) {
    const word = acknowledgementFor(error)
    // Our own trouble. Not anybody's junk, and not a caller who hung up.
    if (word === 'later' && request.complete) console.error(error)
    return account.acknowledge(word)
  }
}

function text(status: number, body: string): HttpAnswer {
  return { status, headers: [['content-type', 'text/plain; charset=utf-8']], body }
}
