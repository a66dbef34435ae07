import {
  type AttemptRef,
  type Exchange,
  type Finding,
  type Headers,
  type HttpRequest,
  type Moment,
  type PayCommand,
  type PayReply,
  type Protocol,
  type Scene,
  send,
} from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Everything } from '../planted/plant.fixture.ts'
import { PROMPT_LIFE_MS, toyManifest } from './manifest.fixture.ts'
import { absent, answeredRefund, demand, paymentFact, refundFact, refused } from './reading.fixture.ts'
import { statementReader } from './statement.fixture.ts'
import { API, type Fields, hmac, MONEY, PAY_PAGE, readFields, SIGNATURE, signedBody, signedLink } from './wire.fixture.ts'

export interface ToyConfig {
  readonly shop: string
  readonly key: string
  /** Travels in every refund. */
  readonly pin: string
}

/** ToyPay over its API: the wallet creates the order on the call. */
export function toyPay(config: ToyConfig): Protocol<'h5' | 'micropay', Everything> {
  return {
    ...rest(config, false),
    manifest: toyManifest('h5'),
    *pay(command, at) {
      return prepared(yield* ask(config, 'write', `${API}/pay`, orderFields(command), at), command, at)
    },
  }
}

/** ToyPay by signed page: nothing is sent, and the wallet creates the order when the payer opens the link. */
export function toyPage(config: ToyConfig): Protocol<'page' | 'micropay', Everything> {
  return {
    ...rest(config, true),
    manifest: toyManifest('page'),
    *pay(command, at) {
      if (command.scene === 'micropay') {
        return prepared(yield* ask(config, 'write', `${API}/pay`, orderFields(command), at), command, at)
      }
      const expiresAt = command.expiresAt ?? at.nowMs + PROMPT_LIFE_MS
      const fields: Fields = { shop: config.shop, ...orderFields(command), ends: String(expiresAt) }
      const url = `${PAY_PAGE}/start?${new URLSearchParams({ ...fields, sign: signedLink(config.key, fields) })}`
      const prompt = { kind: 'redirect', url, expiresAt } as const
      return { kind: 'done', evidence: 'nothing-sent', value: { outTradeNo: command.outTradeNo, prompt } }
    },
  }
}

/** ToyPay as somebody would begin: the four verbs. */
export function toyBare(config: ToyConfig): Protocol<'h5'> {
  const { manifest, pay, query, refund, notify, acknowledge, payee } = toyPay(config)
  return {
    pay,
    query,
    refund,
    notify,
    acknowledge,
    payee,
    manifest: { ...manifest, scenes: ['h5'], abilities: [], identityFor: ['refund'] },
  }
}

type Rest = Omit<Protocol<Scene, Everything>, 'pay' | 'manifest'>

/** `onScan`: the wallet may still hear of an order that it does not know. */
function rest(config: ToyConfig, onScan: boolean): Rest {
  const askAbout = (effect: 'read' | 'write', url: string, { outTradeNo }: AttemptRef, at: Moment, more: Fields = {}) =>
    ask(config, effect, url, { number: outTradeNo, ...more }, at)
  return {
    payee: { mchId: config.shop },
    *query(ref, at) {
      const answer = yield* askAbout('read', `${API}/query`, ref, at)
      if (answer.ok === 'yes') return paymentFact(answer, ref.outTradeNo, 'query')
      return absent(answer, 'NO_ORDER', onScan ? lastScan(ref) : undefined, at.nowMs)
    },
    *refund(command, at) {
      const fields = { refund: command.outRefundNo, part: String(command.amount.amount), pin: config.pin }
      const answer = yield* askAbout('write', `${MONEY}/refund`, command, at, fields)
      if (answer.ok !== 'yes') return refused(answer)
      return { kind: 'done', evidence: 'verified', value: answeredRefund(answer, command) }
    },
    *close(ref, at) {
      const answer = yield* askAbout('write', `${API}/close`, ref, at)
      if (answer.ok !== 'yes') return refused(answer)
      return { kind: 'done', evidence: 'verified', value: paymentFact(answer, ref.outTradeNo, 'reply') }
    },
    *reverse(ref, at) {
      const answer = yield* askAbout('write', `${MONEY}/reverse`, ref, at)
      if (answer.ok !== 'yes') return refused(answer)
      return { kind: 'done', evidence: 'verified', value: paymentFact(answer, ref.outTradeNo, 'reply') }
    },
    *queryRefund(ref, at) {
      const answer = yield* askAbout('read', `${API}/refund-query`, ref, at, { refund: ref.outRefundNo })
      if (answer.ok !== 'yes') return absent(answer, 'NO_REFUND', undefined, at.nowMs)
      return refundFact(answer, ref.outTradeNo, ref.outRefundNo, 'query')
    },
    *statement({ day }, at) {
      const request = signedRequest(config, 'read', `${API}/statement`, { day }, at)
      return { kind: 'download', request, packed: 'none', charset: 'utf-8', ...statementReader() }
    },
    *probe(at) {
      const answer = yield* ask(config, 'read', `${API}/probe`, {}, at)
      const ok = answer.ok === 'yes'
      return { ok, message: ok ? 'ToyPay knows the key' : `ToyPay said ${answer.code}` }
    },
    *notify({ headers, body }) {
      const fields = open(config.key, headers, body)
      const fact = paymentFact(fields, demand(fields, 'number'), 'notify')
      return { id: demand(fields, 'payment'), facts: fact.status === 'paid' ? [fact] : [] }
    },
    acknowledge: (word) => ({ status: { accepted: 204, later: 503, refused: 400 }[word], headers: [], body: '' }),
  }
}

function orderFields(command: PayCommand): Fields {
  const { outTradeNo, total, subject, attach = '', expiresAt } = command
  const code = command.scene === 'micropay' ? { code: command.authCode } : {}
  const ends = expiresAt === undefined ? {} : { ends: String(expiresAt) }
  return { number: outTradeNo, amount: String(total.amount), currency: total.currency, subject, attach, ...ends, ...code }
}

function prepared(answer: Fields, { outTradeNo, scene, expiresAt }: PayCommand, { nowMs }: Moment): Finding<PayReply> {
  if (answer.ok !== 'yes') return refused(answer)
  const fact = paymentFact(answer, outTradeNo, 'reply')
  if (fact.status === 'paid') return { kind: 'done', evidence: 'verified', value: { outTradeNo, fact } }
  const ends = { expiresAt: Math.min(nowMs + PROMPT_LIFE_MS, expiresAt ?? Number.POSITIVE_INFINITY) }
  const prompt = scene === 'micropay' ? ({ kind: 'wait' } as const) : ({ kind: 'redirect', url: demand(answer, 'link') } as const)
  return { kind: 'done', evidence: 'verified', value: { outTradeNo, prompt: { ...prompt, ...ends } } }
}

/** Until when a payer may still open the link. */
function lastScan({ startedAt, expiresAt }: AttemptRef): number {
  const end = expiresAt ?? (startedAt === undefined ? undefined : startedAt + PROMPT_LIFE_MS)
  if (end !== undefined) return end
  throw tpError('NOT_FOUND', 'startedAt or expiresAt: expected one, to know whether the link still works')
}

function signedRequest(
  { shop, key }: ToyConfig,
  effect: HttpRequest['effect'],
  url: string,
  fields: Fields,
  at: Moment,
): HttpRequest {
  const signed = signedBody(key, { shop, nonce: at.nonce(16), at: String(at.nowMs), ...fields })
  return { method: 'POST', url, effect, ...signed, ...(url.startsWith(MONEY) && { identity: 'merchant' }) }
}

function* ask(config: ToyConfig, effect: HttpRequest['effect'], url: string, fields: Fields, at: Moment): Exchange<Fields> {
  const { status, headers, body } = yield* send(signedRequest(config, effect, url, fields, at))
  if (status === 401) return { ok: 'no', status: '401', code: readFields(body)?.code ?? '' }
  if (status !== 200) throw tpError('UNAVAILABLE', `status: expected 200, found ${status}`)
  const answer = open(config.key, headers, body)
  if (answer.shop !== config.shop) throw tpError('UNVERIFIED', `shop: expected ${config.shop}, found another`)
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
