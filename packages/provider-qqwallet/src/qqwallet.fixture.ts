import { readFileSync } from 'node:fs'
import {
  type Answer,
  cny,
  type Download,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Moment,
  type Received,
  Secret,
  type StatementRow,
  type StatementSummary,
} from '@tpkit/core'
import { type Fields, md5Sign, readXml, writeXml } from '@tpkit/wire'
import type { QQWalletConfig } from './config.ts'

/** The key of the computed vectors: invented, usable nowhere. */
export const KEY = 'tpkitQqWalletTestKey0123456789ab'
export const NOW = Date.UTC(2016, 6, 12, 4, 0, 0) // 2016-07-12 12:00:00 in Beijing
export const TRANSACTION = '1353933301461607211903715555'

export const account: QQWalletConfig = {
  mchId: '1900000109',
  apiKeys: [new Secret(KEY)],
  notifyUrl: 'https://merchant.example/qq/notify',
  operatorPassword: new Secret('111111'),
}

export const at: Moment = { nowMs: NOW, nonce: (length) => 'n'.repeat(length) }

export const payment = { outTradeNo: '20150806125346', total: cny.fen(888) }
/** What a service provider's account adds. */
export const sub = { appId: '1007033799', subMchId: '9000000101', subAppId: '1007033790' }
/** What an app needs. */
export const app = { appId: '1007033799', appKey: new Secret('test-app-key-0001') }
export const counter = { ...payment, scene: 'micropay', subject: '天虹南山店-超市', authCode: '910728310408849937' } as const
export const order = { ...payment, scene: 'native', subject: '天虹南山店-超市' } as const
export const refund = { ...payment, transactionId: TRANSACTION, outRefundNo: 'R-0001', amount: cny.fen(666) }

/** One entry of the file. Which members it has depends on its section. */
interface Vector {
  readonly id: string
  readonly operation?: string
  readonly key: string
  readonly fields: Fields
  readonly xml: string
  readonly params: Fields
  readonly stringToSign: string
  readonly sign: string
  readonly signType: string
  readonly expect: unknown
  readonly appKey: string
  readonly sig: string
  readonly sameInputAs?: string
  readonly input: Fields
  readonly output: Fields
  readonly pattern: string
  readonly examples: readonly string[]
  readonly plain: string
  readonly op_user_passwd: string
  readonly parsed: Fields
  readonly text: string
  readonly raw: string
  readonly gzipBase64: string
  readonly fixed: Fields
  readonly endpoint: string
  readonly clientCertificate?: boolean
  /** Of captured answers, whose values their author blanked. */
  readonly fieldNames?: readonly string[]
}

type Section =
  | 'sign'
  | 'signNegative'
  | 'appLaunchSignature'
  | 'clientParams'
  | 'operatorPassword'
  | 'requests'
  | 'responses'
  | 'notifications'
  | 'acknowledgements'
  | 'statements'

const FILE = new URL('../../../test-fixtures/qqwallet-vectors.json', import.meta.url)
const { meta: _about, ...vectors }: Record<Section, readonly Vector[]> & { meta: unknown } = JSON.parse(
  readFileSync(FILE, 'utf8'),
)

/** Every vector of the file, as `section/id`. */
export const VECTOR_NAMES: readonly string[] = Object.entries(vectors).flatMap(([section, all]) =>
  all.map(({ id }) => `${section}/${id}`),
)

export function vector(section: Section, id: string): Vector {
  const found = vectors[section].find((one) => one.id === id)
  if (!found) throw new Error(`no vector ${section}/${id}`)
  return found
}

/** What an exchange returns that asks nothing of the world. */
export function immediate<Reply>(exchange: Exchange<Reply>): Reply {
  const next = exchange.next()
  if (next.done) return next.value
  throw new Error(`expected no request, found ${next.value.do}`)
}

/** Reads a file as core does, line by line, without the line ends. */
export function readFile({ reader }: Download, text: string): { rows: StatementRow[]; summary: StatementSummary } {
  const rows = text.split(/\r?\n/).flatMap((line) => reader.line(line) ?? [])
  return { rows, summary: reader.end() }
}

/** Drives an exchange by hand: the wallet answers every call with the same bytes. */
export function drive<Reply>(
  exchange: Exchange<Reply>,
  response: HttpResponse,
): { request: HttpRequest | undefined; reply: Reply } {
  let request: HttpRequest | undefined
  let next = exchange.next()
  while (!next.done) {
    if (next.value.do === 'send') request = next.value.request
    const answer: Answer = { to: 'send', response }
    next = exchange.next(answer)
  }
  return { request, reply: next.value }
}

/** What an exchange would send first; nothing answers. */
export function firstRequest(exchange: Exchange<unknown>): HttpRequest {
  const step = exchange.next()
  if (step.done || step.value.do !== 'send') throw new Error('expected a request')
  return step.value.request
}

export function sentFields(exchange: Exchange<unknown>): Fields {
  return readXml(firstRequest(exchange).body ?? '')
}

export function response(body: string, status = 200): HttpResponse {
  return { status, headers: new Map(), body: new TextEncoder().encode(body), nowMs: NOW + 50 }
}

export function received(body: string): Received {
  return { headers: new Map(), query: '', body: new TextEncoder().encode(body) }
}

export function signedXml(fields: Fields, key = KEY): string {
  return writeXml({ ...fields, sign: md5Sign(fields, key) })
}

/** The head that every genuine answer has. */
export const HEAD: Fields = {
  return_code: 'SUCCESS',
  return_msg: 'SUCCESS',
  retcode: '0',
  retmsg: 'ok',
  mch_id: '1900000109',
  nonce_str: 'r0',
  result_code: 'SUCCESS',
}

export function success(fields: Fields): HttpResponse {
  return response(signedXml({ ...HEAD, ...fields }))
}

export function refusal(err_code: string, fields: Fields = {}): HttpResponse {
  return response(signedXml({ ...HEAD, result_code: 'FAIL', err_code, err_code_des: '订单', ...fields }))
}

export function unsignedRefusal(err_code: string): HttpResponse {
  return response(writeXml({ return_code: 'FAIL', return_msg: '通信失败', retcode: '66210035', err_code }))
}
