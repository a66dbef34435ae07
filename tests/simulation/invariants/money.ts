import type { AttemptRow, Held } from '@tpkit/cashier'
import type { BookedOrder } from '@tpkit/core'
import { type FinalState, keyOf } from './state.ts'

/** At most one payment of an order is neither undone nor given back in full: counted in the wallet's books. */
export function* oneUnrefundedPayment({ orders, atWallet }: FinalState): Generator<string> {
  for (const { order, attempts } of orders) {
    const standing = attempts.filter((attempt) => left(atWallet.get(keyOf(attempt.account, attempt.outTradeNo))) > 0n)
    if (standing.length > 1)
      yield `${order.orderNo}: ${standing.map(({ outTradeNo }) => outTradeNo).join(' and ')} both stand at the wallet`
    const [one] = standing
    if (one && order.paidAttemptId !== one.id)
      yield `${order.orderNo}: ${one.outTradeNo} stands at the wallet, and not in the books`
  }
}

function left(booked: BookedOrder | undefined): bigint {
  return booked?.status === 'paid' ? booked.total - returned(booked) : 0n
}

function returned({ refunds }: BookedOrder): bigint {
  return refunds
    .filter(({ status }) => status === 'refunded' || status === 'processing')
    .reduce((sum, { amount }) => sum + amount, 0n)
}

/** What went back never exceeds what came, at the wallet and in the books. */
export function* refundsWithinPayments({ orders, atWallet }: FinalState): Generator<string> {
  for (const [key, booked] of atWallet)
    if (returned(booked) > booked.total) yield `${key}: ${returned(booked)} of ${booked.total} went back`
  for (const held of orders)
    for (const attempt of held.attempts)
      if (returnedInBooks(held, attempt) > attempt.total.amount)
        yield `${attempt.outTradeNo}: more went back in the books than came`
}

function returnedInBooks({ refunds }: Held, { id }: AttemptRow): bigint {
  return refunds
    .filter(({ attemptId, status }) => attemptId === id && (status === 'refunded' || status === 'processing'))
    .reduce((sum, { amount }) => sum + amount.amount, 0n)
}

/** No money at the wallet that the books do not know. */
export function* noMoneyForgotten({ orders, atWallet }: FinalState): Generator<string> {
  const known = new Set(orders.flatMap(({ attempts }) => attempts.map((one) => keyOf(one.account, one.outTradeNo))))
  for (const [key, booked] of atWallet)
    if (booked.status !== 'open' && !known.has(key)) yield `${key}: ${booked.status} at the wallet, unknown here`
}

/** Attempt by attempt the books say what the wallet's say. */
export function* booksAgree({ orders, atWallet }: FinalState): Generator<string> {
  for (const attempt of orders.flatMap(({ attempts }) => attempts)) {
    const { account, outTradeNo, status, transactionId, total } = attempt
    const booked = atWallet.get(keyOf(account, outTradeNo))
    if (!AGREES[status].includes(booked?.status ?? 'absent'))
      yield `${outTradeNo}: ${status} here, ${booked?.status ?? 'absent'} there`
    if (booked && booked.total !== total.amount) yield `${outTradeNo}: ${total.amount} here, ${booked.total} there`
    if (status === 'paid' && booked?.transactionId !== transactionId) yield `${outTradeNo}: another transaction here than there`
  }
}

/** What the wallet may hold of an attempt that ended. One that nobody could ever pay may be open there until it expires. */
const AGREES: Readonly<Record<AttemptRow['status'], readonly (BookedOrder['status'] | 'absent')[]>> = {
  pending: [],
  paid: ['paid'],
  closed: ['closed', 'absent'],
  reversed: ['reversed', 'closed'],
  failed: ['absent', 'closed', 'open'],
}

/** What was written down as refused provably never was: the wallet must not know it. */
export function* refusedNeverWas({ orders, journals, atWallet }: FinalState): Generator<string> {
  for (const { order, attempts } of orders) {
    const refused = new Set(
      (journals.get(order.id) ?? []).flatMap(({ kind, subject }) => (kind === 'attempt.refused' ? [subject] : [])),
    )
    for (const { id, account, outTradeNo } of attempts)
      if (refused.has(id) && atWallet.has(keyOf(account, outTradeNo))) yield `${outTradeNo}: refused here, known at the wallet`
  }
}

/** At no time was more on its way back than had come: the journal told again. */
export function* limitsHoldAllAlong({ orders, journals }: FinalState): Generator<string> {
  for (const { order, attempts, refunds } of orders) {
    const standing = new Map<string, bigint>()
    for (const { kind, subject = '' } of journals.get(order.id) ?? []) {
      const refund = refunds.find(({ id }) => id === subject)
      if (refund && ['refund.asked', 'refund.asked-again'].includes(kind)) standing.set(refund.id, refund.amount.amount)
      if (['refund.refused', 'refund.failed', 'refund.closed'].includes(kind)) standing.delete(subject)
      const sum = [...standing.values()].reduce((all, amount) => all + amount, 0n)
      const most = attempts.find(({ id }) => id === refund?.attemptId)?.total.amount
      if (most !== undefined && sum > most) yield `${order.orderNo}: ${sum} on its way back of ${most}`
    }
  }
}

/** Refund by refund as well, and none there that is not here. */
export function* refundsAgree({ orders, atWallet }: FinalState): Generator<string> {
  const ours = new Map<string, string>()
  for (const { account, outTradeNo, outRefundNo, status, amount, kind } of orders.flatMap(({ refunds }) => refunds)) {
    if (kind === 'reversal') continue
    const there = atWallet.get(keyOf(account, outTradeNo))?.refunds.find((one) => one.outRefundNo === outRefundNo)
    ours.set(`${account} ${outRefundNo}`, status)
    if (status === 'refunded' && there?.status !== 'refunded')
      yield `${outRefundNo}: refunded here, ${there?.status ?? 'absent'} there`
    if (status === 'failed' && there && there.status !== 'failed') yield `${outRefundNo}: failed here, ${there.status} there`
    if (there && there.amount !== amount.amount) yield `${outRefundNo}: ${amount.amount} here, ${there.amount} there`
  }
  // What the wallet undid it keeps as a refund of its own.
  for (const [key, booked] of atWallet)
    for (const { outRefundNo } of booked.status === 'reversed' ? [] : booked.refunds)
      if (!ours.has(`${key.split(' ')[0]} ${outRefundNo}`)) yield `${outRefundNo}: at the wallet, and not here`
}
