/** LanternPay (灯笼支付), an invented wallet: forms both ways, HMAC-SHA256 over the text before `sig`, a QR code as prompt. */
import { createHmac } from 'node:crypto'
import type { AccountKeys, Exchange, Finding, Manifest, Moment, NotThere, PaymentFact, PaymentStatus } from '@tpkit/core'
import { definePlugin, type Protocol, type RefundFact, type RefundStatus, type Source, send } from '@tpkit/core'
import { secretField } from '@tpkit/core/config'
import { type FailureCode, fail, tpError } from '@tpkit/core/errors'
import { formatMoney, parseMoney } from '@tpkit/core/money'
import { equalInConstantTime, type Fields } from '@tpkit/wire'
import { z } from 'zod'

const shopId = z.string().regex(/^L[0-9]{4}$/, 'expected the shop number as LanternPay prints it, such as L1001')
const config = z.strictObject({ shopId, key: secretField(16), notifyUrl: z.url() })
type LanternConfig = z.infer<typeof config>

const ORIGIN = 'https://pay.lantern.example'
const [MINUTE, HOUR] = [60_000, 3_600_000]
const NUMBER = { minLength: 6, maxLength: 24, alphabet: '0-9A-Z' } as const
const SIZES = { subjectLength: 80, attachLength: 80, refundWindowDays: 90, maxMessageBytes: 16_384 }
const WAITS = { callTimeoutMs: 8_000, quietMs: 2_000, earliestCloseMs: MINUTE, refundSpacingMs: 0, earliestRefundQueryMs: 0 }

const manifest: Manifest<'native', 'close' | 'queryRefund'> = {
  provider: 'lantern',
  title: { en: 'LanternPay', zh: '灯笼支付' },
  status: 'ready',
  scenes: ['native'],
  abilities: ['close', 'queryRefund'],
  origins: [ORIGIN],
  identityFor: [],
  decidedBeforeExecution: [{ status: 401, code: 'BAD_SIG' }],
  sensitiveFields: [],
  limits: { currencies: ['CNY'], maxAmount: 5_000_000n, outTradeNo: NUMBER, outRefundNo: NUMBER, ...SIZES },
  timing: { ...WAITS, promptLifeMs: { native: 2 * HOUR }, failedRefundRepeatsNumber: true, followUpMs: [5_000, MINUTE] },
}

const STATES = new Map(Object.entries<PaymentStatus>({ waiting: 'pending', paid: 'paid', closed: 'closed' }))
const ENDS = new Map(Object.entries<RefundStatus>({ running: 'processing', done: 'refunded', failed: 'failed', kept: 'closed' }))
/** What refuses. Every other code proves nothing: the call may have been carried out. */
const REFUSALS: ReadonlyMap<string, FailureCode> = new Map([
  ['BAD_SIG', 'UNAUTHORIZED'],
  ['NO_ORDER', 'NOT_FOUND'],
  ['OTHER_ORDER', 'CONFLICT'],
  ['PAID', 'CONFLICT'],
  ['CLOSED', 'CONFLICT'],
  ['NOT_PAID', 'CONFLICT'],
  ['TOO_MUCH', 'LIMIT'],
])

export function lantern({ shopId, key, notifyUrl }: LanternConfig): Protocol<'native', 'close' | 'queryRefund'> {
  const secret = key.reveal()
  function* ask(path: string, effect: 'read' | 'write', fields: Fields, { nowMs, nonce }: Moment): Exchange<Fields> {
    const text = new URLSearchParams({ shop: shopId, ...fields, at: String(nowMs), nonce: nonce(16) }).toString()
    const headers = [['content-type', 'application/x-www-form-urlencoded']] as const
    const body = Buffer.from(`${text}&sig=${signature(text, secret)}`)
    const response = yield* send({ method: 'POST', url: ORIGIN + path, headers, body, effect })
    if (response.status === 401) return { code: form(decode(response.body)).code ?? '', unsigned: 'yes' }
    if (response.status !== 200) raise('UNAVAILABLE', `HTTP status: expected 200, found ${response.status}`)
    return same(open(response.body, secret), 'shop', shopId)
  }
  return {
    manifest,
    payee: { mchId: shopId },
    *pay({ outTradeNo, subject, total, attach = '', expiresAt }, at) {
      const ends = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, at.nowMs + 2 * HOUR)
      const order = { order: outTradeNo, subject, amount: formatMoney(total), attach, notify: notifyUrl }
      const answer = yield* ask('/orders', 'write', { ...order, ...(expiresAt && { ends: String(ends) }) }, at)
      if (answer.code) return refused(answer)
      return done({ outTradeNo, prompt: { kind: 'qr', text: demand(same(answer, 'order', outTradeNo), 'qr'), expiresAt: ends } })
    },
    *query({ outTradeNo }, at) {
      const answer = yield* ask('/orders/get', 'read', { order: outTradeNo }, at)
      return answer.code ? absent(answer, 'NO_ORDER') : paymentFact(same(answer, 'order', outTradeNo), 'query')
    },
    *refund({ outTradeNo, outRefundNo, amount }, at) {
      const fields = { order: outTradeNo, refund: outRefundNo, part: formatMoney(amount) }
      const answer = yield* ask('/refunds', 'write', fields, at)
      return answer.code ? refused(answer) : done(refundFact(answer, outTradeNo, outRefundNo, 'reply'))
    },
    *close({ outTradeNo }, at) {
      const answer = yield* ask('/orders/close', 'write', { order: outTradeNo }, at)
      return answer.code ? refused(answer) : done(paymentFact(same(answer, 'order', outTradeNo), 'reply'))
    },
    *queryRefund({ outTradeNo, outRefundNo }, at) {
      const answer = yield* ask('/refunds/get', 'read', { order: outTradeNo, refund: outRefundNo }, at)
      return answer.code ? absent(answer, 'NO_REFUND') : refundFact(answer, outTradeNo, outRefundNo, 'query')
    },
    *notify({ body }) {
      const fact = paymentFact(open(body, secret), 'notify')
      return { id: fact.transactionId ?? fact.outTradeNo, facts: fact.status === 'paid' ? [fact] : [] }
    },
    acknowledge: (word) => ({ status: { accepted: 200, later: 503, refused: 400 }[word], headers: [], body: word }),
  }
}

const keys = ({ key }: LanternConfig): AccountKeys => ({ secrets: [key] })
export default definePlugin({ name: 'lantern', contract: '1.0', manifest, config, keys, protocol: lantern })

const signature = (text: string, key: string): string => createHmac('sha256', key).update(text).digest('hex')
const decode = (body: Uint8Array): string => new TextDecoder().decode(body)
const form = (text: string): Fields => Object.fromEntries(new URLSearchParams(text))
const done = <Value>(value: Value) => ({ kind: 'done', evidence: 'verified', value }) as const

function raise(code: FailureCode, message: string): never {
  throw tpError(code, message)
}

/** Verify, then parse: fields exist only once the signature over the received text held. */
function open(body: Uint8Array, key: string): Fields {
  const [text = '', found = '', more] = decode(body).split('&sig=')
  const genuine = more === undefined && equalInConstantTime(signature(text, key), found)
  return genuine ? form(text) : raise('UNVERIFIED', 'sig: it does not fit what was received')
}

const demand = (fields: Fields, name: string): string =>
  fields[name] || raise('MALFORMED', `${name}: expected a value, found none`)
const same = (fields: Fields, name: string, expected: string): Fields =>
  demand(fields, name) === expected ? fields : raise('UNVERIFIED', `${name}: expected ${expected}; it answers another question`)
const word = <Status>(fields: Fields, table: ReadonlyMap<string, Status>): Status =>
  table.get(demand(fields, 'state')) ?? raise('MALFORMED', `state: expected ${[...table.keys()].join(', ')}, found another`)

const absent = ({ code, unsigned }: Fields, word: string): NotThere =>
  code === word && !unsigned ? { kind: 'absent', evidence: 'verified' } : raise('UNAVAILABLE', `expected ${word}, found ${code}`)

function paymentFact(fields: Fields, source: Source): PaymentFact {
  const total = parseMoney(demand(fields, 'amount'), demand(fields, 'currency'))
  const payee = { mchId: demand(fields, 'shop') }
  const base = { kind: 'payment', outTradeNo: demand(fields, 'order'), total, payee, source, raw: fields } as const
  const status = word(fields, STATES)
  if (status !== 'paid') return { ...base, status }
  return { ...base, status, transactionId: demand(fields, 'payment'), ...moment(fields.paid_at) }
}

/** A time that no calendar has is left out: the money came all the same, and NaN is no moment. */
function moment(text = ''): { readonly paidAt?: number } {
  const paidAt = Date.parse(text)
  return Number.isFinite(paidAt) && new Date(paidAt).toISOString() === text ? { paidAt } : {}
}

function refundFact(answer: Fields, outTradeNo: string, outRefundNo: string, source: Source): RefundFact {
  const fields = same(same(answer, 'order', outTradeNo), 'refund', outRefundNo)
  const amount = parseMoney(demand(fields, 'part'), demand(fields, 'currency'))
  const [refundId, payee] = [demand(fields, 'refund_id'), { mchId: demand(fields, 'shop') }]
  return { kind: 'refund', outTradeNo, outRefundNo, refundId, status: word(fields, ENDS), amount, payee, source, raw: fields }
}

function refused({ code = '', unsigned }: Fields): Finding<never> {
  const known = REFUSALS.get(code)
  const failure = fail(known ?? 'UNAVAILABLE', `LanternPay said ${code}`, { provider: { code } })
  if (!known) return { kind: 'unknown', failure }
  return { kind: 'refused', failure, evidence: unsigned ? { unsigned: { status: 401, code } } : 'verified' }
}
