import { cny, formatMoney, type Money } from 'tpkit'
import type { Answer, OrderView } from 'tpkit/cashier'
import type { DemoScene } from './scenes.ts'
import { type Stage, until, withinReason } from './stage.ts'
import { type Till, tillFor } from './tills.ts'
import { PLAYING } from './wallets.ts'

const TOTAL = cny.yuan('19.90')
const REFUND = cny.yuan('5.00')
/** Of the order that nobody pays; at the counter one at which the sandbox asks for the password. */
const SECOND: Readonly<Record<DemoScene, Money>> = {
  native: cny.yuan('8.00'),
  jsapi: cny.yuan('8.00'),
  micropay: cny.yuan('953.02'),
}

/** One order that is paid and refunded in part, and one that nobody pays. */
export async function playUsual(stage: Stage, scene: DemoScene): Promise<void> {
  const till = tillFor(scene, stage)
  const stamp = Date.now().toString(36).toUpperCase()
  await payAndRefund(stage, till, scene, `DEMO_${stamp}_1`)
  await openAndEnd(stage, till, scene, `DEMO_${stamp}_2`)
}

async function payAndRefund(stage: Stage, till: Till, scene: DemoScene, orderNo: string): Promise<void> {
  const { words, timeline, door, cashier } = stage
  // Before the order: where no password is asked for, the notify is as fast as the answer.
  const notified = door.next()
  const { status } = await order(stage, till, orderNo, TOTAL)
  if (status === 'open') {
    timeline.step(words.payer[scene])
    await till.pays(orderNo)
  }
  if (!manifestOf(stage).except?.notify?.includes(scene)) await told(stage, notified, orderNo)
  else if (status === 'open') await polled(stage, orderNo)
  const paid = await cashier.get({ orderNo })
  timeline.step(words.kept(paid?.transactionId ?? ''))
  await refund(stage, orderNo)
}

async function told(stage: Stage, notified: ReturnType<Stage['door']['next']>, orderNo: string): Promise<void> {
  const { words, timeline, door } = stage
  const heard = words.notified(new URL(door.addressOf(accountOf(stage))).pathname)
  const { what } = await withinReason(stage, notified, heard)
  if (what === 'quarantined') throw new Foreign(await reasonOf(stage, orderNo))
  timeline.step(heard)
  timeline.step(words.bound(show(TOTAL)))
}

/** Of such payments no notify comes: the cashier asks. */
async function polled(stage: Stage, orderNo: string): Promise<void> {
  const { words, timeline } = stage
  await until(stage, orderNo, words.polled, ({ status }) => status === 'paid')
  timeline.step(words.polled)
}

function accountOf({ wallet }: Stage): string {
  return PLAYING[wallet].account
}

function manifestOf(stage: Stage) {
  return stage.cashier.tpkit.account(accountOf(stage)).manifest
}

/** Genuine, and fits neither an order nor what it may become. */
export class Foreign extends Error {}

async function reasonOf({ cashier: { get, books } }: Stage, orderNo: string): Promise<string> {
  const order = await get({ orderNo })
  const entries = order ? await books.read.journal(order.id) : []
  return String(entries.findLast(({ kind }) => kind === 'fact.quarantined')?.data.reason)
}

async function order({ words, timeline, cashier }: Stage, till: Till, orderNo: string, total: Money): Promise<OrderView> {
  const asked = await till.asked()
  const view = done(await cashier.pay({ ...asked, orderNo, method: 'wallet', subject: words.subject, total }))
  timeline.step(words.order(orderNo, show(total)))
  till.shown(view)
  return view
}

async function refund(stage: Stage, orderNo: string): Promise<void> {
  const { words, timeline, wallet, cashier } = stage
  const refundNo = `${orderNo}_R1`
  const { status } = done(await cashier.refund({ orderNo, refundNo, amount: REFUND }))
  if (status === 'refunded') return timeline.step(words.refundedAtOnce(wallet, refundNo, show(REFUND)))
  timeline.step(words.refunding(wallet, refundNo, show(REFUND)))
  await until(stage, orderNo, words.refunded(show(REFUND)), ({ refunded }) => refunded.amount === REFUND.amount)
  timeline.step(words.refunded(show(REFUND)))
}

async function openAndEnd(stage: Stage, till: Till, scene: DemoScene, orderNo: string): Promise<void> {
  const { words, timeline, wallet, cashier, advance } = stage
  timeline.step(words.second(orderNo, show(SECOND[scene])))
  const { expiresAt, createdAt } = await order(stage, till, orderNo, SECOND[scene])
  const { createdOnScan, timing } = manifestOf(stage)
  const { earliestCloseMs = 0, micropay, quietMs = 0 } = timing
  // Whose clock ends the order is not known to the millisecond: a quiet time behind its end, nobody can pay it any more.
  if (createdOnScan?.includes(scene)) return expires(stage, orderNo, expiresAt - createdAt + quietMs + 1000)
  // A wallet ends nothing within the first minutes.
  const waits = (scene === 'micropay' ? (micropay?.earliestReverseMs ?? 0) : earliestCloseMs) + 1000
  advance(waits)
  const verb = scene === 'micropay' ? 'reverse' : 'close'
  done(await cashier[verb]({ orderNo }))
  timeline.step(words[verb](wallet, waits))
}

/** Of what nobody scanned the wallet has nothing that could be closed. */
async function expires(stage: Stage, orderNo: string, waits: number): Promise<void> {
  const { words, timeline, wallet, cashier, advance } = stage
  advance(waits)
  // As the background would: this cashier does only what it is asked.
  await cashier.followUp()
  const heard = words.expired(wallet, waits)
  await until(stage, orderNo, heard, ({ status }) => status === 'closed')
  timeline.step(heard)
}

/** The value, or an error that says why there is none. */
export function done<Value>(answer: Answer<Value>): Value {
  if (answer.kind === 'done') return answer.value
  throw new Error(`${answer.kind}: ${answer.failure.code}: ${answer.failure.message}`)
}

export function show(value: Money): string {
  return `¥${formatMoney(value)}`
}
