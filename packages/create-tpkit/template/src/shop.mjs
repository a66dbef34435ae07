/** A shop that sells tea: an order, its QR code, the wallet's notify. Which wallet that is stands in tpkit.config.yaml. */
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { acknowledgementFor, applyPayment, bind, cny, loadTpkit, receive, respond } from 'tpkit'
import { renderUnicodeCompact } from 'uqr'

const stop = (error) => process.exit(console.error(error.message) ?? 1)
const port = Number(process.env.PORT ?? 8080)
const taken = ({ code }) => stop({ message: `port ${port}: ${code}; end what listens there, or choose: PORT=8081 npm run dev` })
const tpkit = await loadTpkit('tpkit.config.yaml', { watch: true }).catch(stop)
const orders = new Map() // a real shop has a database here, and commits before it acknowledges

/** Queries and notifies end here. False: we do not know the order yet, so the wallet is to say it again. */
function book(account, fact) {
  const order = orders.get(fact.outTradeNo)
  if (!order) return false
  const [binding, verdict] = [bind({ payee: account.payee, ...order }, fact), applyPayment(order, fact)]
  if (binding.kind === 'foreign') console.error(`Look into this: ${binding.message}`)
  else if (verdict.kind === 'moved') console.log(`${order.outTradeNo}: ${Object.assign(order, verdict.state).status}`)
  else if (verdict.kind !== 'same') console.error(`Look into this: ${order.outTradeNo}: ${verdict.kind}`)
  return true
}

// The raw bytes, before any body parser: the signature holds over them.
createServer(async (request, response) => {
  const [, what, name] = request.url.split('/')
  if (what !== 'notify' || !tpkit.accounts.includes(name)) return respond(response, { status: 404, headers: [], body: '' })
  const account = tpkit.account(name)
  const heard = async ({ facts }) => (facts.every((fact) => book(account, fact)) ? 'accepted' : 'later')
  const word = await receive(request).then((received) => account.notify(received)).then(heard).catch(acknowledgementFor)
  respond(response, account.acknowledge(word))
}).once('error', taken).listen(port, '127.0.0.1')

const order = { outTradeNo: `SHOP_${Date.now()}`, total: cny.yuan('19.90'), status: 'pending', startedAt: Date.now() }
orders.set(order.outTradeNo, order) // before anything is sent
const reply = await tpkit.method('wallet').pay({ scene: 'native', subject: 'Tea for two', ...order })
if (reply.kind === 'refused') stop(reply.failure) // provably nothing happened
if (reply.kind === 'done') console.log(`${renderUnicodeCompact(reply.value.prompt.text)}\n${reply.value.prompt.text}`)
console.log(`${order.outTradeNo}: pending`)

// A notify may never come: ask, at the account that took the payment.
for (const account = tpkit.account(reply.account); order.status === 'pending'; await pause(10_000)) {
  const fact = await account.query(order).catch((error) => console.error(error.message))
  if (fact?.kind === 'payment') book(account, fact)
}
