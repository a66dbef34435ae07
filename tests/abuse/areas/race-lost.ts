import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import { parseFaults } from '@tpkit/sandbox'
import { paidOnce } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { type Sold, shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'
import { eventsOf } from './events.ts'

export const raceLost: Cases = {
  A043: async (trial) => {
    for (const name of WALLETS)
      await trial.good(`${name}: a close that never arrives, and the payer pays`, () => closeLost(trial, name))
    for (const name of ['qq', 'wx'] as const)
      await trial.good(`${name}: closed by the wallet's word, and paid all the same`, () => paidLate(trial, name))
  },
  A051: async (trial) => {
    for (const name of WALLETS)
      await trial.good(`${name}: the answer to pay is lost, and the payer pays`, () => payLost(trial, name))
  },
  A090: async (trial) => {
    for (const name of WALLETS) await trial.good(`${name}: closed before the wallet saw it`, () => createLate(trial, name))
  },
}

/** The same order as the judges read it. */
function soldAs({ world }: Trial, name: WalletName, { id, orderNo }: { readonly id: string; readonly orderNo: string }): Sold {
  const nothing = { headers: [], body: new Uint8Array() }
  return { id, orderNo, side: 'a', total: 10_000, notify: nothing, account: `${name}-a`, stand: world.stand(name) }
}

async function closeLost(trial: Trial, name: WalletName): Promise<string | undefined> {
  const { shop, world } = trial
  const { id, orderNo, prompt } = await shop.ordered(name)
  const [sold, { door }] = [soldAs(trial, name, { id, orderNo }), world.stand(name)]
  door.by(() => 'cut')
  const closing = await shop.ask('a', 'POST', `/v1/payments/${id}/close`)
  door.by(undefined)
  const status = await shop.standing(sold).status()
  if (status === 'closed') return `closed without the wallet's word: ${shortly(closing)}`
  const answer = await shop.notify(sold.account, shop.pay(name, prompt?.text ?? ''))
  return sold.stand.accepts(answer) ? paidOnce(trial, sold) : `expected that it is taken, found ${shortly(answer)}`
}

/** Its word was another order's: it says closed, and its books do not. */
async function paidLate(trial: Trial, name: 'qq' | 'wx'): Promise<string | undefined> {
  const { shop, world } = trial
  const { door, wallet } = world.stand(name)
  const [decoy, { id, orderNo, prompt }] = [await shop.ordered(name), await shop.ordered(name)]
  // So old an order must be before QQ Wallet closes it.
  await world.forward(310_000)
  let word: WalletAnswer | undefined
  door.by((_request, itself) => {
    word = itself()
    return word
  })
  await shop.ask('a', 'POST', `/v1/payments/${decoy.id}/close`)
  const sold = soldAs(trial, name, { id, orderNo })
  door.by(() => word)
  const closing = await shop.ask('a', 'POST', `/v1/payments/${id}/close`)
  door.by(undefined)
  if ((await shop.standing(sold).status()) !== 'closed') return `the stage was not set: ${shortly(closing)}`
  const answer = await shop.notify(sold.account, shop.pay(name, prompt?.text ?? ''))
  if (!sold.stand.accepts(answer)) return `expected that it is taken, found ${shortly(answer)}`
  const [late, moves] = [await eventsOf(trial, id, 'payment.late'), await shop.standing(sold).journal('attempt.paid')]
  if (late.length !== 1 || moves.length !== 1)
    return `expected one alarm and one payment, found ${late.length} and ${moves.length}`
  const isBack = await until(async () => {
    await world.gateway().ask('followUp', null)
    return wallet.books(world.clock.now()).some((order) => order.outTradeNo === orderNo && order.refunds.length === 1)
  })
  return isBack ? undefined : 'the money did not go back'
}

async function payLost(trial: Trial, name: WalletName): Promise<string | undefined> {
  const { shop, world } = trial
  const [orderNo, { wallet }] = [shop.orderNo(), world.stand(name)]
  wallet.faults.arm(parseFaults('drop-after@pay*1', wallet.faults.catalogue))
  const answer = await shop.order(name, { orderNo })
  wallet.faults.arm([])
  if (answer.status !== 202) return `expected an unknown outcome, found ${shortly(answer)}`
  const sold = soldAs(trial, name, { id: JSON.parse(answer.body).id, orderNo })
  const bill = wallet.bills(world.clock.now()).find((one) => one.outTradeNo === orderNo)
  shop.pay(name, bill?.promptText ?? '')
  await world.forward(20_000)
  const isPaid = await until(async () => (await shop.standing(sold).status()) === 'paid')
  const failed = await shop.standing(sold).journal('attempt.failed')
  if (failed.length > 0) return 'it was called failed'
  return isPaid ? paidOnce(trial, sold) : 'it was not found out'
}

/** The create call stands on the line; the order is closed meanwhile; then it arrives after all. */
async function createLate(trial: Trial, name: WalletName): Promise<string | undefined> {
  const { shop, world } = trial
  const [orderNo, { door, wallet }] = [shop.orderNo(), world.stand(name)]
  let waiting: WalletRequest | undefined
  door.by((request) => {
    waiting ??= request
    door.by(undefined)
    return 'cut'
  })
  const answer = await shop.order(name, { orderNo })
  if (answer.status !== 202 || !waiting) return `expected an unknown outcome, found ${shortly(answer)}`
  const sold = soldAs(trial, name, { id: JSON.parse(answer.body).id, orderNo })
  await shop.ask('a', 'POST', `/v1/payments/${sold.id}/close`)
  await world.forward(90_000)
  await world.gateway().ask('followUp', null)
  wallet.handle(waiting, world.clock.now())
  const isClosed = (await shop.standing(sold).status()) === 'closed'
  const bill = wallet.bills(world.clock.now()).find((one) => one.outTradeNo === orderNo && one.status === 'open')
  if (!bill) return undefined
  if (isClosed) return 'closed, and it can still be paid'
  const heard = await shop.notify(sold.account, shop.pay(name, bill.promptText))
  return sold.stand.accepts(heard) ? paidOnce(trial, sold) : `expected that it is taken, found ${shortly(heard)}`
}
