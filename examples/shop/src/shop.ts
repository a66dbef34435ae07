/** A shop in about forty lines. `POST /orders` answers a QR code, `POST /notify/<account>` hears the wallet, `GET /orders/<no>` tells. */
import type { RequestListener } from 'node:http'
import {
  type AccountHandle,
  applyPayment,
  bind,
  cny,
  isTPError,
  type Payment,
  type Received,
  receive,
  respond,
  type Tpkit,
} from 'tpkit'

/** Change `methods.wallet` in the config to change wallets; nothing here knows which one it is. */
export function shop(tpkit: Tpkit): RequestListener {
  // A real shop has a database here, and commits before it acknowledges.
  const orders = new Map<string, Payment>()

  async function heard(account: AccountHandle, received: Received): Promise<'accepted' | 'later'> {
    for (const fact of (await account.notify(received)).facts) {
      const order = orders.get(fact.outTradeNo)
      if (!order) return 'later' // the wallet was faster than our books: it will say it again
      if (fact.kind !== 'payment' || bind({ payee: account.payee, ...order }, fact).kind === 'foreign') continue // genuine, not ours: look into it
      const verdict = applyPayment(order, fact)
      if (verdict.kind === 'moved') orders.set(order.outTradeNo, verdict.state)
    }
    return 'accepted'
  }

  return async (request, response) => {
    const [, what, name = ''] = (request.url ?? '').split('/')
    if (request.method === 'POST' && what === 'notify' && tpkit.accounts.includes(name)) {
      const account = tpkit.account(name)
      const verdict = await receive(request)
        .then((received) => heard(account, received))
        .catch((error) => (isTPError(error) && error.code !== 'UNAVAILABLE' ? 'refused' : 'later'))
      return respond(response, account.acknowledge(verdict))
    }
    if (request.method === 'POST' && what === 'orders') {
      const order: Payment = {
        outTradeNo: `SHOP_${Date.now().toString(36)}_${orders.size}`,
        total: cny.yuan('19.90'),
        status: 'pending',
      }
      orders.set(order.outTradeNo, order) // before anything is sent
      const reply = await tpkit.method('wallet').pay({ scene: 'native', subject: 'Tea for two', ...order })
      const answer = reply.kind === 'done' ? { ...reply.value, account: reply.account } : { [reply.kind]: reply.failure.message }
      return respond(response, { status: reply.kind === 'done' ? 201 : 502, headers: [], body: JSON.stringify(answer) })
    }
    respond(response, { status: orders.has(name) ? 200 : 404, headers: [], body: orders.get(name)?.status ?? 'no such order' })
  }
}
