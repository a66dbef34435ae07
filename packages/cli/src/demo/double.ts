import { cny } from 'tpkit'
import type { OrderView } from 'tpkit/cashier'
import { renderUnicodeCompact } from 'uqr'
import { timeline as journalLines } from '../cashier/journal.ts'
import { numberOf } from '../sandbox/local.ts'
import { type Played, type Stage, until, withinReason } from './stage.ts'
import { done, show } from './usual.ts'
import { PLAYING } from './wallets.ts'

const TOTAL = cny.yuan('19.90')

/** One order that is paid at two wallets: the second payment goes back by itself. */
export async function playDouble(stage: Stage): Promise<void> {
  const { words, timeline, wallet, sandbox, configure } = stage
  const { account: first, other } = PLAYING[wallet]
  const { account: second } = PLAYING[other]
  const orderNo = `DEMO_${Date.now().toString(36).toUpperCase()}_1`
  const code = await prompted(stage, orderNo, first)
  const joined = await stage.join(other)
  timeline.step(words.start(other, numberOf(joined.sandbox.account)))
  await configure({
    accounts: { [first]: sandbox.account, [second]: joined.sandbox.account },
    methods: { wallet: { use: second, switch: 'overlap' } },
  })
  timeline.step(words.switched(wallet, second))
  const otherCode = await prompted(stage, orderNo, second)
  await pays(stage, stage, code)
  timeline.step(words.paidFirst(first))
  await pays(stage, joined, otherCode)
  timeline.step(words.paidSecond(second))
  const order = await until(stage, orderNo, words.wentBack(show(TOTAL)), isEven)
  timeline.step(words.wentBack(show(TOTAL)))
  await tell(stage, order)
}

async function prompted({ cashier, words, timeline }: Stage, orderNo: string, account: string): Promise<string> {
  const asked = { orderNo, method: 'wallet', scene: 'native', subject: words.subject, total: TOTAL } as const
  const { prompt } = done(await cashier.pay(asked))
  if (prompt?.kind !== 'qr') throw new Error('expected a QR code from the wallet')
  timeline.step(words.orderAt(orderNo, show(TOTAL), account))
  timeline.step(words.qr(prompt.text))
  timeline.picture(renderUnicodeCompact(prompt.text, { border: 1 }))
  return prompt.text
}

/** The payer does not know that the other code was paid, or that it still works. */
async function pays(stage: Stage, { control }: Played, prompt: string): Promise<void> {
  const notified = stage.door.next()
  await control.post('/act', { prompt, action: 'pay' })
  await withinReason(stage, notified, stage.words.payer.native)
}

/** Two payments came, and one of them is back. */
function isEven({ attempts, refunds }: OrderView): boolean {
  const paid = attempts.filter(({ status }) => status === 'paid').length
  return paid === 2 && refunds.filter(({ status }) => status === 'refunded').length === 1
}

async function tell({ desk, words, timeline, cashier }: Stage, order: OrderView): Promise<void> {
  const paid = order.attempts.filter(({ status }) => status === 'paid')
  const back = order.refunds.filter(({ status }) => status === 'refunded')
  const [only, ...more] = paid.filter(({ account }) => !back.some((refund) => refund.account === account))
  if (!only || more.length > 0 || order.status !== 'paid') throw new Error(words.differ(order.orderNo))
  timeline.step(words.journal)
  const entries = await cashier.books.read.journal(order.id)
  timeline.picture(journalLines(desk, entries, order).join('\n'))
  timeline.step(words.oneStands(show(order.total), only.account))
}
