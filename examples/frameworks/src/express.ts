/** A shop on Express 5: `POST /orders` answers a QR code, `GET /orders/<no>` the status, `POST /notify/<account>` hears the wallet. */
import express, { type ErrorRequestHandler, type Express } from 'express'
import { type AccountHandle, acknowledgementFor, bind, type Fact, receive, respond, type Tpkit } from 'tpkit'
import { type Books, PRICES } from './books.ts'

export function expressShop(tpkit: Tpkit, books: Books): Express {
  const app = express()

  // Before every body parser: a signature holds over the raw bytes.
  app.post('/notify/:account', async (request, response) => {
    if (!tpkit.accounts.includes(request.params.account)) return void response.sendStatus(404)
    const account = tpkit.account(request.params.account)
    try {
      const { facts } = await account.notify(await receive(request)) // genuine, or it throws
      const known = facts.every((fact) => book(account, fact))
      respond(response, account.acknowledge(known ? 'accepted' : 'later')) // after the commit, never before
    } catch (error) {
      const word = acknowledgementFor(error)
      if (word === 'later' && request.complete) console.error(error) // our own trouble: no junk, no caller who hung up
      respond(response, account.acknowledge(word))
    }
  })

  app.use(express.json())

  app.post('/orders', async (request, response) => {
    const total = PRICES.get(request.body?.item)
    if (!total) return void response.status(400).json({ problem: 'item: expected one that we sell' })
    const command = { scene: 'native', outTradeNo: books.newNumber(), subject: request.body.item, total } as const
    const { account } = tpkit.method('wallet').explain(command)
    books.open({ ...command, account }) // before anything is sent
    const reply = await tpkit.account(account).pay(command)
    const shown = reply.kind === 'done' ? { prompt: reply.value.prompt } : { problem: reply.failure.message }
    response.status(201).json({ outTradeNo: command.outTradeNo, outcome: reply.kind, ...shown }) // unknown: GET asks
  })

  app.get('/orders/:outTradeNo', async (request, response) => {
    const order = books.find(request.params.outTradeNo)
    if (!order) return void response.sendStatus(404)
    const account = tpkit.account(order.account)
    const fact = order.status === 'pending' ? await account.query(order) : undefined // a notify may never come
    if (fact?.kind === 'payment') book(account, fact)
    response.json({ status: books.find(order.outTradeNo)?.status })
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

  app.use(sorry)
  return app
}

/** Without it Express shows the stack trace to the browser, unless NODE_ENV is `production`. */
const sorry: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error)
  const { status = 500 } = error // the parser says whose fault it is
  if (status >= 500) console.error(error)
  response.status(status).json({ problem: status < 500 ? 'this request cannot be read' : 'try again in a moment' })
}
