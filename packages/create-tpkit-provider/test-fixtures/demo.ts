/** Demo: account, manifest, tables, calls, readers. Fill the blanks from the wallet's documentation, from top to bottom. */
import { createHmac } from 'node:crypto'
import type { AccountKeys, Exchange, Finding, HttpRequest, Manifest, Moment, PaymentFact, PaymentStatus } from '@tpkit/core'
import { definePlugin, type Protocol, type Received, type RefundFact, type RefundStatus, type Source, send } from '@tpkit/core'
import { secretField } from '@tpkit/core/config'
import type { FailureCode } from '@tpkit/core/errors'
import { formatMoney, type Money, parseMoney } from '@tpkit/core/money'
import { equalInConstantTime, type Fields } from '@tpkit/wire'
import { z } from 'zod'
import { absent, demand, done, meaning, type OrderNames, type RefundNames, raise, refused, same, table } from './reading.ts'

const merchantNo = z.string().regex(/^M[0-9]{4}$/, 'expected the number as Demo prints it')
const config = z.strictObject({ merchantNo, key: secretField(16), notifyUrl: z.url() })
type Config = z.infer<typeof config>

const ORIGIN: string = 'https://pay.demo.example'
const LIFE_MS: number = 2 * 3_600_000
/** Refusals from before anything was executed: believed without a signature. */
const UNSIGNED: Manifest['decidedBeforeExecution'] = [{ status: 401, code: 'bad_signature' }]
const CONFLICTS = { other_content: 'CONFLICT', paid: 'CONFLICT', closed: 'CONFLICT', not_paid: 'CONFLICT' } as const
const FORM = { minLength: 6, maxLength: 32, alphabet: '0-9A-Za-z_-' }
const SIZES = { subjectLength: 80, attachLength: 80, refundWindowDays: 90, maxMessageBytes: 16_384 }
const limits: Manifest['limits'] = { currencies: ['CNY'], maxAmount: 5_000_000n, outTradeNo: FORM, outRefundNo: FORM, ...SIZES }
const WAITS = { callTimeoutMs: 8_000, quietMs: 2_000, earliestCloseMs: 60_000, refundSpacingMs: 0, earliestRefundQueryMs: 0 }
const AGAIN = { failedRefundRepeatsNumber: true, followUpMs: [5_000, 60_000] }
const timing: Manifest['timing'] = { ...WAITS, ...AGAIN, promptLifeMs: { native: LIFE_MS } }

const manifest: Manifest<'native', 'close' | 'queryRefund'> = {
  provider: 'demo',
  title: { en: 'Demo', zh: 'Demo' },
  status: 'ready',
  scenes: ['native'],
  abilities: ['close', 'queryRefund'],
  origins: [ORIGIN],
  identityFor: [],
  decidedBeforeExecution: UNSIGNED,
  sensitiveFields: [],
  limits,
  timing,
}

const STATES = table<PaymentStatus>({ open: 'pending', paid: 'paid', closed: 'closed' })
const ENDS = table<RefundStatus>({ running: 'processing', done: 'refunded', failed: 'failed', kept: 'closed' })
/** What refuses. Every other code proves nothing: the call may have been carried out. */
const REFUSALS = table<FailureCode>({ bad_signature: 'UNAUTHORIZED', no_order: 'NOT_FOUND', too_much: 'LIMIT', ...CONFLICTS })
const NAME: OrderNames = { code: 'error', merchant: 'merchant', order: 'order', total: 'amount', state: 'state', payment: 'id' }
const REFUND: RefundNames = { number: 'refund', id: 'refund_id', amount: 'amount', state: 'state' }

export function demoProtocol({ merchantNo, key, notifyUrl }: Config): Protocol<'native', 'close' | 'queryRefund'> {
  const secret = key.reveal()
  function* ask([path, fields]: readonly [string, Fields], effect: 'read' | 'write', at: Moment): Exchange<Fields> {
    const { headers, body }: Signed = signed({ merchant: merchantNo, ...fields }, at, secret)
    const reply = yield* send({ method: 'POST', url: ORIGIN + path, headers, body, effect })
    if (UNSIGNED.some(({ status }) => status === reply.status)) return { ...parse(reply.body), unsigned: String(reply.status) }
    if (reply.status !== 200) raise('UNAVAILABLE', `HTTP status: expected 200, found ${reply.status}`)
    return same(open(reply, secret), NAME.merchant, merchantNo)
  }
  return {
    manifest,
    payee: { mchId: merchantNo },
    *pay({ outTradeNo, subject, total, attach = '', expiresAt }, at) {
      const ends = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, at.nowMs + LIFE_MS)
      const order: Fields = { order: outTradeNo, subject, amount: formatMoney(total), attach, ends: `${ends}`, notify: notifyUrl }
      const answer = yield* ask(['/pay', order], 'write', at)
      if (answer[NAME.code]) return refusal(answer)
      const text = demand(same(answer, NAME.order, outTradeNo), 'qr')
      return done({ outTradeNo, prompt: { kind: 'qr', text, expiresAt: ends } })
    },
    *query({ outTradeNo }, at) {
      const answer = yield* ask(['/query', { order: outTradeNo }], 'read', at)
      if (answer[NAME.code]) return absent(answer, NAME.code, 'no_order')
      return paymentFact(same(answer, NAME.order, outTradeNo), 'query')
    },
    *refund({ outTradeNo, outRefundNo, amount }, at) {
      const answer = yield* ask(['/refund', { order: outTradeNo, refund: outRefundNo, amount: formatMoney(amount) }], 'write', at)
      return answer[NAME.code] ? refusal(answer) : done(refundFact(answer, outTradeNo, outRefundNo, 'reply'))
    },
    *close({ outTradeNo }, at) {
      const answer = yield* ask(['/close', { order: outTradeNo }], 'write', at)
      return answer[NAME.code] ? refusal(answer) : done(paymentFact(same(answer, NAME.order, outTradeNo), 'reply'))
    },
    *queryRefund({ outTradeNo, outRefundNo }, at) {
      const answer = yield* ask(['/refund/query', { order: outTradeNo, refund: outRefundNo }], 'read', at)
      if (answer[NAME.code]) return absent(answer, NAME.code, 'no_refund')
      return refundFact(answer, outTradeNo, outRefundNo, 'query')
    },
    *notify(received) {
      const fact = paymentFact(open(received, secret), 'notify')
      return { id: fact.transactionId ?? fact.outTradeNo, facts: fact.status === 'paid' ? [fact] : [] }
    },
    acknowledge: (word) => ({ status: { accepted: 200, later: 503, refused: 400 }[word], headers: [], body: word }),
  }
}

const keys = ({ key }: Config): AccountKeys => ({ secrets: [key] })
export default definePlugin({ name: 'demo', contract: '1.0', manifest, config, keys, protocol: demoProtocol })

type Signed = Required<Pick<HttpRequest, 'headers' | 'body'>>

/** Verify, then parse: fields exist only once the signature over the received bytes held. */
function open({ headers, body }: Omit<Received, 'query'>, key: string): Fields {
  const genuine: boolean = equalInConstantTime(hmac(one(headers, 'time'), one(headers, 'nonce'), body, key), one(headers, 'sign'))
  return genuine ? parse(body) : raise('UNVERIFIED', 'signature: it does not fit what was received')
}

const parse = (body: Uint8Array): Fields => flatJson(new TextDecoder().decode(body))
const money = (fields: Fields, name: string): Money => parseMoney(demand(fields, name), demand(fields, 'currency'))
/** NaN for a time that no calendar has: the money came all the same. */
const paidAtOf = (fields: Fields): number => (/^[0-9]{13}$/.test(fields.paid_at ?? '') ? Number(fields.paid_at) : Number.NaN)
const refusal = (answer: Fields): Finding<never> => refused(answer, NAME.code, REFUSALS)

function paymentFact(fields: Fields, source: Source): PaymentFact {
  const [total, payee] = [money(fields, NAME.total), { mchId: demand(fields, NAME.merchant) }]
  const base = { kind: 'payment', outTradeNo: demand(fields, NAME.order), total, payee, source, raw: fields } as const
  const [status, paidAt] = [meaning(fields, NAME.state, STATES), paidAtOf(fields)]
  if (status !== 'paid') return { ...base, status }
  return { ...base, status, transactionId: demand(fields, NAME.payment), ...(Number.isFinite(paidAt) && { paidAt }) }
}

function refundFact(answer: Fields, outTradeNo: string, outRefundNo: string, source: Source): RefundFact {
  const fields = same(same(answer, NAME.order, outTradeNo), REFUND.number, outRefundNo)
  const [amount, payee] = [money(fields, REFUND.amount), { mchId: demand(fields, NAME.merchant) }]
  const [refundId, status] = [demand(fields, REFUND.id), meaning(fields, REFUND.state, ENDS)]
  return { kind: 'refund', outTradeNo, outRefundNo, refundId, status, amount, payee, source, raw: fields }
}

const one = (headers: Received['headers'], name: string): string => headers.get(`demo-${name}`)?.join() ?? ''
const hmac = (time: string, nonce: string, body: Uint8Array, key: string): string =>
  createHmac('sha256', key).update(`${time}\n${nonce}\n`).update(body).digest('hex')

function signed(fields: Fields, { nowMs, nonce }: Moment, key: string): Signed {
  const [time, once, body] = [String(nowMs), nonce(16), Buffer.from(JSON.stringify(fields))]
  return {
    headers: Object.entries({ 'demo-time': time, 'demo-nonce': once, 'demo-sign': hmac(time, once, body, key) }),
    body,
  }
}

function flatJson(text: string): Fields {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text))
  } catch {
    return raise('MALFORMED', 'body: expected a flat JSON object of texts')
  }
}
