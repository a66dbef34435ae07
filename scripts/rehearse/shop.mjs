/** A shop of 20 lines: it sells one tea, and ends when the wallet's notify says that it is paid. */
import { createServer } from 'node:http'
import { acknowledgementFor, applyPayment, bind, cny, loadTpkit, receive, respond } from 'tpkit'

const [config, port] = process.argv.slice(2)
const tpkit = await loadTpkit(config)
const account = tpkit.account('qq-sandbox')
let order = { outTradeNo: `TEA_${Date.now()}`, total: cny.yuan('19.90'), status: 'pending' }
const book = ({ facts: [fact] }) => {
  if (bind({ payee: account.payee, ...order }, fact).kind !== 'ours') return 'refused'
  order = applyPayment(order, fact).state
  return 'accepted'
}
const server = createServer(async (request, response) => {
  respond(response, account.acknowledge(await receive(request).then(account.notify).then(book).catch(acknowledgementFor)))
  if (order.status === 'paid') console.log(`${order.outTradeNo} is paid`, server.close(), await tpkit.close())
}).listen(port, '127.0.0.1')
const reply = await tpkit.method('wallet').pay({ scene: 'native', subject: 'Tea', ...order })
console.log(reply.kind === 'done' ? reply.value.prompt.text : reply.failure)
