import type { BookedRefund } from '@tpkit/core'
import type { Order, ToyBooks } from './books.fixture.ts'
import { API, type Fields, MONEY, PAY_PAGE } from './wire.fixture.ts'

/** What ToyPay answers, before it is signed. */
type Reply = { readonly ok: 'yes' | 'no' } & Fields

/** ToyPay's calls, by address. */
export const CALLS: Readonly<Record<string, (books: ToyBooks, shop: string, fields: Fields) => Reply>> = {
  [`${API}/pay`]: (books, shop, fields) => {
    const order = books.create(shop, fields)
    if (order.total !== BigInt(fields.amount ?? 0)) return no('OTHER_AMOUNT')
    return order.status === 'open' ? { ok: 'yes', ...orderFields(order), link: link(order) } : no('NOT_OPEN')
  },
  [`${API}/query`]: (books, shop, { number }) => {
    const order = books.find(shop, number)
    return order ? { ok: 'yes', ...orderFields(order) } : no('NO_ORDER')
  },
  [`${API}/close`]: (books, shop, { number }) => {
    const order = books.find(shop, number)
    if (!order) return no('NO_ORDER')
    if (order.status === 'paid') return no('PAID')
    order.status = 'closed'
    return { ok: 'yes', ...orderFields(order) }
  },
  [`${MONEY}/refund`]: (books, shop, fields) => {
    const order = books.find(shop, fields.number)
    if (!order) return no('NO_ORDER')
    const refund = books.refund(order, fields)
    return typeof refund === 'string' ? no(refund) : refundFields(order, refund)
  },
  [`${API}/refund-query`]: (books, shop, { number, refund: wanted }) => {
    const order = books.find(shop, number)
    const found = order?.refunds.find(({ outRefundNo }) => outRefundNo === wanted)
    return order && found ? refundFields(order, found) : no('NO_REFUND')
  },
}

export function no(code: string): Reply {
  return { ok: 'no', code }
}

/** What query, close and notify tell of an order. */
export function orderFields({ outTradeNo, status, total, currency, transactionId, attach }: Order): Fields {
  const payment = transactionId === undefined ? {} : { payment: transactionId }
  return { number: outTradeNo, state: status, amount: String(total), currency, attach, ...payment }
}

function refundFields({ outTradeNo, currency }: Order, { outRefundNo, refundId, amount, status }: BookedRefund): Reply {
  return { ok: 'yes', number: outTradeNo, refund: outRefundNo, id: refundId, part: String(amount), currency, state: status }
}

function link({ mchId, outTradeNo }: Order): string {
  return `${PAY_PAGE}/p?${new URLSearchParams({ shop: mchId, number: outTradeNo })}`
}
