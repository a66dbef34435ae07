/** __Ident__: account, manifest, tables, calls, readers. Fill the blanks from the wallet's documentation, from top to bottom. */
import type { AccountKeys, Exchange, Finding, HttpRequest, Manifest, Moment, PaymentFact, PaymentStatus } from '@tpkit/core'
import { definePlugin, type Protocol, type Received, type RefundFact, type RefundStatus, type Source, send } from '@tpkit/core'
import { secretField } from '@tpkit/core/config'
import type { FailureCode } from '@tpkit/core/errors'
import { formatMoney, type Money, parseMoney } from '@tpkit/core/money'
import { equalInConstantTime, type Fields } from '@tpkit/wire'
import { z } from 'zod'
import { blank } from './blanks.ts'
import { absent, demand, done, meaning, type OrderNames, type RefundNames, raise, refused, same, table } from './reading.ts'

const merchantNo = z.string().regex(blank(1, 'How does it write a merchant number?', 1), 'expected the number as __Ident__ prints it')
const config = z.strictObject({ merchantNo, key: secretField(16), notifyUrl: z.url() })
type Config = z.infer<typeof config>

const ORIGIN: string = blank(2, 'To which https origin do all calls go?', 2)
const LIFE_MS: number = blank(3, 'For how many milliseconds does its QR code work?', 2)
/** Refusals from before anything was executed: believed without a signature. */
const UNSIGNED: Manifest['decidedBeforeExecution'] = blank(4, 'Which status and code refuse a sender that it does not know?', 2)
const limits: Manifest['limits'] = blank(5, 'Which currencies, amounts, order numbers and text lengths does it take?', 2)
const timing: Manifest['timing'] = blank(6, 'How long may a call take, and when may what be asked?', 2)

const manifest: Manifest<'native', 'close' | 'queryRefund'> = {
  provider: '__name__',
  title: { en: '__Ident__', zh: '__Ident__' },
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

const STATES = table<PaymentStatus>(blank(7, 'Which words does it have for pending, paid and closed?', 3))
const ENDS = table<RefundStatus>(blank(8, 'Which words does it have for how far a refund is?', 3))
/** What refuses. Every other code proves nothing: the call may have been carried out. */
const REFUSALS = table<FailureCode>(blank(9, 'Which codes refuse, and what does each mean?', 3))
const NAME: OrderNames = blank(10, 'What does it call the fields by which an order is read?', 6)
const REFUND: RefundNames = blank(11, 'What does it call the fields by which a refund is read?', 6)

export function __ident__Protocol({ merchantNo, key, notifyUrl }: Config): Protocol<'native', 'close' | 'queryRefund'> {
  const secret = key.reveal()
  function* ask([path, fields]: readonly [string, Fields], effect: 'read' | 'write', at: Moment): Exchange<Fields> {
    const { headers, body }: Signed = blank(12, 'How is a request written and signed, with its time and nonce?', 4)
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
      const order: Fields = blank(13, 'Which fields does pay send?', 4)
      const answer = yield* ask([blank(14, 'To which path?', 4), order], 'write', at)
      if (answer[NAME.code]) return refusal(answer)
      const text = demand(same(answer, NAME.order, outTradeNo), blank(15, 'Which field of its answer is the QR code?', 4))
      return done({ outTradeNo, prompt: { kind: 'qr', text, expiresAt: ends } })
    },
    *query({ outTradeNo }, at) {
      const answer = yield* ask(blank(16, 'Which path and fields does query send?', 4), 'read', at)
      if (answer[NAME.code]) return absent(answer, NAME.code, blank(17, 'Which code says that there is no such order?', 4))
      return paymentFact(same(answer, NAME.order, outTradeNo), 'query')
    },
    *refund({ outTradeNo, outRefundNo, amount }, at) {
      const answer = yield* ask(blank(18, 'Which path and fields does refund send?', 4), 'write', at)
      return answer[NAME.code] ? refusal(answer) : done(refundFact(answer, outTradeNo, outRefundNo, 'reply'))
    },
    *close({ outTradeNo }, at) {
      const answer = yield* ask(blank(19, 'Which path and fields does close send?', 4), 'write', at)
      return answer[NAME.code] ? refusal(answer) : done(paymentFact(same(answer, NAME.order, outTradeNo), 'reply'))
    },
    *queryRefund({ outTradeNo, outRefundNo }, at) {
      const answer = yield* ask(blank(20, 'Which path and fields does queryRefund send?', 4), 'read', at)
      if (answer[NAME.code]) return absent(answer, NAME.code, blank(21, 'Which code says that there is no such refund?', 4))
      return refundFact(answer, outTradeNo, outRefundNo, 'query')
    },
    *notify(received) {
      const fact = paymentFact(open(received, secret), 'notify')
      return { id: fact.transactionId ?? fact.outTradeNo, facts: fact.status === 'paid' ? [fact] : [] }
    },
    acknowledge: (word) => blank(22, 'Which answer to a notify says accepted, later, refused?', 4),
  }
}

const keys = ({ key }: Config): AccountKeys => ({ secrets: [key] })
export default definePlugin({ name: '__name__', contract: '1.0', manifest, config, keys, protocol: __ident__Protocol })

type Signed = Required<Pick<HttpRequest, 'headers' | 'body'>>

/** Verify, then parse: fields exist only once the signature over the received bytes held. */
function open({ headers, body }: Omit<Received, 'query'>, key: string): Fields {
  const genuine: boolean = blank(23, 'Does the signature fit what was received?', 6)
  return genuine ? parse(body) : raise('UNVERIFIED', 'signature: it does not fit what was received')
}

const parse = (body: Uint8Array): Fields => blank(24, 'How does a body become fields? MALFORMED for what is none', 6)
const money = (fields: Fields, name: string): Money => blank(25, 'How does it write an amount and its currency?', 6)
/** NaN for a time that no calendar has: the money came all the same. */
const paidAtOf = (fields: Fields): number => blank(26, 'How does it write the time of payment?', 6)
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
