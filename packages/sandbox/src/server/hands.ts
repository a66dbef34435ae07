import type { BookedOrder, PayerAction } from '@tpkit/core'
import { parseFaults } from '../faults/text.ts'
import { PAYER_ACTIONS, PayerError, type RefundEnding } from '../wallet.ts'
import { orRefused, Refused } from './refused.ts'
import type { World } from './worlds.ts'

const REFUND_ENDINGS = {
  'refund-done': 'refunded',
  'refund-fail': 'failed',
  'refund-change': 'changed',
  'refund-unsure': 'unsure',
} as const satisfies Record<string, RefundEnding>

type RefundTrigger = keyof typeof REFUND_ENDINGS

/** What can be done to an order from outside: the payer's fingers, and the wallet's decision about a refund. */
export type Trigger = PayerAction | RefundTrigger

/** In the order in which they are listed to people. */
export const TRIGGERS: readonly Trigger[] = [...PAYER_ACTIONS, ...Object.keys(REFUND_ENDINGS).filter(isRefundTrigger)]

/** An order by its number. Numbers are unique within a merchant only. */
export interface OrderWish {
  readonly outTradeNo: string
  readonly mchId?: string | undefined
}

/** The payer acts on what a QR code says, on a prepay id, or on the payment code that was scanned. */
export function payerActs({ wallet, clock }: World, prompt: string, action: PayerAction): void {
  try {
    wallet.act(prompt, action, clock.now())
  } catch (error) {
    if (error instanceof PayerError) throw new Refused(error.obstacle === 'unknown' ? 404 : 409, error.message)
    throw error
  }
}

/** The same and more, for an order by its number. `outRefundNo` is needed where several refunds are under way. */
export function trigger(world: World, wish: OrderWish, action: Trigger, outRefundNo?: string): void {
  if (isRefundTrigger(action)) settle(world, orderNamed(world, wish), outRefundNo, REFUND_ENDINGS[action])
  else payerActs(world, awaited(world, wish) ?? promptOf(world, orderNamed(world, wish)), action)
}

/** How the notify of a paid order goes out again. */
export interface Replay {
  readonly times?: number | undefined
  /** Spoils these copies: a fault of notifies, written as in a rule. */
  readonly fault?: string | undefined
}

const MOST_REPLAYS = 100

export function replay(world: World, wish: OrderWish, { times = 1, fault }: Replay): void {
  const { mchId, outTradeNo, status, transactionId } = orderNamed(world, wish)
  if (transactionId === undefined) {
    throw new Refused(409, `order ${outTradeNo}: expected one that was paid, found it ${status}; a notify tells of a payment`)
  }
  if (!Number.isInteger(times) || times < 1 || times > MOST_REPLAYS) {
    throw new Refused(400, `times: expected a whole number from 1 to ${MOST_REPLAYS}, found ${times}`)
  }
  checkNotifyFault(world, fault)
  for (let time = 0; time < times; time += 1) world.wallet.replay({ mchId, outTradeNo }, world.clock.now(), fault)
}

function orderNamed({ wallet, clock }: World, { outTradeNo, mchId }: OrderWish): BookedOrder {
  const all = wallet.books(clock.now()).filter((order) => order.outTradeNo === outTradeNo)
  const [order, other] = all.filter((order) => mchId === undefined || order.mchId === mchId)
  if (!order)
    throw new Refused(404, `outTradeNo: expected an order of this wallet, found none named ${JSON.stringify(outTradeNo)}`)
  if (other)
    throw new Refused(409, `outTradeNo: ${outTradeNo} is an order of ${order.mchId} and of ${other.mchId}; say mchId, too`)
  return order
}

/** What nobody scanned yet, at a wallet that makes an order of it only then; undefined where there is no such thing, or more than one. */
function awaited({ wallet, clock }: World, { outTradeNo, mchId }: OrderWish): string | undefined {
  const now = clock.now()
  const isMeant = (each: { readonly outTradeNo: string; readonly mchId: string }): boolean =>
    each.outTradeNo === outTradeNo && (mchId === undefined || each.mchId === mchId)
  if (wallet.books(now).some(isMeant)) return undefined
  const found = wallet.bills(now).filter(isMeant)
  return new Set(found.map((bill) => bill.mchId)).size === 1 ? found.at(-1)?.promptText : undefined
}

function promptOf({ wallet, clock }: World, { mchId, outTradeNo }: BookedOrder): string {
  const bill = wallet.bills(clock.now()).find((each) => each.mchId === mchId && each.outTradeNo === outTradeNo)
  if (bill) return bill.promptText
  throw new Refused(409, `order ${outTradeNo}: expected one that a payer can be shown, found none`)
}

function isRefundTrigger(action: string): action is RefundTrigger {
  return Object.hasOwn(REFUND_ENDINGS, action)
}

function settle({ wallet, clock }: World, order: BookedOrder, wanted: string | undefined, ending: RefundEnding): void {
  const [refund, other] = order.refunds.filter(
    ({ status, outRefundNo }) => status === 'processing' && (wanted === undefined || outRefundNo === wanted),
  )
  const where = `order ${order.outTradeNo}${wanted === undefined ? '' : `, refund ${wanted}`}`
  if (!refund) throw new Refused(409, `${where}: expected a refund that is under way, found none`)
  if (other) throw new Refused(409, `${where}: expected one refund that is under way, found several; say outRefundNo, too`)
  wallet.settleRefund({ mchId: order.mchId, outRefundNo: refund.outRefundNo }, ending, clock.now())
}

function checkNotifyFault({ wallet: { faults } }: World, fault: string | undefined): void {
  if (fault === undefined) return
  const rules = orRefused(400, () => parseFaults(fault, faults.catalogue))
  const names = faults.catalogue.filter(({ at }) => at === 'notify').map(({ name }) => name)
  if (rules.length > 0 && rules.every((rule) => names.includes(rule.fault))) return
  throw new Refused(400, `fault: expected one of ${names.join(', ')}, found ${JSON.stringify(fault)}`)
}
