import { describe, expect, test } from 'vitest'
import type { Inspection } from '../wallet.ts'
import {
  type Asking,
  ask,
  close,
  codepay,
  NOW,
  newWallet,
  OTHER,
  OURS,
  only,
  PROVIDER,
  PUBLIC_KEY,
  paidOrder,
  prepay,
  type Question,
  query,
  refund,
  refundQuery,
  SECOND,
  sent,
} from './asking.fixture.ts'
import { paidWith } from './faults.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

type Signature = NonNullable<Inspection['signature']>

/** What the inspector says about a call. */
function diagnosed(question: Question, how: Asking = {}): Signature {
  const wallet = newWallet()
  sent(wallet, question, how)
  const found = wallet.inspect('1')?.signature
  if (!found) throw new Error('expected a signature to be inspected')
  return found
}

const rewrite = (text: string): string => {
  const [head = '', body = ''] = text.split(/(?<=abc123\n)/)
  return `${head}${body.replaceAll('":', '": ').replaceAll(',"', ', "')}`
}
const { body } = prepay()(OURS)
const saying = (name: string, value: string) => (usual: string) =>
  usual.replace(new RegExp(`${name}="[^"]*"`), `${name}="${value}"`)

describe('planted mistakes, each with its named cause', () => {
  test.each<[string, string, RegExp, Question, Asking]>([
    ['none', 'right', /signature is right/, prepay(), {}],
    ['none, without a body', 'right', /signature is right/, query(), {}],
    ['a clock that is late', 'clock', /five minutes off/, prepay(), { timestamp: String(NOW / SECOND - 301) }],
    ['a clock that is early', 'clock', /five minutes off/, prepay(), { timestamp: String(NOW / SECOND + 301) }],
    ['a time that is none', 'clock', /five minutes off/, prepay(), { timestamp: 'now' }],
    ['a serial of before', 'serial', new RegExp(OURS.serial), prepay(), { authorization: saying('serial_no', 'B'.repeat(40)) }],
    ['another merchant', 'wrong-key', /merchant 1900000110/, prepay(), { as: { ...OURS, privateKey: OTHER.privateKey } }],
    ['a merchant of elsewhere', 'unknown-merchant', /no merchant/, prepay(), { as: { ...OURS, mchId: '1999999999' } }],
    ['no last line feed', 'missing-line-end', /last line feed/, prepay(), { signs: (text) => text.slice(0, -1) }],
    ['no last line feed, no body', 'missing-line-end', /last line feed/, query(), { signs: (text) => text.slice(0, -1) }],
    ['no query', 'query-left-out', /query string/, query(), { signs: (text) => text.replace(/\?[^\n]*/, '') }],
    ['a path before escaping', 'path-decoded', /before it was escaped/, query('T%7C10001'), { signs: decodeURIComponent }],
    ['a spaced body', 'body-rewritten', /another spelling/, prepay(), { signs: rewrite }],
    [
      'a compact body',
      'body-rewritten',
      /another spelling/,
      prepay(),
      {
        instead: { body: JSON.stringify(JSON.parse(body), null, 2) },
        signs: (text) => text.replace(/(?<=abc123\n).*/s, `${body}\n`),
      },
    ],
    ['no body', 'body-left-out', /body is missing/, prepay(), { signs: (text) => text.replace(/(?<=abc123\n).*/s, '\n') }],
    ['a method in lower case', 'method-case', /lower case/, prepay(), { signs: (text) => text.replace('POST', 'post') }],
    ['anything else', 'unexplained', /no key of this wallet fits/, prepay(), { signs: () => 'something' }],
    ['a signature that is none', 'unexplained', /no key of this wallet/, prepay(), { authorization: saying('signature', '*') }],
  ])('%s: %s', (_, cause, sentence, question, how) => {
    const found = diagnosed(question, how)
    expect(found.cause).toBe(cause)
    expect(found.sentence.en).toMatch(sentence)
    expect(found.sentence.zh).toMatch(/\p{Script=Han}/u)
  })

  test('the text is shown as the wallet reads it', () => {
    const found = diagnosed(prepay(), { signs: () => 'something' })
    expect(found.text).toBe(`POST\n/v3/pay/transactions/native\n${NOW / SECOND}\nabc123\n${body}\n`)
  })

  test('a call without a proof has nothing to inspect', () => {
    const wallet = newWallet()
    sent(wallet, prepay(), { authorization: () => '' })
    expect(wallet.inspect('1')).toBeDefined()
    expect(wallet.inspect('1')?.signature).toBeUndefined()
  })

  test.each([0, 1, 299_999, 300_000, 300_999, 301_000])('the clock is wrong where the wallet refuses it: %i ms', (late) => {
    const wallet = newWallet()
    const answer = sent(wallet, prepay(), { now: NOW + late, timestamp: String(NOW / SECOND) })
    expect(wallet.inspect('1')?.signature?.cause).toBe(answer?.status === 200 ? 'right' : 'clock')
  })
})

describe('a notify', () => {
  test('is right', () => {
    const wallet = paidWith()
    wallet.due(NOW)
    const last = wallet.exchanges().at(-1)
    expect(wallet.inspect(last?.id ?? '')?.signature).toMatchObject({ cause: 'right' })
  })

  test.each(['notify-forged', 'notify-broken-signature', 'notify-other-key'])('is spoilt by %s', (fault) => {
    const wallet = paidWith({ fault })
    wallet.due(NOW)
    const found = wallet.inspect(wallet.exchanges().at(-1)?.id ?? '')?.signature
    expect(found).toMatchObject({ cause: 'spoilt' })
    expect(found?.sentence.en).toContain(fault)
  })

  test('is shown with what it encrypts, and with its answer', () => {
    const wallet = paidWith()
    const { id } = only(wallet.due(NOW))
    wallet.delivered(id, { status: 204, body: '' }, NOW)
    const last = wallet.exchanges().at(-1)
    expect(last).toMatchObject({
      from: 'wallet',
      call: 'notify',
      mchId: OURS.mchId,
      outTradeNo: 'T-10001',
      answer: { status: 204 },
    })
    const fields = new Map(wallet.inspect(last?.id ?? '')?.fields)
    expect([fields.get('event_type'), fields.get('amount.total')]).toEqual(['TRANSACTION.SUCCESS', '1990'])
  })
})

describe('what passed', () => {
  const last = (wallet: WeChatWallet) => wallet.exchanges().at(-1)

  test('is listed with what was meant, and whose it was', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    ask(wallet, refund())
    ask(wallet, refundQuery())
    ask(wallet, query())
    sent(wallet, close())
    const named = wallet.exchanges().map(({ call, mchId, outTradeNo }) => [call, mchId, outTradeNo])
    expect(named).toEqual(['pay', 'refund', 'queryRefund', 'query', 'close'].map((call) => [call, OURS.mchId, 'T-10001']))
    ask(wallet, prepay(), { as: PROVIDER })
    expect(last(wallet)).toMatchObject({ call: 'pay', mchId: PROVIDER.mchId })
  })

  test('shows a payment code shortened, and as it was sent in the bytes', () => {
    const wallet = newWallet()
    const code = wallet.paymentCode(NOW)
    ask(wallet, codepay(code))
    const found = wallet.inspect('1')
    expect(new Map(found?.fields).get('payer.auth_code')).toBe(`${code.slice(0, 4)}…`)
    expect(new Map(found?.answerFields).get('trade_state')).toBe('SUCCESS')
    expect(new TextDecoder().decode(found?.exchanged.request.body)).toContain(code)
  })

  test('names the faults that struck it', () => {
    const wallet = paidWith({ fault: 'broken-signature' })
    sent(wallet, query(), { serial: PUBLIC_KEY.id })
    expect(last(wallet)?.faults).toEqual(['broken-signature'])
  })
})
