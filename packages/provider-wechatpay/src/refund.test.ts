import { constants, createPrivateKey, privateDecrypt } from 'node:crypto'
import { bind, cny, type Exchange, type RefundCommand, type Step } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { AbnormalRefund } from './extra.ts'
import { wechatpay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import {
  account,
  at,
  CERTIFICATE_SERIAL,
  drive,
  firstRequest,
  header,
  PUBLIC_KEY_ID,
  platformKey,
  REFUNDED,
  refund,
  sent,
  signed,
  sub,
  TRUSTED,
  walletKey,
} from './wallet.fixture.ts'

const protocol = wechatpay(account)
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

/** The fields of the command in a caller's hands: JavaScript does not know our types. */
const ask = (changes: Record<string, unknown> = {}, config = account) =>
  wechatpay(config).refund({ ...refund, ...changes } as RefundCommand, at)
const body = (changes?: Record<string, unknown>, config = account) => sent(firstRequest(ask(changes, config)))
const reply = (changes: object = {}) => drive(ask(), signed({ ...REFUNDED, ...changes })).reply

const REFUNDS = 'https://api.mch.weixin.qq.com/v3/refund/domestic/refunds'

describe('a refund', () => {
  test('names the transaction where it is known, else the order', () => {
    const request = firstRequest(ask())
    expect(request).toMatchObject({ method: 'POST', effect: 'write', url: REFUNDS })
    const amount = { refund: 30, total: 100, currency: 'CNY' }
    const rest = { out_refund_no: 'R1', notify_url: account.notifyUrl, amount }
    expect(sent(request)).toEqual({ transaction_id: refund.transactionId, ...rest })
    expect(body({ transactionId: undefined })).toEqual({ out_trade_no: refund.outTradeNo, ...rest })
  })

  test('of a service provider names the sub-merchant', () => {
    expect(body({}, { ...account, ...sub })).toMatchObject({ sub_mchid: sub.subMchId })
  })

  test('its reason is counted in bytes: 26 characters of Chinese', () => {
    expect(body({ reason: '退'.repeat(26) }).reason).toBe('退'.repeat(26))
    expect(() => firstRequest(ask({ reason: '退'.repeat(27) }))).toThrow(failing('INVALID', 'reason: expected at most 80 bytes'))
  })

  test.each([
    ['reason', { reason: '🍵' }],
    ['extra.wechatpay', { extra: { wechatpay: { goodsTag: 'not here' } } }],
    ['extra.wechatpay.fundsAccount', { extra: { wechatpay: { fundsAccount: 'BASIC' } } }],
  ])('%s: refused before anything is sent', (field, changes) => {
    expect(() => firstRequest(ask(changes))).toThrow(failing('INVALID', `${field}: `))
  })

  test('another account of ours', () => {
    expect(body({ extra: { wechatpay: { fundsAccount: 'AVAILABLE' } } })).toMatchObject({ funds_account: 'AVAILABLE' })
  })

  test.each([
    ['PROCESSING', 'processing', undefined],
    ['SUCCESS', 'refunded', undefined],
    ['CLOSED', 'closed', undefined],
    ['ABNORMAL', 'processing', true],
  ])('200 means accepted: %s is %s', (status, ours, needsOperator) => {
    const found = reply({ status })
    expect(found).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: ours, amount: cny.fen(30), source: 'reply' },
    })
    if (found.kind === 'done') expect(found.value.needsOperator).toBe(needsOperator)
  })

  test('it names no merchant, and is ours by its numbers', () => {
    const found = reply({ status: 'SUCCESS', success_time: '2025-01-01T08:05:00+08:00' })
    if (found.kind !== 'done') throw new Error('expected a fact')
    expect(found.value).not.toHaveProperty('payee')
    expect(found.value.refundedAt).toBe(Date.parse('2025-01-01T08:05:00+08:00'))
    expect(bind({ payee: protocol.payee, ...refund }, found.value)).toEqual({ kind: 'ours' })
  })

  test('with coupons the payer gets less back, and the refund is over what was asked for', () => {
    expect(reply({ amount: { ...REFUNDED.amount, payer_refund: 20 } })).toMatchObject({ value: { amount: cny.fen(30) } })
  })

  test.each([
    ['another refund', { out_refund_no: 'R2' }, 'UNVERIFIED'],
    ['another order', { out_trade_no: 'T20250101000002' }, 'UNVERIFIED'],
    ['another transaction', { transaction_id: '42' }, 'UNVERIFIED'],
    ['another amount', { amount: { ...REFUNDED.amount, refund: 31 } }, 'MALFORMED'],
    ['no amount', { amount: undefined }, 'MALFORMED'],
    ['no number of its own', { refund_id: undefined }, 'MALFORMED'],
    ['a state that nobody knows', { status: 'CHANGE' }, 'MALFORMED'],
    ['the state of a notify', { status: undefined, refund_status: 'SUCCESS' }, 'MALFORMED'],
  ])('%s is no answer to it: %j is %s', (_what, changes, code) => {
    expect(() => reply(changes)).toThrow(failing(code))
  })
})

describe('the query of a refund', () => {
  const query = (changes: object = {}, config = account) =>
    drive(wechatpay(config).queryRefund({ ...refund, ...changes }, at), signed(REFUNDED))

  test('asks by our number, escaped; a service provider names the sub-merchant', () => {
    const { reply: fact, requests } = query()
    expect(requests).toMatchObject([{ method: 'GET', effect: 'read', url: `${REFUNDS}/R1` }])
    expect(fact).toMatchObject({ kind: 'refund', status: 'processing', source: 'query', amount: cny.fen(30) })
    const odd = wechatpay({ ...account, ...sub }).queryRefund({ ...refund, outRefundNo: 'a@b|c*d' }, at)
    expect(firstRequest(odd).url).toBe(`${REFUNDS}/a%40b%7Cc*d?sub_mchid=1900000110`)
  })

  test("the wallet's own number must fit where it is known", () => {
    expect(() => query({ refundId: '1' })).toThrow(failing('UNVERIFIED', 'refund_id'))
    expect(query({ refundId: REFUNDED.refund_id }).reply).toMatchObject({ refundId: REFUNDED.refund_id })
  })

  test('another amount than expected is a fact that bind refuses', () => {
    const { reply: fact } = query()
    if (fact.kind !== 'refund') throw new Error('expected a refund')
    expect(bind({ payee: protocol.payee, ...refund, amount: cny.fen(31) }, fact)).toMatchObject({ field: 'amount' })
  })
})

describe('an abnormal refund: where the money goes whose card is void', () => {
  const CARD: AbnormalRefund = {
    refundId: REFUNDED.refund_id,
    type: 'USER_BANK_CARD',
    bankType: 'ICBC_DEBIT',
    bankAccount: '6222020200112233445',
    realName: '张三',
  }
  const abnormal = (changes: object = {}) => ask({ extra: { wechatpay: { abnormal: { ...CARD, ...changes } } } })
  const open = (text: unknown, key = walletKey) =>
    privateDecrypt(
      { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
      Buffer.from(String(text), 'base64'),
    ).toString()

  test('by hand: the key is asked for once, seals twice, and its id is named in the request', () => {
    const exchange: Exchange<unknown> = abnormal()
    const step = (answer?: Parameters<typeof exchange.next>[0]): Step => {
      const next = answer ? exchange.next(answer) : exchange.next()
      if (next.done) throw new Error('expected a step')
      return next.value
    }
    expect(step()).toEqual({ do: 'key' })
    const key = TRUSTED.get(CERTIFICATE_SERIAL)
    if (!key) throw new Error('expected the key')
    const first = step({ to: 'key', found: { id: CERTIFICATE_SERIAL, key } })
    expect(first).toEqual({ do: 'seal', key: CERTIFICATE_SERIAL, bytes: new TextEncoder().encode(CARD.bankAccount) })
    const second = step({ to: 'seal', bytes: Uint8Array.of(1, 2, 3) })
    expect(second).toEqual({ do: 'seal', key: CERTIFICATE_SERIAL, bytes: new TextEncoder().encode(CARD.realName) })
    // No other key step: the one that sealed is the one to answer with.
    expect(step({ to: 'seal', bytes: Uint8Array.of(4, 5, 6) })).toMatchObject({ do: 'sign', key: 'merchant' })
    const last = step({ to: 'sign', bytes: Uint8Array.of(7) })
    if (last.do !== 'send') throw new Error('expected the request')
    expect(header(last.request, 'wechatpay-serial')).toBe(CERTIFICATE_SERIAL)
    expect(sent(last.request)).toMatchObject({ bank_account: 'AQID', real_name: 'BAUG' })
  })

  test('is sent sealed, under the number of the refund', () => {
    const request = firstRequest(abnormal())
    const { bank_account, real_name, ...rest } = sent(request)
    expect(request.url).toBe(`${REFUNDS}/${REFUNDED.refund_id}/apply-abnormal-refund`)
    expect(rest).toEqual({ out_refund_no: 'R1', type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT' })
    expect([open(bank_account), open(real_name)]).toEqual(['6222020200112233445', '张三'])
    expect(header(request, 'wechatpay-serial')).toBe(PUBLIC_KEY_ID)
    const shown = Buffer.from(request.body ?? []).toString()
    for (const secret of [CARD.bankAccount, CARD.realName]) expect(shown).not.toContain(secret)
    for (const name of ['bank_account', 'real_name']) expect(protocol.manifest.sensitiveFields).toContain(name)
  })

  test('in certificate mode it is sealed for the certificate', () => {
    const certificates = new Map([...TRUSTED].filter(([id]) => id === CERTIFICATE_SERIAL))
    const answer = signed(REFUNDED, 200, { serial: CERTIFICATE_SERIAL, key: platformKey })
    const { requests, reply: found } = drive(abnormal(), answer, certificates)
    const [request] = requests
    if (!request) throw new Error('expected a request')
    expect(header(request, 'wechatpay-serial')).toBe(CERTIFICATE_SERIAL)
    expect(open(sent(request).bank_account, createPrivateKey(KEYS.platform_private_pem))).toBe(CARD.bankAccount)
    expect(found).toMatchObject({ kind: 'done', value: { status: 'processing' } })
  })

  test('without a key of the wallet nothing is sent', () => {
    expect(() => drive(abnormal(), [], new Map())).toThrow(failing('CONFIG', 'set publicKey and publicKeyId'))
  })

  test("to the merchant's card nothing is sealed", () => {
    const plain = { bankType: undefined, bankAccount: undefined, realName: undefined }
    const { requests, steps } = drive(abnormal({ ...plain, type: 'MERCHANT_BANK_CARD' }), signed(REFUNDED))
    expect(requests.map(sent)).toEqual([{ out_refund_no: 'R1', type: 'MERCHANT_BANK_CARD' }])
    expect(steps.some((step) => step.do === 'seal')).toBe(false)
  })

  test.each([
    ['no number', { refundId: undefined }],
    ['a number that leads elsewhere', { refundId: '../close' }],
    ['a type that nobody knows', { type: 'BALANCE' }],
    ['another type without a card', { type: 'BALANCE', bankType: undefined, bankAccount: undefined, realName: undefined }],
    ['no bank', { bankType: undefined }],
    ['no account', { bankAccount: '' }],
    ['no name', { realName: undefined }],
    ['a name that does not fit into a seal', { realName: '张'.repeat(67) }],
    ['a card, though it goes to the merchant', { type: 'MERCHANT_BANK_CARD' }],
  ])('%s is refused before anything is sent, and the card is in no sentence', (_what, changes) => {
    const refused = () => firstRequest(abnormal(changes))
    expect(refused).toThrow(failing('INVALID', 'extra.wechatpay.abnormal'))
    expect(refused).toThrow(expect.not.objectContaining({ message: expect.stringMatching(/6222|张/) }))
  })

  test.each([null, 'refund', 7])('%j is none', (value) => {
    expect(() => firstRequest(ask({ extra: { wechatpay: { abnormal: value } } }))).toThrow(
      failing('INVALID', 'extra.wechatpay.abnormal: expected an object'),
    )
  })

  test('a name of 200 bytes fits into a seal', () => {
    const realName = `${'张'.repeat(66)}ab`
    expect(open(sent(firstRequest(abnormal({ realName }))).real_name)).toBe(realName)
  })
})
