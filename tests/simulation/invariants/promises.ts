import type { FinalState } from './state.ts'

/** What a merchant or a wallet was told stands. */
export function* nothingAcknowledgedLost({ world, orders }: FinalState): Generator<string> {
  const byNo = new Map(orders.map((held) => [held.order.orderNo, held]))
  for (const { orderNo, what, refundNo } of world.told) {
    const held = byNo.get(orderNo)
    if (!held) yield `${orderNo}: told "${what}", and not in the books`
    else if (what === 'paid' && !held.attempts.some(({ status }) => status === 'paid' || status === 'reversed'))
      yield `${orderNo}: told that it is paid, and no attempt is`
    else if (refundNo !== undefined) {
      const refund = held.refunds.find((one) => one.refundNo === refundNo)
      if (!refund) yield `${refundNo}: told "${what}", and not in the books`
      else if (what === 'refunded' && refund.status !== 'refunded')
        yield `${refundNo}: told that it is refunded, found ${refund.status}`
    }
  }
}

/** Wallets heard "accepted" only for what stands: every payment that was settled by a notify is in the books. */
export function* onePaymentEventPerPayment({ orders, events }: FinalState): Generator<string> {
  for (const { order, attempts } of orders) {
    const count = (type: string) => events.filter((event) => event.orderId === order.id && event.type === type).length
    const paid = attempts.filter(
      ({ status, paidAt }) => status === 'paid' || (status === 'reversed' && paidAt !== undefined),
    ).length
    const told = count('payment.succeeded') + count('payment.duplicate') + count('payment.late')
    if (told !== paid) yield `${order.orderNo}: ${paid} payments, ${told} events about payments`
    if (count('payment.succeeded') > 1) yield `${order.orderNo}: paid twice, by its events`
  }
}

/** Every event reached the merchant, under its id and with its content, and none before its commit. */
export function* everyEventHeard({ world, events }: FinalState): Generator<string> {
  const heard = new Map<string, Set<string>>()
  for (const { id, body } of world.endpoint.heard) heard.set(id, (heard.get(id) ?? new Set()).add(body))
  for (const { id, type } of events) if (!heard.has(id)) yield `${type} ${id}: never heard`
  for (const [id, bodies] of heard) {
    if (!events.some((event) => event.id === id)) yield `${id}: heard, and not in the books`
    if (bodies.size > 1) yield `${id}: heard with ${bodies.size} contents`
  }
  for (const id of world.endpoint.tooEarly) yield `${id}: heard before its commit`
}

/** The same key is the same order. */
export function* oneOrderPerKey({ orders }: FinalState): Generator<string> {
  const numbers = orders.map(({ order }) => `${order.merchant} ${order.orderNo}`)
  for (const number of new Set(numbers)) {
    const count = numbers.filter((one) => one === number).length
    if (count > 1) yield `${number}: ${count} orders under one number`
  }
}
