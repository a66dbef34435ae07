/** A shop on Hono 4: `POST /orders` answers a QR code, `GET /orders/<no>` the status, `POST /notify/<account>` hears the wallet. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type AccountHandle, acknowledgementFor, bind, type Fact, receiveRequest, responseOf, type Tpkit } from 'tpkit'
import { type Books, PRICES } from './books.ts'

export function honoShop(tpkit: Tpkit, books: Books): Hono {
  const app = new Hono()

  // The untouched Request, not `c.req.json()` or `c.req.text()`: a signature holds over the raw bytes.
  app.post('/notify/:account', async (c) => {
    if (!tpkit.accounts.includes(c.req.param('account'))) return c.notFound()
    const account = tpkit.account(c.req.param('account'))
    let whole = false
    try {
      const received = await receiveRequest(c.req.raw) // reads 1 MiB at most
      whole = true
      const { facts } = await account.notify(received) // genuine, or it throws
      const known = facts.every((fact) => book(account, fact))
      return responseOf(account.acknowledge(known ? 'accepted' : 'later')) // after the commit, never before
    } catch (error) {
      const word = acknowledgementFor(error)
      const hungUp = !whole && c.req.raw.signal.aborted
      if (word === 'later' && !hungUp) console.error(error) // our own trouble; `refused` is anybody's junk
      return responseOf(account.acknowledge(word))
    }
  })

  // Hono itself reads whatever comes, to its end.
  app.post('/orders', bodyLimit({ maxSize: 16 * 1024 }), async (c) => {
    const body: { item?: string } | null = await c.req.json().catch(() => null) // `null` is JSON, too
    const item = body?.item ?? ''
    const total = PRICES.get(item)
    if (!total) return c.json({ problem: 'item: expected one that we sell' }, 400)
    const command = { scene: 'native', outTradeNo: books.newNumber(), subject: item, total } as const
    const { account } = tpkit.method('wallet').explain(command)
    books.open({ ...command, account }) // before anything is sent
    const reply = await tpkit.account(account).pay(command)
    const shown = reply.kind === 'done' ? { prompt: reply.value.prompt } : { problem: reply.failure.message }
    return c.json({ outTradeNo: command.outTradeNo, outcome: reply.kind, ...shown }, 201) // unknown: GET asks
  })

  app.get('/orders/:outTradeNo', async (c) => {
    const order = books.find(c.req.param('outTradeNo'))
    if (!order) return c.notFound()
    const account = tpkit.account(order.account)
    const fact = order.status === 'pending' ? await account.query(order) : undefined // a notify may never come
    if (fact?.kind === 'payment') book(account, fact)
    return c.json({ status: books.find(order.outTradeNo)?.status })
  })

  /** Notifies and queries end here. False: no such order (yet), so the wallet says it again. */
  function book(through: AccountHandle, fact: Fact): boolean {
    const order = books.find(fact.outTradeNo)
    if (!order || fact.kind !== 'payment') return false
    const binding = bind({ ...order, payee: tpkit.account(order.account).payee }, fact) // genuine is not yet ours
    if (through.name !== order.account) books.raise(order.outTradeNo, `came through ${through.name}, expected ${order.account}`)
    else if (binding.kind === 'ours') books.apply(order, fact)
    else books.raise(order.outTradeNo, binding.message)
    return true
  }

  return app
}
