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
function book(through, fact) {
  const order = orders.get(fact.outTradeNo)
  if (!order || fact.kind !== 'payment') return false
  const [binding, verdict] = [bind(order, fact), applyPayment(order, fact)] // `order.payee`: another account's may be another merchant
  if (through !== order.account) console.error(`Look into this: ${order.outTradeNo}: through ${through}, expected ${order.account}`)
  else if (binding.kind === 'foreign') console.error(`Look into this: ${binding.message}`)
  else if (verdict.kind === 'moved') console.log(`${order.outTradeNo}: ${Object.assign(order, verdict.state).status}`)
  else if (verdict.kind !== 'same') console.error(`Look into this: ${order.outTradeNo}: ${verdict.kind}`)
  return true
}

// The raw bytes, before any body parser: the signature holds over them.
createServer(async (request, response) => {
  const [, what, name] = request.url.split('/')
  if (what !== 'notify' || !tpkit.accounts.includes(name)) return respond(response, { status: 404, headers: [], body: '' })
  const account = tpkit.account(name)
  const heard = async ({ facts }) => (facts.every((fact) => book(name, fact)) ? 'accepted' : 'later')
  respond(response, account.acknowledge(await receive(request).then(account.notify).then(heard).catch(acknowledgementFor)))
}).once('error', taken).listen(port, '127.0.0.1')

const command = { scene: 'native', outTradeNo: `SHOP_${Date.now()}`, subject: 'Tea for two', total: cny.yuan('19.90') }
const account = tpkit.account(tpkit.method('wallet').explain(command).account)
const order = { ...command, account: account.name, payee: account.payee, status: 'pending', startedAt: Date.now() }
orders.set(order.outTradeNo, order) // before anything is sent, with the account that takes it
const reply = await account.pay(command)
if (reply.kind === 'refused') stop(reply.failure) // provably nothing happened
if (reply.kind === 'done') console.log(`${renderUnicodeCompact(reply.value.prompt.text)}\n${reply.value.prompt.text}`)
console.log(`${order.outTradeNo}: pending`)

// A notify may never come: ask, at the account that took the payment.
for (; order.status === 'pending'; await pause(10_000))
  await account.query(order).then((fact) => book(account.name, fact)).catch((error) => console.error(error.message))
