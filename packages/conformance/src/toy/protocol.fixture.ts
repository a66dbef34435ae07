import {
  type Exchange,
  type Finding,
  type Headers,
  type Moment,
  type NotThere,
  type PayCommand,
  type Protocol,
  type Scene,
  send,
} from '@tpkit/core'
import { fail, tpError } from '@tpkit/core/errors'
import { toyManifest } from './manifest.fixture.ts'
import { demand, paymentFact, refundFact } from './reading.fixture.ts'
import { API, type Fields, hmac, MONEY, PAY_PAGE, readFields, SIGNATURE, signedBody } from './wire.fixture.ts'

export interface ToyConfig {
  readonly shop: string
  readonly key: string
  /** Travels in every refund. */
  readonly pin: string
}

/** ToyPay over its API: the wallet creates the order on the call. */
export function toyPay(config: ToyConfig): Protocol<'h5', 'close' | 'queryRefund'> {
  return {
    ...rest(config),
    manifest: toyManifest('h5'),
    *pay(command, at) {
      const answer = yield* ask(config, 'write', `${API}/pay`, orderFields(command), at)
      if (answer.ok !== 'yes') return refused(answer)
      const prompt = { kind: 'redirect', url: demand(answer, 'link') } as const
      return { kind: 'done', evidence: 'verified', value: { outTradeNo: command.outTradeNo, prompt } }
    },
  }
}

/** ToyPay by signed page: nothing is sent, and the wallet creates the order when the payer opens the link. */
export function toyPage(config: ToyConfig): Protocol<'page', 'close' | 'queryRefund'> {
  return {
    ...rest(config),
    manifest: toyManifest('page'),
    *pay(command) {
      const fields: Fields = { shop: config.shop, ...orderFields(command) }
      const sign = hmac(config.key, PAY_PAGE + [fields.shop, fields.number, fields.amount].join())
      const url = `${PAY_PAGE}/start?${new URLSearchParams({ ...fields, sign })}`
      return {
        kind: 'done',
        evidence: 'nothing-sent',
        value: { outTradeNo: command.outTradeNo, prompt: { kind: 'redirect', url } },
      }
    },
  }
}

/** ToyPay as somebody would begin: the four verbs. */
export function toyBare(config: ToyConfig): Protocol<'h5'> {
  const { close: _close, queryRefund: _queryRefund, manifest, ...protocol } = toyPay(config)
  return { ...protocol, manifest: { ...manifest, abilities: [], identityFor: ['refund'] } }
}

type Rest = Omit<Protocol<Scene, 'close' | 'queryRefund'>, 'pay' | 'manifest'>

function rest(config: ToyConfig): Rest {
  return {
    payee: { mchId: config.shop },
    *query({ outTradeNo }, at) {
      const answer = yield* ask(config, 'read', `${API}/query`, { number: outTradeNo }, at)
      return answer.ok === 'yes' ? paymentFact(answer, outTradeNo, 'query') : absent(answer, 'NO_ORDER')
    },
    *refund({ outTradeNo, outRefundNo, amount }, at) {
      const fields = { number: outTradeNo, refund: outRefundNo, part: String(amount.amount), pin: config.pin }
      const answer = yield* ask(config, 'write', `${MONEY}/refund`, fields, at)
      if (answer.ok !== 'yes') return refused(answer)
      return { kind: 'done', evidence: 'verified', value: refundFact(answer, outTradeNo, outRefundNo, 'reply') }
    },
    *close({ outTradeNo }, at) {
      const answer = yield* ask(config, 'write', `${API}/close`, { number: outTradeNo }, at)
      if (answer.ok !== 'yes') return refused(answer)
      return { kind: 'done', evidence: 'verified', value: paymentFact(answer, outTradeNo, 'reply') }
    },
    *queryRefund({ outTradeNo, outRefundNo }, at) {
      const answer = yield* ask(config, 'read', `${API}/refund-query`, { number: outTradeNo, refund: outRefundNo }, at)
      return answer.ok === 'yes' ? refundFact(answer, outTradeNo, outRefundNo, 'query') : absent(answer, 'NO_REFUND')
    },
    *notify({ headers, body }) {
      const fields = open(config.key, headers, body)
      const fact = paymentFact(fields, demand(fields, 'number'), 'notify')
      return { id: demand(fields, 'payment'), facts: [fact] }
    },
    acknowledge: (word) => ({ status: { accepted: 204, later: 503, refused: 400 }[word], headers: [], body: '' }),
  }
}

function orderFields({ outTradeNo, total, subject, attach = '' }: PayCommand): Fields {
  return { number: outTradeNo, amount: String(total.amount), currency: total.currency, subject, attach }
}

function* ask({ shop, key }: ToyConfig, effect: 'read' | 'write', url: string, fields: Fields, at: Moment): Exchange<Fields> {
  const signed = signedBody(key, { shop, nonce: at.nonce(16), at: String(at.nowMs), ...fields })
  const identity = url.startsWith(MONEY) ? ({ identity: 'merchant' } as const) : {}
  const { status, headers, body } = yield* send({ method: 'POST', url, effect, ...signed, ...identity })
  if (status === 401) return { ok: 'no', status: '401', code: readFields(body)?.code ?? '' }
  if (status !== 200) throw tpError('UNAVAILABLE', `status: expected 200, found ${status}`)
  const answer = open(key, headers, body)
  if (answer.shop !== shop) throw tpError('UNVERIFIED', `shop: expected ${shop}, found another`)
  return answer
}

function open(key: string, headers: Headers, body: Uint8Array): Fields {
  const [signature, second] = headers.get(SIGNATURE) ?? []
  if (!signature || second !== undefined) throw tpError('UNVERIFIED', `${SIGNATURE}: expected one, found none or several`)
  if (signature !== hmac(key, body)) throw tpError('UNVERIFIED', `${SIGNATURE}: it does not fit the body`)
  const fields = readFields(body)
  if (!fields) throw tpError('MALFORMED', 'body: expected a flat JSON object of texts')
  return fields
}

function refused({ code = '', status }: Fields): Finding<never> {
  const failure = fail('CONFLICT', `ToyPay said ${code}`, { provider: { code } })
  return { kind: 'refused', failure, evidence: status ? { unsigned: { status: Number(status), code } } : 'verified' }
}

function absent({ code = '', status }: Fields, expected: string): NotThere {
  if (code === expected && !status) return { kind: 'absent', evidence: 'verified' }
  throw tpError('UNAVAILABLE', `code: expected ${expected}, found ${code}`)
}
