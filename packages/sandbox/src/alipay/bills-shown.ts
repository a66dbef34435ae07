import type { Instant } from '@tpkit/core'
import { bills } from '../books/bills.ts'
import { discountOf } from '../books/discount.ts'
import type { PhoneBill } from '../wallet.ts'
import { tradeUnder } from './lookup.ts'
import { shownEnd } from './offers.ts'
import type { Offer, State } from './state.ts'

const NAME: PhoneBill['wallet'] = { zh: '支付宝', en: 'Alipay' }

/** What the phone shows, oldest first: trades, and what nobody has come to yet. */
export function allBills(state: State, now: Instant): readonly PhoneBill[] {
  const begun = [...state.orders.values()].map(({ createdAt }) => createdAt)
  const trades = bills(state, NAME, now).map((bill, index) => ({ bill, at: begun[index] ?? now }))
  const open = [...state.offers.byNumber.values()].filter((offer) => !tradeUnder(state, offer.origin, offer.outTradeNo))
  const offers = open.map((offer) => ({ bill: offerBill(state, offer, now), at: offer.createdAt }))
  return [...offers, ...trades].sort((a, b) => a.at - b.at).map(({ bill }) => bill)
}

/** An offer as its payer sees it: as its trade, where there is one. */
export function billOf(state: State, offer: Offer, now: Instant): PhoneBill {
  const order = tradeUnder(state, offer.origin, offer.outTradeNo)
  const trade = order && bills({ ...state, orders: new Map([['', order]]) }, NAME, now)[0]
  return trade ? { ...trade, token: offer.token, promptText: offer.promptText, scene: offer.scene } : offerBill(state, offer, now)
}

function offerBill({ settings }: State, offer: Offer, now: Instant): PhoneBill {
  const { party } = offer.origin.payee
  const coupon = discountOf(settings, offer.totalFee)
  return {
    token: offer.token,
    promptText: offer.promptText,
    wallet: NAME,
    merchant: party.name ?? party.mchId,
    mchId: party.mchId,
    scene: offer.scene,
    subject: offer.subject,
    outTradeNo: offer.outTradeNo,
    total: offer.totalFee,
    ...(coupon > 0n && { payerTotal: offer.totalFee - coupon }),
    currency: 'CNY',
    status: now < offer.usableUntil ? 'open' : 'expired',
    expiresAt: shownEnd(offer, now),
  }
}
