/** What a notify of a payment makes of an order's rows: computed once, by whoever wrote this server, for either database. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { ATTEMPT, EVENT, EVIDENCE, NOTICE, ORDER } from '../../../packages/ledger/src/rows/codecs.ts'
import type { PaidNotify } from './verify.ts'

type Value = string | number | null
export type Row = Readonly<Record<string, Value | undefined>>

export interface Held {
  readonly order: Row
  readonly attempt: Row
}

/** Values in the order of the tables' columns. */
export interface PaidRows {
  readonly orderId: string
  readonly order: readonly Value[]
  readonly attempt: readonly Value[]
  readonly evidence: readonly [readonly Value[], readonly Value[]]
  readonly event: readonly Value[]
  readonly journal: readonly [readonly Value[], readonly Value[]]
  readonly notice: readonly Value[]
  /** The end of the order's chain. */
  readonly seq: number
  readonly hash: string
}

const DAY_MS = 86_400_000
const CURRENCY = 'CNY'

export function paidRows(
  account: string,
  { order, attempt }: Held,
  notify: PaidNotify,
  now: number,
  digestKey: string,
): PaidRows {
  if (order.status !== 'open' || attempt.status !== 'pending' || attempt.total !== notify.totalFee) throw new Error('not ours')
  const { id: orderId, merchant } = order
  const { outTradeNo, transactionId, paidAt, openid } = notify
  const raw = JSON.stringify(notify.fields)
  const digest = sha256(raw)
  const paidOrder = { ...order, status: 'paid', paid_attempt_id: attempt.id, updated_at: now, closing: null, next_check_at: null }
  const paidAttempt = {
    ...attempt,
    ...{ status: 'paid', transaction_id: transactionId, paid_at: paidAt, payer_total: notify.cashFee, checks: 0 },
    payer_digest: createHmac('sha256', digestKey).update(openid).digest('hex'),
    ...{ unknown: null, wish: null, next_check_at: null },
  }
  const evidence = { order_id: orderId, account, at: now }
  const keptRaw = { id: newId('evd'), ...evidence, kind: 'raw', text: raw, digest, delete_after: now + 180 * DAY_MS }
  const keptPayer = {
    ...{ id: newId('evd'), ...evidence, kind: 'payer', text: openid, digest: sha256(openid) },
    delete_after: now + 1096 * DAY_MS,
  }
  const event = { id: newId('evt'), merchant, type: 'payment.succeeded', at: now, order_id: orderId }
  const notice = { account, notice_id: transactionId, state: 'booked', out_trade_no: outTradeNo, order_id: orderId }
  const { seq, hash, journal } = entries(order, attempt, { account, outTradeNo, transactionId, raw: digest }, now)
  return {
    ...{ orderId: String(orderId), seq, hash, journal },
    order: valuesOf(ORDER.columns, paidOrder),
    attempt: valuesOf(ATTEMPT.columns, paidAttempt),
    evidence: [valuesOf(EVIDENCE.columns, keptRaw), valuesOf(EVIDENCE.columns, keptPayer)],
    event: valuesOf(EVENT.columns, { ...event, data: eventText(order, attempt, notify) }),
    notice: valuesOf(NOTICE.columns, { ...notice, first_at: now, last_at: now, seen: 1 }),
  }
}

function valuesOf(columns: readonly string[], row: Row): readonly Value[] {
  return columns.map((column) => row[column] ?? null)
}

interface Told {
  readonly account: string
  readonly outTradeNo: string
  readonly transactionId: string
  readonly raw: string
}

function entries({ id, journal_seq, journal_head }: Row, attempt: Row, { raw, ...told }: Told, at: number) {
  const money = { amount: String(attempt.total), currency: CURRENCY }
  const [seq, subject] = [Number(journal_seq), attempt.id]
  const paid = { ...told, ...money, source: 'notify', before: 'pending', raw }
  const first = JSON.stringify({ seq: seq + 1, at, kind: 'attempt.paid', subject, data: paid })
  const second = JSON.stringify({ seq: seq + 2, at, kind: 'order.paid', subject, data: money })
  const middle = sha256(`${journal_head}\n${first}`)
  const hash = sha256(`${middle}\n${second}`)
  const journal = [
    [String(id), seq + 1, first, middle],
    [String(id), seq + 2, second, hash],
  ] as const
  return { seq: seq + 2, hash, journal }
}

function eventText(order: Row, attempt: Row, { transactionId, paidAt }: PaidNotify): string {
  const { id, merchant, order_no: orderNo, method, subject } = order
  const [account, outTradeNo, scene] = [attempt.account, attempt.out_trade_no, attempt.scene]
  const [total, none] = [
    { amount: order.total, currency: CURRENCY },
    { amount: 0, currency: CURRENCY },
  ]
  const paid = { transactionId, paidAt: iso(paidAt) }
  return JSON.stringify({
    order: {
      ...{ id, merchant, orderNo, method, subject, status: 'paid', total, refunded: none, refunding: none },
      ...{ createdAt: iso(order.created_at), expiresAt: iso(order.expires_at), account, ...paid },
    },
    attempt: {
      ...{ account, outTradeNo, scene, status: 'paid', total, createdAt: iso(attempt.created_at), ...paid, unknown: false },
    },
  })
}

function iso(at: Value | undefined): string {
  return new Date(Number(at)).toISOString()
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** As long as ours; nothing here sorts by it. */
function newId(kind: string): string {
  return `${kind}_${randomBytes(16).toString('hex')}`
}
