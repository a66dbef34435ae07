import {
  readDelivery,
  readDifference,
  readEndpoint,
  readIdempotency,
  readNotice,
  readOrder,
  readStatementDay,
} from '@tpkit/cashier'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asked, attempt, delivery, type EngineUnderTest, event, notice, opened, order, put, refund, T0 } from './books.fixture.ts'

const MOST = 2n ** 63n - 1n

const word = fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).filter((one) => !one.includes('\0'))
const instant = fc.integer({ min: 0, max: 8.64e15 })
const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const positive = fc.bigInt({ min: 1n, max: MOST })
const yuan = (amount: bigint) => ({ amount, currency: 'CNY' })
const money = positive.map(yuan)
const anyMoney = fc.bigInt({ min: -MOST, max: MOST }).map(yuan)
const flat = fc.dictionary(
  word.filter((name) => name !== '__proto__'),
  fc.oneof(word, fc.boolean(), fc.integer()),
)
const unknown = fc.record({ asked: fc.constantFrom('pay', 'refund', 'close', 'reverse'), since: instant, code: word })
const prompt = fc.oneof(
  fc.record({ kind: fc.constant('qr' as const), text: word, expiresAt: instant }),
  fc.record({ kind: fc.constant('form' as const), action: word, fields: fc.dictionary(fc.constantFrom('a', 'b', '茶'), word) }),
)

/** Some of these properties, at random. */
function some<Row>(properties: { readonly [Name in keyof Row]: fc.Arbitrary<Row[Name]> }): fc.Arbitrary<Partial<Row>> {
  return fc.record(properties, { requiredKeys: [] }) as fc.Arbitrary<Partial<Row>> // what is not required is absent
}

const ORDER = some({
  ...{ method: word, subject: word, total: money, attach: word, status: fc.constantFrom('review', 'open', 'paid', 'closed') },
  ...{ paidAttemptId: word, createdAt: instant, expiresAt: instant, updatedAt: instant },
  ...{ closing: fc.constantFrom('merchant', 'operator', 'expiry'), nextCheckAt: instant },
})
const ATTEMPT = some({
  ...{ account: word, outTradeNo: word, scene: fc.constantFrom('native', 'micropay', 'h5'), total: money },
  ...{ status: fc.constantFrom('pending', 'paid', 'closed', 'reversed', 'failed'), transactionId: word, createdAt: instant },
  ...{ sentAt: instant, expiresAt: instant, paidAt: instant, payerTotal: money, payerDigest: word, prompt, unknown },
  ...{ wish: fc.constantFrom('close', 'reverse'), nextCheckAt: instant, checks: count, quarantine: word },
})
const REFUND = some({
  ...{ account: word, outTradeNo: word, refundNo: word, outRefundNo: word, refundId: word, amount: money, reason: word },
  ...{ kind: fc.constantFrom('requested', 'duplicate', 'late', 'reversal', 'external'), createdAt: instant, sentAt: instant },
  ...{ status: fc.constantFrom('processing', 'refunded', 'failed', 'closed'), refundedAt: instant, unknown },
  ...{ nextCheckAt: instant, checks: count, quarantine: word },
})

const RUNS = { numRuns: 25 }

export function rows({ open }: EngineUnderTest): void {
  test('an order, its attempts and its refunds come back with every property that they had, and no other', async () => {
    const { ledger } = await open()
    let made = 0
    const held = fc.record({ order: ORDER, attempts: fc.array(ATTEMPT, { maxLength: 2 }), refund: REFUND })
    await fc.assert(
      fc.asyncProperty(held, async (more) => {
        made += 1
        const own = `${made}`
        const written = {
          order: order(own, more.order),
          // Numbers are unique per account: each gets its own.
          attempts: more.attempts.map((one, at) => ({
            ...attempt(`${own}-${at}`, own, one),
            outTradeNo: `${one.outTradeNo ?? ''}${own}-${at}`,
          })),
          refunds: more.attempts.slice(0, 1).map(() => ({
            ...refund(own, own, more.refund),
            attemptId: `att_${own}-0`,
            refundNo: own,
            outRefundNo: own,
          })),
        }
        await put(ledger, [
          { put: 'order', row: written.order },
          ...written.attempts.map((row) => ({ put: 'attempt', row }) as const),
          ...written.refunds.map((row) => ({ put: 'refund', row }) as const),
        ])
        expect(await ledger.read.order({ id: written.order.id })).toEqual(written)
        expect(await asked(ledger, () => readOrder({ id: written.order.id }))).toEqual(written)
      }),
      RUNS,
    )
  })

  test('every other row comes back with every property that it had, and no other', async () => {
    const { ledger } = await open()
    let made = 0
    await fc.assert(
      fc.asyncProperty(OTHERS, async (more) => {
        made += 1
        const id = `${made}`
        const { notice: noticeRow, idempotency, delivery: deliveryRow, endpoint, event: eventRow } = others(id, more)
        const { evidence, statement, difference, audit } = others(id, more)
        await put(ledger, [
          { put: 'notice', row: noticeRow },
          { put: 'idempotency', row: idempotency },
          { put: 'delivery', row: deliveryRow },
          { put: 'endpoint', row: endpoint },
          { put: 'statement', row: statement },
          { put: 'difference', row: difference },
          { add: 'event', row: eventRow },
          { add: 'evidence', row: evidence },
          { add: 'audit', row: audit },
        ])
        expect(await asked(ledger, () => readNotice(noticeRow.account, id))).toEqual(noticeRow)
        expect(await asked(ledger, () => readIdempotency('main', id))).toEqual(idempotency)
        expect(await asked(ledger, () => readDelivery(deliveryRow.id))).toEqual(deliveryRow)
        expect(await asked(ledger, () => readEndpoint('main', id))).toEqual(endpoint)
        expect(await asked(ledger, () => readStatementDay('qq-1', id))).toEqual(statement)
        expect(await asked(ledger, () => readDifference(difference.id))).toEqual(difference)
        expect(await ledger.read.event(eventRow.id)).toEqual(eventRow)
        expect(await ledger.read.evidence(evidence.id)).toEqual(evidence)
        expect(await ledger.read.audit(200)).toContainEqual(audit)
      }),
      RUNS,
    )
  })

  test('evidence of an order is the newest of its kind and account', async () => {
    const { ledger } = await open()
    const evidence = (id: string, at: number, more: object = {}) =>
      ({ add: 'evidence', row: { ...EVIDENCE, id: `evd_${id}`, orderId: 'ord_T-1', at, ...more } }) as const
    await put(ledger, [
      ...opened('T-1'),
      evidence('2', T0 + 2),
      evidence('1', T0 + 1),
      evidence('3', T0 + 3, { kind: 'raw' }),
      evidence('4', T0 + 4, { account: 'qq-2' }),
      evidence('5', T0 + 5, { orderId: 'ord_T-2' }),
    ])
    expect(await ledger.read.evidenceOf('ord_T-1', 'qq-1', 'command')).toMatchObject({ id: 'evd_2' })
    expect(await ledger.read.evidenceOf('ord_T-1', 'qq-1', 'payer')).toBeUndefined()
  })
}

const EVIDENCE = { account: 'qq-1', kind: 'command', text: '{}', digest: 'd', at: T0, deleteAfter: T0 } as const

const OTHERS = fc.record({
  notice: some({
    ...{ state: fc.constantFrom('parked', 'booked', 'quarantined'), outTradeNo: word, orderId: word, reason: word },
    ...{ evidenceId: word, firstAt: instant, lastAt: instant, seen: count },
  }),
  idempotency: some({ fingerprint: word, at: instant, orderId: word, refundId: word }),
  delivery: some({ state: fc.constantFrom('due', 'delivered', 'given-up'), tries: count, nextCheckAt: instant, last: word }),
  endpoint: some({ disabledAt: instant, reason: word }),
  event: some({ type: word, at: instant, orderId: word, data: word }),
  evidence: some({ orderId: word, text: word, digest: word, at: instant, deleteAfter: instant }),
  statement: some({ digest: word, rows: count, paid: anyMoney, refunded: anyMoney, fee: anyMoney, net: anyMoney, at: instant }),
  difference: some({
    ...{ kind: word, outTradeNo: word, outRefundNo: word, orderId: word, ours: word, theirs: word },
    ...{ openedAt: instant, resolvedAt: instant, resolution: word },
  }),
  audit: some({ at: instant, who: word, what: word, subject: word, data: flat }),
})

type Others = typeof OTHERS extends fc.Arbitrary<infer More> ? More : never

function others(id: string, more: Others) {
  const nothing = yuan(0n)
  const day = {
    account: 'qq-1',
    day: id,
    digest: 'd',
    rows: 0,
    paid: nothing,
    refunded: nothing,
    fee: nothing,
    net: nothing,
    at: 0,
  }
  const difference = { id: `dif_${id}`, account: 'qq-1', day: id, kind: 'amount', outTradeNo: id, openedAt: T0 }
  return {
    notice: notice(id, more.notice),
    idempotency: { merchant: 'main', key: id, fingerprint: 'f', at: T0, ...more.idempotency },
    delivery: delivery(id, more.delivery),
    endpoint: { merchant: 'main', endpoint: id, ...more.endpoint },
    event: event(id, more.event),
    evidence: { ...EVIDENCE, id: `evd_${id}`, ...more.evidence },
    statement: { ...day, ...more.statement },
    difference: { ...difference, ...more.difference },
    audit: { id: `aud_${String(id).padStart(6, '0')}`, at: T0, who: 'Li', what: 'looked', data: {}, ...more.audit },
  }
}
