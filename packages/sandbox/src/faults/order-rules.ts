import type { Instant } from '@tpkit/core'
import { ownKey } from '../books/books.ts'
import { magicAmount } from '../magic.ts'
import type { OrderName } from '../wallet.ts'
import type { Loaded, Striker } from './box.ts'
import type { Desk } from './faulty-wallet.ts'

/** Rules that an order's amount, in fen, brings along. */
export type RulesOf = (order: OrderName, total: bigint) => readonly Loaded[]

/** Every order of a magic amount has rules of its own, which count for it alone. */
export function magicRules(box: Striker): RulesOf {
  const known = new Map<string, readonly Loaded[]>()
  return ({ mchId, outTradeNo }, total) => {
    const rule = magicAmount('total', total)?.fault
    if (!rule) return []
    const key = ownKey(mchId, outTradeNo)
    const rules = known.get(key) ?? [box.load(rule)]
    known.set(key, rules)
    return rules
  }
}

/** The payer pays at once, before the merchant has its answer. Answers whether there was anything to pay. */
export function payNow(desk: Desk<never>, order: OrderName | undefined, now: Instant): boolean {
  const bill = desk
    .bills(now)
    .find(({ mchId, outTradeNo, status }) => status === 'open' && mchId === order?.mchId && outTradeNo === order.outTradeNo)
  if (bill) desk.act(bill.promptText, 'pay', now)
  return bill !== undefined
}

/** Looks once, and only when somebody asks. */
export function once<Value>(find: () => Value): () => Value {
  let found: { readonly value: Value } | undefined
  return () => {
    found ??= { value: find() }
    return found.value
  }
}
