/** A shop on Fastify 5: `POST /orders` answers a QR code, `GET /orders/<no>` the status, `POST /notify/<account>` hears the wallet. */
import { type FastifyInstance, fastify } from 'fastify'
import { type AccountHandle, acknowledgementFor, bind, type Fact, receive, respond, type Tpkit } from 'tpkit'
import { type Books, PRICES } from './books.ts'

export function fastifyShop(tpkit: Tpkit, books: Books): FastifyInstance {
  const app = fastify()

  // A scope whose only body parser reads nothing: a signature holds over the raw bytes. The parsers outside do not reach in.
  app.register(async (raw) => {
    raw.removeAllContentTypeParsers()
    raw.addContentTypeParser('*', (_request, _payload, done) => done(null))
    raw.post<{ Params: { account: string } }>('/notify/:account', async (request, reply) => {
      if (!tpkit.accounts.includes(request.params.account)) return reply.callNotFound()
      const account = tpkit.account(request.params.account)
      reply.hijack() // `respond` answers
      try {
        const { facts } = await account.notify(await receive(request.raw)) // genuine, or it throws
        const known = facts.every((fact) => book(account, fact))
        respond(reply.raw, account.acknowledge(known ? 'accepted' : 'later')) // after the commit, never before
      } catch (error) {
        const word = acknowledgementFor(error)
        if (word === 'later' && request.raw.complete) console.error(error) // our own trouble: no junk, no caller who hung up
        respond(reply.raw, account.acknowledge(word))
      }
    })
  })

  app.post<{ Body: { item: string } | undefined }>('/orders', async (request, reply) => {
    const { item = '' } = request.body ?? {}
    const total = PRICES.get(item)
    if (!total) return reply.code(400).send({ problem: 'item: expected one that we sell' })
    const command = { scene: 'native', outTradeNo: books.newNumber(), subject: item, total } as const
    const { account } = tpkit.method('wallet').explain(command)
    books.open({ ...command, account }) // before anything is sent
    const pay = await tpkit.account(account).pay(command)
    const shown = pay.kind === 'done' ? { prompt: pay.value.prompt } : { problem: pay.failure.message }
    return reply.code(201).send({ outTradeNo: command.outTradeNo, outcome: pay.kind, ...shown }) // unknown: GET asks
  })

  app.get<{ Params: { outTradeNo: string } }>('/orders/:outTradeNo', async (request, reply) => {
    const order = books.find(request.params.outTradeNo)
    if (!order) return reply.callNotFound()
    const account = tpkit.account(order.account)
    const fact = order.status === 'pending' ? await account.query(order) : undefined // a notify may never come
    if (fact?.kind === 'payment') book(account, fact)
    return { status: books.find(order.outTradeNo)?.status }
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
