import { bind, type HttpResponse, type Received } from '@tpkit/core'
import { checkNotifyUrl } from '@tpkit/core/provider'
import { type Fields, writeXml } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  drive,
  immediate,
  payment,
  received,
  refund,
  refusal,
  response,
  signedXml,
  unsignedRefusal,
  vector,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const { sign: _sign, ...GENUINE } = vector('notifications', 'computed-payment-coupon').fields
const failing = (code: string) => expect.objectContaining({ code })

/** Bytes as they arrive, each after its repaired twin was accepted: else a wrong path that refuses everything would look safe. */
function notify(body: Uint8Array | string) {
  const whole: Received = {
    headers: new Map(),
    query: '',
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  }
  expect(immediate(protocol.notify(received(signedXml(GENUINE)), at)).facts).toHaveLength(1)
  return immediate(protocol.notify(whole, at))
}

const signed = (changes: Fields) => notify(signedXml({ ...GENUINE, ...changes }))

describe('a notify that is genuine and odd', () => {
  test.each(['SUCCESS', 'Success', 'success', 'sUCCESS'])('trade_state %s is paid', (trade_state) => {
    expect(signed({ trade_state }).facts).toMatchObject([{ status: 'paid' }])
  })

  test('with a discount: the order is over the total, the payer gave less', () => {
    const { facts } = signed({ total_fee: '888', cash_fee: '666', coupon_fee: '222' })
    expect(facts).toMatchObject([{ total: { amount: 888n }, payerTotal: { amount: 666n } }])
    const [fact] = facts
    if (fact?.kind !== 'payment') throw new Error('expected a payment')
    expect(bind({ payee: protocol.payee, ...payment }, fact)).toEqual({ kind: 'ours' })
  })

  test('with a discount that covers everything', () => {
    expect(signed({ cash_fee: '0', coupon_fee: '888' }).facts).toMatchObject([
      { total: { amount: 888n }, payerTotal: { amount: 0n } },
    ])
  })

  test('with parts that do not add up to the total: the order is over the total, and nothing hangs on the parts', () => {
    expect(signed({ total_fee: '888', cash_fee: '666', coupon_fee: '1' }).facts).toMatchObject([
      { status: 'paid', total: { amount: 888n }, payerTotal: { amount: 666n } },
    ])
  })

  test('without any of the optional fields', () => {
    const { mch_id = '', out_trade_no = '', transaction_id = '', trade_state = '', ...rest } = GENUINE
    const least = { mch_id, out_trade_no, transaction_id, trade_state, total_fee: '888', fee_type: 'CNY', nonce_str: 'n' }
    const { facts } = notify(signedXml(least))
    expect(facts).toMatchObject([{ status: 'paid', outTradeNo: out_trade_no, total: { amount: 888n } }])
    for (const name of ['paidAt', 'payer', 'payerTotal']) expect(facts[0]).not.toHaveProperty(name)
    expect(Object.keys(rest).length).toBeGreaterThan(6)
  })

  test('with optional fields that cannot be read: nothing hangs on them', () => {
    const { facts } = signed({ time_end: '20160230999999', cash_fee: '6.66', coupon_fee: 'x' })
    expect(facts).toMatchObject([{ status: 'paid' }])
    for (const name of ['paidAt', 'payerTotal']) expect(facts[0]).not.toHaveProperty(name)
  })

  test('with fields that nobody knows: they are signed like the others', () => {
    expect(signed({ future_field: '未来', Zeta: '0', _x: ' ' }).facts).toMatchObject([{ status: 'paid' }])
    const forged = signedXml(GENUINE).replace('</xml>', '<future_field>1</future_field></xml>')
    expect(() => notify(forged)).toThrow(failing('UNVERIFIED'))
  })

  test.each(['Sign', 'SIGN', 'sIgN'])('only "sign" stands outside of the signed text: "%s" is a field like any other', (name) => {
    expect(signed({ [name]: 'A'.repeat(32) }).facts).toMatchObject([{ status: 'paid' }])
    const added = signedXml(GENUINE).replace('</xml>', `<${name}>1</${name}></xml>`)
    expect(() => notify(added)).toThrow(failing('UNVERIFIED'))
    const renamed = signedXml(GENUINE).replaceAll('sign>', `${name}>`)
    expect(() => notify(renamed)).toThrow(failing('UNVERIFIED'))
  })
})

describe('bytes', () => {
  const xml = signedXml(GENUINE)
  const amount = '<total_fee>888</total_fee>'

  test('one value in two CDATA parts, or text and CDATA, is that value', () => {
    expect(xml).toContain(amount)
    for (const parts of ['<![CDATA[8]]><![CDATA[88]]>', '8<![CDATA[88]]>', '<![CDATA[]]>888', '8&#56;8']) {
      expect(notify(xml.replace(amount, `<total_fee>${parts}</total_fee>`)).facts).toMatchObject([{ total: { amount: 888n } }])
    }
  })

  test.each([
    ['two parts that add up to another amount', '<![CDATA[888]]><![CDATA[0]]>', 'UNVERIFIED'],
    ['a part that is not ended', '<![CDATA[888]]><![CDATA[', 'MALFORMED'],
    ['a part within a part', '<![CDATA[<![CDATA[888]]>]]>', 'MALFORMED'],
    ['space around the part', ' <![CDATA[888]]> ', 'UNVERIFIED'],
  ])('%s: %s is %s', (_what, parts, code) => {
    expect(() => notify(xml.replace(amount, `<total_fee>${parts}</total_fee>`))).toThrow(failing(code))
  })

  test('a byte order mark before the message, and an XML declaration, change nothing', () => {
    const declared = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`
    for (const text of [declared, `\uFEFF${xml}`, `\uFEFF${declared}`]) {
      expect(() => notify(text).facts).not.toThrow()
    }
  })

  test.each([
    ['GBK bytes', Buffer.concat([Buffer.from(xml.slice(0, 5)), Buffer.from([0xc9, 0xee]), Buffer.from(xml.slice(5))])],
    ['a declaration of GBK', `<?xml version="1.0" encoding="GBK"?>${xml}`],
    ['UTF-16', Buffer.from(xml, 'utf16le')],
    ['Latin-1 of Chinese', Buffer.from(xml.replace('深圳', 'ÀÉ'), 'latin1')],
    ['a half character at the end', Buffer.concat([Buffer.from(xml), Buffer.from([0xe6, 0xb7])])],
  ])('%s is no message', (_what, body) => {
    expect(() => notify(body)).toThrow(failing('MALFORMED'))
  })
})

describe('a refund that cannot be', () => {
  const reply = (answer: HttpResponse) => drive(protocol.refund(refund, at), answer).reply

  test.each([
    ['above what is left', 'PARAM_ERROR', 'INVALID', 'after-fix'],
    ['above what the merchant has', 'NOTENOUGH', 'FUNDS', 'same-number'],
    ['of an unpaid order', 'INVALID_TRANSACTIONID', 'INVALID', 'after-fix'],
    ['of an order of another merchant, or of none', 'ORDERNOTEXIST', 'NOT_FOUND', 'after-fix'],
    ['to an account that was cancelled', 'USER_ACCOUNT_ABNORMAL', 'DECLINED', 'never'],
  ])('%s: %s is refused, %s, %s', (_what, err_code, code, retry) => {
    expect(reply(refusal(err_code))).toMatchObject({ kind: 'refused', evidence: 'verified', failure: { code, retry } })
  })

  test.each(['ORDERCLOSED', 'ORDERPAID', 'OUT_TRADE_NO_USED', 'SOMETHING_NEW', ''])(
    'a closed order and "%s", which the page does not list for refunds: unknown, the same number again',
    (err_code) => {
      expect(reply(refusal(err_code))).toMatchObject({ kind: 'unknown', failure: { retry: 'same-number' } })
    },
  )

  test('said without signature, only a mistake in the request is believed', () => {
    expect(reply(unsignedRefusal('PARAM_ERROR'))).toMatchObject({ kind: 'refused' })
    for (const code of ['NOTENOUGH', 'INVALID_TRANSACTIONID', 'ORDERNOTEXIST']) {
      expect(reply(unsignedRefusal(code))).toMatchObject({ kind: 'unknown' })
    }
  })
})

test('an answer in odd bytes is judged as a notify is', () => {
  const close = (body: string) => drive(protocol.close(payment, at), response(body)).reply
  const fields = { return_code: 'SUCCESS', result_code: 'SUCCESS', mch_id: account.mchId }
  const xml = signedXml(fields)
  expect(close(`\uFEFF${xml}`)).toMatchObject({ kind: 'done' })
  expect(close(xml.replace('1900000109', '<![CDATA[19000]]><![CDATA[00109]]>'))).toMatchObject({ kind: 'done' })
  expect(() => close(xml.replace('1900000109', '<![CDATA[19000]]>0'))).toThrow(failing('UNVERIFIED'))
  expect(() => close(writeXml(fields))).toThrow(failing('UNVERIFIED'))
})

test.each([
  '-----BEGIN PRIVATE KEY-----\nMIIE',
  'a-key-in-place-of-an-address',
  'https://a.example/n with blanks',
  'https://u:p@a.example/n',
])('a callback address that is none is not shown: it may be a key (%s)', (value) => {
  expect(() => checkNotifyUrl('notifyUrl', value, 256)).toThrow(/found (?:other text|one with user name, password or query)$/)
})
