import { fromBeijing, fromBeijingText, fromRfc3339, md5Verify, readForm, readJson, readXml, yuanToFen } from '@tpkit/wire'
import { cny, isTPError } from 'tpkit'
import { endpointUrl } from '../../../packages/tpkit/src/gateway/public-address.ts'
import { paidBy, rejected } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { qqFields, qqXml } from '../world/qq.ts'
import { shortly } from '../world/sold.ts'

const LONG = 50_000
const PIECES = ['a', '1', '-', '.', '%', '茶', '😀', '1-', 'a.', '((', '\\u0041', '00:']
/** No measurement: a pattern that tries again from every place would take minutes. */
const HANGS_MS = 2000

const FIELDS: Readonly<Record<string, (long: string) => object>> = {
  orderNo: (orderNo) => ({ orderNo }),
  method: (method) => ({ method }),
  scene: (scene) => ({ scene }),
  subject: (subject) => ({ subject }),
  attach: (attach) => ({ attach }),
  currency: (currency) => ({ total: { amount: 1, currency } }),
  expiresAt: (long) => ({ expiresAt: `2026-11-27T14:30:00.${long}` }),
  payerIp: (payerIp) => ({ payerIp }),
  extra: (long) => ({ extra: { [long.slice(0, 20_000)]: {} } }),
  returnUrl: (long) => ({ scene: 'h5', returnUrl: `https://${long}` }),
  authCode: (authCode) => ({ scene: 'micropay', authCode: `${authCode}x` }),
  payerId: (payerId) => ({ scene: 'jsapi', payerId: `${payerId} ` }),
}
const HEADERS = [
  'Authorization',
  'Idempotency-Key',
  'Content-Type',
  'traceparent',
  'tracestate',
  'Forwarded',
  'X-Forwarded-For',
  'X-Request-Id',
  'Accept',
  'Host',
]

export const parsePatterns: Cases = {
  A087: async (trial) => {
    for (const [name, field] of Object.entries(FIELDS))
      await trial.bad(`${name} of 50 000 characters, in ${PIECES.length} forms`, () => refusedField(trial, field))
    for (const name of HEADERS) await trial.bad(`${name} of 15 000 characters, in four forms`, () => answeredHeader(trial, name))
    for (const query of ['cursor', 'text', 'from', 'orderNo', 'minAmount'])
      await trial.bad(`?${query}= of 15 000 characters`, () => answeredQuery(trial, query))
    for (const [name, reader] of Object.entries(READERS))
      await trial.bad(`${name} of 50 000 characters, in ${PIECES.length} forms`, () => quickly(reader))
    const sold = await trial.shop.sell('qq')
    for (const field of ['sign', 'mch_id', 'time_end', 'total_fee', 'trade_state']) {
      const body = qqXml({ ...qqFields(sold.notify.body), [field]: '1'.repeat(LONG) })
      await trial.bad(`a notify with ${field} of 50 000 characters`, () => rejected(trial, sold, { ...sold.notify, body }))
    }
    await trial.twin('the notify as it is', () => paidBy(trial, sold))
  },
}

/** As many characters, and one that ends the likeness. */
function nearMisses(length: number): readonly string[] {
  return PIECES.map((piece) => `${piece.repeat(length / piece.length)}!`)
}

async function refusedField({ shop }: Trial, field: (long: string) => object): Promise<string | undefined> {
  const order = {
    orderNo: shop.orderNo(),
    method: 'wallet-qq-a',
    scene: 'native',
    subject: 'Tea',
    total: { amount: 1990, currency: 'CNY' },
  }
  for (const long of nearMisses(LONG)) {
    const answer = await shop.ask('a', 'POST', '/v1/payments', { body: { ...order, ...field(long) } })
    if (![400, 404, 413, 422].includes(answer.status)) return `expected a refusal, found ${shortly(answer)}`
  }
  return undefined
}

const ASCII = ['a', '1', ';q="', '=,', '((', '" '].map((piece) => `${piece.repeat(15_000 / piece.length)}`)

async function answeredHeader({ shop, world }: Trial, name: string): Promise<string | undefined> {
  for (const long of ASCII) {
    const own = name === 'Authorization' ? [] : [['Authorization', `Bearer ${world.key('a')}`] as const]
    const answer = await shop.post('/v1/methods', { headers: [...own, [name, long]], body: new Uint8Array() }, 'GET')
    if (answer.status === 0 || answer.status >= 500) return `expected an answer, found ${shortly(answer)}`
  }
  return undefined
}

async function answeredQuery({ shop }: Trial, name: string): Promise<string | undefined> {
  for (const long of ASCII) {
    const answer = await shop.ask('a', 'GET', `/v1/payments?${name}=${encodeURIComponent(long).slice(0, 14_000)}`)
    if (answer.status === 0 || answer.status >= 500) return `expected an answer, found ${shortly(answer)}`
  }
  return undefined
}

const bytes = (text: string): Uint8Array => Buffer.from(text)

const READERS: Readonly<Record<string, (long: string) => unknown>> = {
  'an XML value': (long) => readXml(bytes(`<xml><a>${long}</b></xml>`)),
  'an XML name': (long) => readXml(bytes(`<xml><${long}>1</${long}></xml>`)),
  'XML in CDATA': (long) => readXml(bytes(`<xml><a><![CDATA[${long}]]</a></xml>`)),
  'XML entities': (long) => readXml(bytes(`<xml><a>&#${long};</a></xml>`)),
  'a form': (long) => readForm(bytes(`a=%${long}`)),
  JSON: (long) => readJson(bytes(`{"a":"${long}`)),
  yuan: (long) => yuanToFen(long),
  'yuan of an app': (long) => cny.yuan(long),
  'a time of Beijing': (long) => fromBeijing(long),
  'a time of Beijing in words': (long) => fromBeijingText(`2026-03-08 ${long}`),
  'a time of RFC 3339': (long) => fromRfc3339(`2026-03-08T02:30:00.${long}`),
  'a sign': (long) => md5Verify({ a: '1', sign: long }, ['0123456789abcdef0123456789abcdef']),
  'an address': (long) => endpointUrl(`https://${long}`, 'public'),
}

async function quickly(read: (long: string) => unknown): Promise<string | undefined> {
  for (const long of nearMisses(LONG)) {
    const began = performance.now()
    const thrown = thrownBy(() => read(long))
    if (thrown !== undefined && !isTPError(thrown)) return `expected a refusal, found ${String(thrown).slice(0, 200)}`
    if (performance.now() - began > HANGS_MS) return `${long.slice(0, 4)}… took ${Math.round(performance.now() - began)} ms`
  }
  return undefined
}

function thrownBy(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}
