import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PaymentFact, PaymentStatus, RefundFact, RefundStatus } from '../contract/fact.ts'
import { cny } from '../money.ts'
import { applyPayment, applyRefund, type Payment, type Refund } from './apply.ts'

const PAYMENT_STATUSES: readonly PaymentStatus[] = ['pending', 'paid', 'closed', 'reversed', 'failed']
const REFUND_STATUSES: readonly RefundStatus[] = ['processing', 'refunded', 'failed', 'closed']
const total = cny.fen(1000)

function payment(status: PaymentStatus, more: Partial<Payment> = {}): Payment {
  return { outTradeNo: 'ORDER_1', total, status, ...more }
}

function fact(status: PaymentStatus, more: object = {}): PaymentFact {
  const base = {
    kind: 'payment',
    outTradeNo: 'ORDER_1',
    source: 'query',
    raw: {},
    total,
    transactionId: 'T1',
    payee: { mchId: '1' },
  } as const
  return { ...base, status, ...more }
}

function refund(status: RefundStatus): Refund {
  return { outTradeNo: 'ORDER_1', outRefundNo: 'R1', amount: total, status }
}

function refundFact(status: RefundStatus, more: object = {}): RefundFact {
  return { kind: 'refund', outTradeNo: 'ORDER_1', outRefundNo: 'R1', status, amount: total, source: 'query', raw: {}, ...more }
}

describe('a payment moves by the table and by nothing else', () => {
  // The table of the design, written down a second time: kind of verdict by [from][to].
  const expected: Record<PaymentStatus, string> = {
    pending: 'same moved moved moved moved',
    paid: 'stale same conflict moved conflict',
    closed: 'stale late same conflict conflict',
    reversed: 'stale conflict conflict same conflict',
    failed: 'stale moved moved moved same',
  }

  it.each(PAYMENT_STATUSES.flatMap((from) => PAYMENT_STATUSES.map((to, index) => [from, to, expected[from].split(' ')[index]])))(
    '%s, told %s: %s',
    (from, to, kind) => {
      const verdict = applyPayment(payment(from as PaymentStatus), fact(to as PaymentStatus))
      expect(verdict.kind).toBe(kind)
      if (verdict.kind === 'moved' || verdict.kind === 'late')
        expect(verdict.state).toMatchObject({ status: to, transactionId: 'T1' })
    },
  )

  it('never books a payment that names no amount or no transaction', () => {
    for (const absent of [{ total: undefined }, { transactionId: undefined }]) {
      expect(applyPayment(payment('pending'), fact('paid', absent)).kind).toBe('conflict')
    }
  })

  it('learns the number of the wallet also where the state stays the same', () => {
    expect(applyPayment(payment('pending'), fact('pending'))).toMatchObject({ kind: 'same', state: { transactionId: 'T1' } })
    expect(applyRefund(refund('processing'), refundFact('processing', { refundId: 'W1' }), true)).toMatchObject({
      kind: 'same',
      state: { refundId: 'W1' },
    })
  })

  it('never books another amount, order or transaction than the recorded one', () => {
    expect(applyPayment(payment('pending'), fact('paid', { total: cny.fen(1) })).kind).toBe('conflict')
    expect(applyPayment(payment('pending'), fact('paid', { outTradeNo: 'ORDER_2' })).kind).toBe('conflict')
    expect(applyPayment(payment('paid', { transactionId: 'T0' }), fact('paid')).kind).toBe('conflict')
  })

  it('takes a paid fact that shows a full refund as known, once the attempt was reversed', () => {
    expect(applyPayment(payment('reversed'), fact('paid', { refundedInFull: true })).kind).toBe('same')
  })

  it.each([
    ['pending', 'moved', 'reversed'],
    ['failed', 'moved', 'reversed'],
    ['closed', 'same', 'closed'],
    ['paid', 'same', 'paid'],
  ] as const)('%s, told that it was paid and went back in full: %s, and is %s: there is no money', (from, kind, status) => {
    const verdict = applyPayment(payment(from), fact('paid', { refundedInFull: true }))
    expect(verdict).toMatchObject({ kind, state: { status } })
  })

  it('takes a statement line or a late notify about what was reversed as known: they tell what happened before', () => {
    const reversed = { ...payment('reversed'), transactionId: 'T1' }
    const told = (state: Payment, transactionId: string, source: 'statement' | 'notify' | 'query' | 'reply') =>
      applyPayment(state, fact('paid', { transactionId, source })).kind
    for (const source of ['statement', 'notify'] as const) {
      expect(told(reversed, 'T1', source)).toBe('same')
      expect(told(reversed, 'T2', source)).toBe('conflict')
      // At the counter the reversal may be the first that we hear of the payment.
      expect(told(payment('reversed'), 'T1', source)).toBe('same')
    }
    for (const source of ['query', 'reply'] as const) expect(told(reversed, 'T1', source)).toBe('conflict')
  })

  it('never leaves paid but by a reversal, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PAYMENT_STATUSES)), (statuses) => {
        let state = payment('paid', { transactionId: 'T1' })
        for (const status of statuses.filter((one) => one !== 'reversed')) {
          const verdict = applyPayment(state, fact(status))
          if ('state' in verdict) state = verdict.state
        }
        expect(state.status).toBe('paid')
      }),
    )
  })

  it('gives the same state for a repeated fact: the second time is never another move', () => {
    const status = fc.constantFrom(...PAYMENT_STATUSES)
    fc.assert(
      fc.property(status, status, (from, to) => {
        const first = applyPayment(payment(from), fact(to))
        if ('state' in first) expect(applyPayment(first.state, fact(to)).kind).toBe('same')
      }),
    )
  })
})

describe('a refund moves by the table and by nothing else', () => {
  const expected: Record<RefundStatus, string> = {
    processing: 'same moved moved moved',
    refunded: 'stale same conflict conflict',
    failed: 'moved moved same moved',
    closed: 'stale late conflict same',
  }

  it.each(REFUND_STATUSES.flatMap((from) => REFUND_STATUSES.map((to, index) => [from, to, expected[from].split(' ')[index]])))(
    '%s, told %s: %s',
    (from, to, kind) => {
      expect(applyRefund(refund(from as RefundStatus), refundFact(to as RefundStatus), true).kind).toBe(kind)
    },
  )

  it('does not restart a failed refund where the wallet wants a new number', () => {
    expect(applyRefund(refund('failed'), refundFact('processing'), false).kind).toBe('stale')
  })

  it('lets an answer of before pass by, that comes behind the notify which closed the refund', () => {
    const closed = applyRefund(refund('processing'), refundFact('closed', { source: 'notify' }), false)
    if (closed.kind !== 'moved') throw new Error('expected it closed')
    expect(applyRefund(closed.state, refundFact('processing', { source: 'reply' }), false)).toEqual({ kind: 'stale' })
  })

  it('asks instead of booking when the wallet named no amount', () => {
    const { amount: _, ...without } = refundFact('refunded')
    expect(applyRefund(refund('processing'), without, true)).toMatchObject({ kind: 'ask' })
  })

  it('never books another amount or another refund', () => {
    expect(applyRefund(refund('processing'), refundFact('refunded', { amount: cny.fen(1) }), true).kind).toBe('conflict')
    expect(applyRefund(refund('processing'), refundFact('refunded', { outRefundNo: 'R2' }), true).kind).toBe('conflict')
    const known = { ...refund('processing'), refundId: 'W1' }
    expect(applyRefund(known, refundFact('refunded', { refundId: 'W2' }), true).kind).toBe('conflict')
  })
})

describe('a status that is none, as a database or a plugin in JavaScript may say', () => {
  it.each(['PAID', '__proto__', 'toString', '', undefined])('%s: ask, and no move', (status) => {
    const ask = { kind: 'ask', reason: expect.stringContaining('none of pending, failed, paid') }
    expect(applyPayment(payment(status as never), fact('paid'))).toEqual(ask)
    expect(applyPayment(payment('pending'), fact(status as never))).toEqual(ask)
    expect(applyRefund(refund(status as never), refundFact('refunded'), false)).toMatchObject({ kind: 'ask' })
  })
})
