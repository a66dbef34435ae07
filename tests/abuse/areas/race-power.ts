import { paidOnce } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { shortly } from '../world/sold.ts'
import { eventsOf } from './events.ts'

export const racePower: Cases = {
  A050: async (first) => {
    const trial = first.at(first.world, { patient: true })
    await trial.good('while a QR code is on its way back', () => whileOrdering(trial))
    await trial.good('while a payment at the counter is on its way back', () => whileCharging(trial))
    await trial.good('while a notify is being booked', () => whileHearing(trial))
  },
}

/** The wallet does it, and then the process is gone before it hears. */
async function cutBehindWallet(trial: Trial, call: () => Promise<unknown>): Promise<void> {
  const { world } = trial
  const { door } = world.qq
  let done: () => void = () => undefined
  const isDone = new Promise<void>((resolve) => {
    done = resolve
  })
  door.by(async (_request, wallet) => {
    wallet()
    door.by(undefined)
    done()
    await new Promise((resolve) => setTimeout(resolve, 200))
    return undefined
  })
  const calling = call()
  await isDone
  await world.powerCut()
  await calling
}

async function whileOrdering(trial: Trial): Promise<string | undefined> {
  const { shop, world } = trial
  const orderNo = shop.orderNo()
  await cutBehindWallet(trial, () => shop.order('qq', { orderNo }))
  const { id, prompt } = await shop.ordered('qq', { orderNo })
  const notified = await shop.notify('qq-a', shop.pay('qq', prompt?.text ?? ''))
  if (!world.qq.accepts(notified)) return `expected that it is taken, found ${shortly(notified)}`
  return onceAndForAll(trial, { id, orderNo })
}

async function whileCharging(trial: Trial): Promise<string | undefined> {
  const { shop, world } = trial
  const [orderNo, authCode] = [shop.orderNo(), world.qq.wallet.paymentCode(world.clock.now())]
  const order = {
    orderNo,
    authCode,
    method: 'wallet-qq-a',
    scene: 'micropay',
    subject: 'Tea',
    total: { amount: 10_000, currency: 'CNY' },
  }
  await cutBehindWallet(trial, () => shop.ask('a', 'POST', '/v1/payments', { body: order }))
  const held = await world.ledger.read.order({ merchant: 'main', orderNo })
  if (!held) return 'it was sent, and not written down before'
  await world.forward(15_000)
  const isPaid = await until(async () => (await shop.standing(held.order).status()) === 'paid')
  return isPaid ? onceAndForAll(trial, { id: held.order.id, orderNo }) : 'it was not found out'
}

async function whileHearing(trial: Trial): Promise<string | undefined> {
  const { shop, world } = trial
  const sold = await shop.sell('qq')
  const answering = shop.notify(sold.account, sold.notify)
  await world.powerCut()
  const answer = await answering
  const isAcknowledged = sold.stand.accepts(answer)
  if (isAcknowledged && (await shop.standing(sold).status()) !== 'paid') return 'acknowledged, and lost'
  await shop.notify(sold.account, sold.notify)
  return onceAndForAll(trial, sold)
}

/** One charge at the wallet, one payment in the books, one event. */
async function onceAndForAll(
  trial: Trial,
  order: { readonly id: string; readonly orderNo: string },
): Promise<string | undefined> {
  const { qq, clock } = trial.world
  const booked = qq.wallet.books(clock.now()).filter(({ outTradeNo }) => outTradeNo === order.orderNo)
  if (booked.length !== 1) return `expected one charge, found ${booked.length}`
  const events = await eventsOf(trial, order.id, 'payment.succeeded')
  if (events.length !== 1) return `expected one event, found ${events.length}`
  return paidOnce(trial, { id: order.id, stand: qq })
}
