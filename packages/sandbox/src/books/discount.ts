import { MAGIC_DISCOUNT_FEN, magicAmount } from '../magic.ts'
import type { Order, Returned } from './books.ts'
import type { Habits } from './habits.ts'

/** The wallet's discount (优惠) on an order; the payer always pays at least one fen. */
export function discountOf({ couponFee, magicAmounts }: Habits, totalFee: bigint): bigint {
  const magic = magicAmounts && magicAmount('total', totalFee)?.name === 'discount'
  const wanted = magic ? MAGIC_DISCOUNT_FEN : couponFee
  return wanted < totalFee ? wanted : totalFee - 1n
}

/** 现金: what the payer pays. */
export function cashFee({ totalFee, couponFee }: Order): bigint {
  return totalFee - couponFee
}

/** Money goes back to the discount first and to the payer afterwards (申请退款). */
export function couponPart(order: Order, before: Returned, fee: bigint): bigint {
  const left = order.couponFee - before.couponFee
  return fee < left ? fee : left
}
