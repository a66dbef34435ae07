import type { PaymentFact } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Held } from '../books/rows.ts'
import { attemptRow, fact, heldWith, PAYER, paidFact, refundFact, TOTAL, worldOf } from './booking.fixture.ts'
import type { Booking } from './booking.ts'
import { bookPayment } from './payment.ts'
import { bookRefund } from './refund.ts'
import { isStanding, remaining } from './standing.ts'

const A = attemptRow('att_a')
const B = attemptRow('att_b')

/** Books facts one behind the other, each about the attempt that it names. */
function bookAll(held: Held, facts: readonly PaymentFact[], world = worldOf()): Booking[] {
  const done: Booking[] = []
  let now = held
  for (const each of facts) {
    const attempt = now.attempts.find(({ outTradeNo }) => outTradeNo === each.outTradeNo)
    if (!attempt) throw new Error('expected the attempt')
    const booking = bookPayment(now, attempt, each, world)
    now = booking.held
    done.push(booking)
  }
  return done
}

const eventsOf = ({ changes }: Booking) =>
  changes.flatMap((change) => ('add' in change && change.add === 'event' ? [change.row.type] : []))

describe('a payment', () => {
  test('makes the order paid, and asks the other attempts to end', () => {
    const [booking] = bookAll(heldWith([A, B]), [paidFact(A)])
    expect(booking?.held.order).toMatchObject({ status: 'paid', paidAttemptId: 'att_a' })
    expect(booking?.held.attempts).toMatchObject([{ status: 'paid' }, { status: 'pending', wish: 'close' }])
    expect(booking && eventsOf(booking)).toEqual(['payment.succeeded'])
  })

  test('told twice changes nothing the second time', () => {
    const [, again] = bookAll(heldWith([A]), [paidFact(A), paidFact(A)])
    expect(again).toMatchObject({ verdict: 'same', changes: [] })
  })

  test('of a second attempt goes back in full', () => {
    const [, second] = bookAll(heldWith([A, B]), [paidFact(A), paidFact(B)])
    expect(second?.held.refunds).toMatchObject([{ kind: 'duplicate', attemptId: 'att_b', amount: TOTAL, status: 'processing' }])
    expect(second && eventsOf(second)).toEqual(['payment.duplicate'])
  })

  test('that failed leaves the order open, and may still be paid', () => {
    const [failed, paid] = bookAll(heldWith([A]), [fact(A, 'failed'), paidFact(A)])
    expect(failed?.held.order.status).toBe('open')
    expect(paid?.held.order.status).toBe('paid')
  })

  test('that was undone at the counter closes its order and is booked as given back', () => {
    const [, undone] = bookAll(heldWith([A]), [paidFact(A), fact(A, 'reversed')])
    expect(undone?.held).toMatchObject({
      order: { status: 'closed' },
      refunds: [{ kind: 'reversal', status: 'refunded', amount: TOTAL }],
    })
    expect(undone?.held.order.paidAttemptId).toBeUndefined()
  })

  test('that contradicts what is held is quarantined once: state untouched, one alarm', () => {
    const other = paidFact(A, 'query', 'W-other')
    const [, first, again] = bookAll(heldWith([A]), [paidFact(A), other, other])
    expect(first?.verdict).toBe('quarantined')
    expect(first && eventsOf(first)).toEqual(['alarm.quarantined'])
    expect(first?.held.attempts[0]).toMatchObject({ status: 'paid', transactionId: 'W-N-att_a' })
    expect(again).toMatchObject({ verdict: 'quarantined', changes: [] })
  })
})

/** Anything a wallet may say about two attempts, in any order. */
const sayings = fc.array(
  fc
    .tuple(fc.constantFrom(A, B), fc.constantFrom('paid', 'pending', 'closed', 'failed', 'reversed'))
    .map(([attempt, status]) => (status === 'paid' ? paidFact(attempt) : fact(attempt, status))),
  { maxLength: 12 },
)

describe('whatever wallets say, in whatever order', () => {
  test('at most one payment of an order stands: all others are on their way back in full', () => {
    fc.assert(
      fc.property(sayings, fc.constantFrom('refund', 'keep'), (facts, late) => {
        const world = worldOf({ policy: { switch: 'overlap', late, failover: false } })
        const held = bookAll(heldWith([A, B]), facts, world).at(-1)?.held ?? heldWith([A, B])
        const kept = held.attempts.filter((attempt) => attempt.status === 'paid' && remaining(held, attempt) > 0n)
        expect(kept.length).toBeLessThanOrEqual(1)
        expect(kept[0]?.id).toBe(held.order.status === 'paid' ? held.order.paidAttemptId : undefined)
      }),
    )
  })

  test('what goes back never exceeds what came', () => {
    fc.assert(
      fc.property(sayings, (facts) => {
        const held = bookAll(heldWith([A, B]), facts).at(-1)?.held ?? heldWith([A, B])
        for (const attempt of held.attempts) expect(remaining(held, attempt)).toBeGreaterThanOrEqual(0n)
      }),
    )
  })

  test('money rule 6: a state never moves backwards', () => {
    const rank = { pending: 0, failed: 1, closed: 2, paid: 3, reversed: 4 }
    fc.assert(
      fc.property(sayings, (facts) => {
        let before = heldWith([A, B])
        for (const booking of bookAll(before, facts)) {
          for (const [index, { status }] of booking.held.attempts.entries())
            expect(rank[status]).toBeGreaterThanOrEqual(rank[before.attempts[index]?.status ?? 'pending'])
          before = booking.held
        }
      }),
    )
  })

  test('every move stands in the journal, in the same changes', () => {
    fc.assert(
      fc.property(sayings, (facts) => {
        for (const { verdict, changes } of bookAll(heldWith([A, B]), facts)) {
          const kinds = changes.flatMap((change) => ('add' in change && change.add === 'journal' ? [change.row.kind] : []))
          if (verdict === 'moved' || verdict === 'late') expect(kinds[0]).toMatch(/^attempt\./)
        }
      }),
    )
  })
})

describe('a refund', () => {
  const paid = () => bookAll(heldWith([A]), [paidFact(A)])[0]?.held ?? heldWith([A])

  test('that we do not know was made elsewhere: booked as external, and told', () => {
    const held = paid()
    const booking = bookRefund(
      held,
      held.attempts[0] ?? A,
      undefined,
      refundFact(A, 'X-1', 'refunded', { ...TOTAL, amount: 100n }),
      worldOf(),
    )
    expect(booking.held.refunds).toMatchObject([{ kind: 'external', status: 'refunded', amount: { amount: 100n } }])
    expect(eventsOf(booking)).toEqual(['refund.external'])
  })

  test('that gives back more than was left is booked all the same, with an alarm', () => {
    const held = paid()
    const world = worldOf()
    const first = bookRefund(held, held.attempts[0] ?? A, undefined, refundFact(A, 'X-1', 'refunded'), world)
    const second = bookRefund(first.held, first.held.attempts[0] ?? A, undefined, refundFact(A, 'X-2', 'refunded'), world)
    expect(second.held.refunds.filter(isStanding)).toHaveLength(2)
    expect(eventsOf(second)).toEqual(['refund.external', 'alarm.over-refunded'])
  })

  test('made elsewhere, at which the wallet stands still, is told as both', () => {
    const held = paid()
    const waiting = { ...refundFact(A, 'X-1', 'processing'), needsOperator: true }
    const first = bookRefund(held, held.attempts[0] ?? A, undefined, waiting, worldOf())
    expect(first.held.refunds).toMatchObject([{ kind: 'external', status: 'processing', unknown: { asked: 'operator' } }])
    expect(eventsOf(first)).toEqual(['refund.external', 'refund.needs-operator'])
    const again = bookRefund(first.held, first.held.attempts[0] ?? A, first.held.refunds[0], waiting, worldOf())
    expect(again).toMatchObject({ verdict: 'same', changes: [] })
  })

  test('at which the wallet stands still keeps its money, and is told once for each standstill, whatever is said in whatever order', () => {
    const held = paid()
    const [attempt = A] = held.attempts
    const [refund] = bookRefund(held, attempt, undefined, refundFact(A, 'R-1', 'processing'), worldOf()).held.refunds
    if (!refund) throw new Error('expected the refund')
    const saying = fc.record({
      status: fc.constantFrom('processing', 'processing', 'processing', 'refunded', 'closed'),
      needsOperator: fc.boolean(),
      source: fc.constantFrom('query', 'notify', 'reply', 'statement'),
    })
    fc.assert(
      fc.property(fc.array(saying, { maxLength: 12 }), (sayings) => {
        let now: Held = { ...held, refunds: [refund] }
        for (const said of sayings) {
          const before = now.refunds[0]
          const booking = bookRefund(now, attempt, before, { ...refundFact(A, 'R-1', 'processing'), ...said }, worldOf())
          now = booking.held
          const after = now.refunds[0]
          const begins = after?.unknown !== undefined && before?.unknown === undefined
          expect(eventsOf(booking).filter((type) => type === 'refund.needs-operator')).toHaveLength(begins ? 1 : 0)
          if (after?.unknown) expect([after.status, remaining(now, attempt)]).toEqual(['processing', 0n])
          if (after?.unknown) expect(after.nextCheckAt).toBeDefined()
        }
      }),
    )
  })

  test('without its amount is asked after, never booked', () => {
    const held = paid()
    const { amount: _, ...silent } = refundFact(A, 'X-1', 'refunded')
    expect(bookRefund(held, held.attempts[0] ?? A, undefined, silent, worldOf())).toMatchObject({ verdict: 'ask', changes: [] })
  })
})

describe('money rule 5: a genuine fact must also be ours', () => {
  const paid = paidFact(A, 'notify') as Extract<PaymentFact, { status: 'paid' }>
  test.for([
    ['another merchant', { payee: { ...paid.payee, mchId: '1900000999' } }],
    ['another application', { payee: { ...paid.payee, appId: '1100000999' } }],
    ['no application', { payee: { mchId: paid.payee.mchId } }],
    ['an unexpected sub-merchant', { payee: { ...paid.payee, subMchId: '1900000201' } }],
    ['another amount', { total: { ...TOTAL, amount: TOTAL.amount - 1n } }],
    ['another currency', { total: { ...TOTAL, currency: 'USD' } }],
    ['another number', { outTradeNo: 'N-other' }],
  ] as const)('money rule 5: %s is quarantined with its bytes, and moves nothing', ([, more]) => {
    const booking = bookPayment(heldWith([A]), A, { ...paid, ...more }, worldOf())
    expect(booking).toMatchObject({
      verdict: 'quarantined',
      held: { order: { status: 'open' }, attempts: [{ status: 'pending' }] },
    })
    expect(eventsOf(booking)).toEqual(['alarm.quarantined'])
    expect(booking.changes.some((change) => 'add' in change && change.add === 'evidence')).toBe(true)
  })
})

describe('money rule 9: what a browser brings is never proof', () => {
  test('money rule 9: a fact from anywhere but the wallet moves nothing, whatever a plugin calls it', () => {
    // A plugin in JavaScript.
    const forged = { ...paidFact(A), source: 'return' } as unknown as PaymentFact
    const [booking] = bookAll(heldWith([A]), [forged])
    expect(booking).toMatchObject({
      verdict: 'quarantined',
      held: { order: { status: 'open' }, attempts: [{ status: 'pending' }] },
    })
  })
})

describe('money rule 13: no personal data where it cannot be deleted', () => {
  test('money rule 13: payer and raw bytes are evidence with a date; rows, journal and events know digests', () => {
    fc.assert(
      fc.property(sayings, (facts) => {
        for (const { changes } of bookAll(heldWith([A, B]), facts)) {
          const lasting = changes.filter((change) => !('add' in change && change.add === 'evidence'))
          expect(JSON.stringify(lasting, (_, value) => (typeof value === 'bigint' ? Number(value) : value))).not.toContain(PAYER)
          for (const change of changes)
            if ('add' in change && change.add === 'evidence') expect(change.row.deleteAfter).toBeGreaterThan(change.row.at)
        }
      }),
    )
  })

  test('money rule 13: the same payer has the same digest, and another key another one', () => {
    const digest = (key: string) => {
      const settings = { ...worldOf().settings, digestKey: Buffer.alloc(32, key) }
      return bookAll(heldWith([A]), [paidFact(A)], worldOf({ settings }))[0]?.held.attempts[0]?.payerDigest
    }
    expect(digest('a')).toMatch(/^[0-9a-f]{64}$/)
    expect(digest('a')).toBe(digest('a'))
    expect(digest('a')).not.toBe(digest('b'))
  })
})
