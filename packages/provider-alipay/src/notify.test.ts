import { sign } from 'node:crypto'
import { applyPayment, applyRefund, bind, cny, type Fact, type Received } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chain, keyPair, PINNED, withCertificates } from './certificate.fixture.ts'
import { alipay } from './protocol.ts'
import {
  account,
  at,
  drive,
  form,
  NOTIFIED,
  notified,
  OF_A_REFUND,
  payment,
  received,
  refund,
  signedParams,
  TRADE_NO,
  walletKey,
} from './wallet.fixture.ts'

const protocol = alipay(account)
const read = (message: Received) => drive(protocol.notify(message, at)).reply
const facts = (params: Readonly<Record<string, string>>): readonly Fact[] => read(notified(params)).facts
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const SIGNED = signedParams(NOTIFIED)
const less = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(NOTIFIED).filter(([name]) => !names.includes(name)))
const expected = { payee: protocol.payee, ...payment }

/** GBK, by reading every pair of bytes once. */
const GBK = new Map<string, readonly number[]>()
for (let high = 0x81; high <= 0xfe; high += 1)
  for (let low = 0x40; low <= 0xfe; low += 1) GBK.set(new TextDecoder('gbk').decode(new Uint8Array([high, low])), [high, low])
const gbk = (text: string) => new Uint8Array([...text].flatMap((letter) => GBK.get(letter) ?? [letter.charCodeAt(0)]))

describe('a genuine notify', () => {
  test('tells of a payment with all that binding needs', () => {
    const { id, facts: told } = read(notified(NOTIFIED))
    expect(id).toBe(NOTIFIED.notify_id)
    expect(told).toMatchObject([
      {
        kind: 'payment',
        status: 'paid',
        outTradeNo: 'A1',
        total: cny.fen(8_888),
        transactionId: TRADE_NO,
        payee: { mchId: account.sellerId, appId: account.appId },
        paidAt: Date.parse('2026-11-23T10:01:04+08:00'),
        payerTotal: cny.fen(8_888),
        payer: { id: '2088102122524333' },
        source: 'notify',
        raw: { subject: '龙井茶' },
      },
    ])
    const [fact] = told
    expect(fact?.kind === 'payment' && bind(expected, fact)).toEqual({ kind: 'ours' })
  })

  test.each(['88.88', '88.880'])('an amount of %s is read digit by digit, or not at all', (total_amount) => {
    const tell = () => facts({ ...NOTIFIED, total_amount })
    if (total_amount === '88.88') expect(tell()).toMatchObject([{ total: cny.fen(8_888) }])
    else expect(tell).toThrow(failing('MALFORMED', 'total_amount'))
  })

  test.each(['100', '100.0', '100.00'])('%s is the same amount', (total_amount) => {
    expect(facts({ ...NOTIFIED, total_amount })).toMatchObject([{ total: cny.fen(10_000) }])
  })

  test.each(['0100.00', '1E2', '1e2', ' 100', '100.', '.5', '1,000.00', '+100', '-100', '１００', '0x64', 'NaN', ''])(
    '%j is no amount',
    (total_amount) => {
      expect(() => facts({ ...NOTIFIED, total_amount })).toThrow(failing('MALFORMED', 'total_amount'))
    },
  )

  test('another merchant’s or application’s is genuine, and does not bind', () => {
    for (const [changes, field] of [
      [{ seller_id: '2088000000000001' }, 'mchId'],
      [{ app_id: '2021000000000002' }, 'appId'],
    ] as const) {
      const [fact] = facts({ ...NOTIFIED, ...changes })
      expect(fact?.kind === 'payment' && bind(expected, fact)).toMatchObject({ kind: 'foreign', field })
    }
  })

  test.each(['seller_id', 'app_id', 'out_trade_no', 'trade_no', 'trade_status', 'total_amount', 'notify_id', 'charset'])(
    'without %s tells of nothing: what is absent skips no check',
    (name) => {
      expect(() => facts(less(name))).toThrow(failing('MALFORMED', name))
    },
  )

  test.each([
    ['WAIT_BUYER_PAY', 'pending'],
    ['TRADE_FINISHED', 'paid'],
  ])('%s is %s', (trade_status, status) => {
    const base = status === 'paid' ? NOTIFIED : less('gmt_payment', 'fund_bill_list', 'receipt_amount', 'buyer_pay_amount')
    expect(facts({ ...base, trade_status })).toMatchObject([{ status }])
  })

  test('closed by the clock is closed, and names whose it is', () => {
    const unpaid = less('gmt_payment', 'fund_bill_list', 'receipt_amount', 'buyer_pay_amount')
    const [fact] = facts({ ...unpaid, trade_status: 'TRADE_CLOSED', gmt_close: '2026-11-23 11:00:00' })
    expect(fact).toMatchObject({ status: 'closed', payee: protocol.payee, transactionId: TRADE_NO })
  })

  test('a state of next year is acknowledged and books nothing', () => {
    expect(read(notified({ ...NOTIFIED, trade_status: 'TRADE_UNDER_REVIEW' }))).toEqual({ id: NOTIFIED.notify_id, facts: [] })
  })

  test('of other things is acknowledged and books nothing', () => {
    const deposit = {
      notify_id: 'N1',
      utc_timestamp: '1795406400000',
      msg_method: 'alipay.trade.refund.depositback.completed',
      app_id: account.appId,
      charset: 'UTF-8',
      version: '1.1',
      sign_type: 'RSA2',
      biz_content: '{"trade_status":"TRADE_SUCCESS","url":"a&total_amount=1"}',
    }
    for (const rule of ['V1', 'V2'] as const) {
      expect(read(received(form(signedParams(deposit, walletKey, rule))))).toEqual({ id: 'N1', facts: [] })
    }
  })

  test('what the order was given along comes back as it was given', () => {
    expect(facts({ ...NOTIFIED, passback_params: '%7B%22a%22%3A%2250%25%22%7D' })).toMatchObject([
      { raw: { attach: '{"a":"50%"}' } },
    ])
  })
})

describe('a refund', () => {
  test('in part tells of the payment once more and of a refund without an amount: refund_fee counts all of them', () => {
    const told = facts({ ...NOTIFIED, ...OF_A_REFUND, refund_fee: '60.00' })
    expect(told).toMatchObject([
      { kind: 'payment', status: 'paid', total: cny.fen(8_888) },
      {
        kind: 'refund',
        status: 'refunded',
        outTradeNo: 'A1',
        outRefundNo: 'RF1',
        payee: protocol.payee,
        refundedAt: Date.parse('2026-11-23T10:30:00.123+08:00'),
      },
    ])
    const [again, back] = told
    if (again?.kind !== 'payment' || back?.kind !== 'refund') throw new Error('expected a payment and a refund')
    expect(back).not.toHaveProperty('amount')
    expect(again).not.toHaveProperty('refundedInFull')
    // Not a new payment, and nothing to book: ask.
    expect(applyPayment({ ...payment, transactionId: TRADE_NO, status: 'paid' }, again)).toMatchObject({ kind: 'same' })
    expect(applyRefund({ ...refund, status: 'processing' }, back, true)).toMatchObject({ kind: 'ask' })
    expect(applyRefund({ ...refund, status: 'refunded' }, back, true)).toMatchObject({ kind: 'same' })
  })

  test('of the whole closes the trade: it was paid, and went back', () => {
    const told = facts({
      ...NOTIFIED,
      ...OF_A_REFUND,
      trade_status: 'TRADE_CLOSED',
      refund_fee: '88.88',
      gmt_close: '2026-11-23 10:30:00',
    })
    expect(told).toMatchObject([
      { kind: 'payment', status: 'paid', refundedInFull: true, total: cny.fen(8_888) },
      { kind: 'refund', outRefundNo: 'RF1' },
    ])
  })

  test('by reversal names no number, and is a payment that went back', () => {
    const { out_biz_no: _, ...reversal } = OF_A_REFUND
    const told = facts({ ...NOTIFIED, ...reversal, trade_status: 'TRADE_CLOSED', refund_fee: '88.88' })
    expect(told).toMatchObject([{ kind: 'payment', status: 'paid', refundedInFull: true }])
    expect(told).toHaveLength(1)
  })

  test('of nothing is none', () => {
    expect(facts({ ...NOTIFIED, refund_fee: '0.00' })).toHaveLength(1)
    expect(facts({ ...NOTIFIED, refund_fee: '0.00', out_biz_no: '' })).toHaveLength(1)
  })
})

describe('is it the wallet’s?', () => {
  test.each<[string, string, string]>([
    ['no signature', form(NOTIFIED), 'UNVERIFIED'],
    ['an empty one', form({ ...NOTIFIED, sign: '' }), 'UNVERIFIED'],
    ['another one', form({ ...SIGNED, sign: Buffer.alloc(256, 1).toString('base64') }), 'UNVERIFIED'],
    ['one that is no Base64', form({ ...SIGNED, sign: `${SIGNED.sign} ` }), 'UNVERIFIED'],
    ['one with a tail', form({ ...SIGNED, sign: `${SIGNED.sign}AAAA` }), 'UNVERIFIED'],
    ['two, the good one first', `${form(SIGNED)}&sign=AAAA`, 'UNVERIFIED'],
    ['two, the good one last', `sign=AAAA&${form(SIGNED)}`, 'UNVERIFIED'],
    ['a list of them', form(SIGNED).replace('sign=', 'sign[]='), 'MALFORMED'],
    ['no kind of signature', form(signedParams(less('sign_type'))), 'UNVERIFIED'],
    ['an empty kind', form(signedParams({ ...NOTIFIED, sign_type: '' })), 'UNVERIFIED'],
    ['the kind RSA', form(signedParams({ ...NOTIFIED, sign_type: 'RSA' })), 'UNVERIFIED'],
    ['the kind rsa2', form(signedParams({ ...NOTIFIED, sign_type: 'rsa2' })), 'UNVERIFIED'],
    ['two kinds', `${form(SIGNED)}&sign_type=RSA2`, 'UNVERIFIED'],
    ['one field twice', `${form(SIGNED)}&total_amount=0.01`, 'UNVERIFIED'],
    ['one field twice, alike', `${form(SIGNED)}&total_amount=88.88`, 'UNVERIFIED'],
    ['a field that nobody signed', `${form(SIGNED)}&x=1`, 'UNVERIFIED'],
    ['a body of JSON', JSON.stringify(SIGNED), 'MALFORMED'],
    ['a body of XML', '<xml><sign>x</sign></xml>', 'MALFORMED'],
    ['an empty body', '', 'UNVERIFIED'],
    ['half an escape', `${form(SIGNED)}%2`, 'MALFORMED'],
  ])('%s: %3$s', (_what, body, code) => {
    expect(() => read(received(body))).toThrow(failing(code))
  })

  test('SHA-1 is not believed, whatever the message calls it', () => {
    for (const sign_type of ['RSA', 'RSA2']) {
      const params = { ...NOTIFIED, sign_type }
      const text = Object.keys(params)
        .filter((name) => name !== 'sign_type')
        .sort()
        .map((name) => `${name}=${Reflect.get(params, name)}`)
        .join('&')
      const body = form({ ...params, sign: sign('RSA-SHA1', Buffer.from(text), walletKey).toString('base64') })
      expect(() => read(received(body)), sign_type).toThrow(failing('UNVERIFIED'))
    }
  })

  test('the query string of the address is no part of it', () => {
    expect(read(received(form(SIGNED), 'trade_status=TRADE_CLOSED&sign=x')).facts).toMatchObject([{ status: 'paid' }])
    expect(() => read(received('', form(SIGNED)))).toThrow(failing('UNVERIFIED'))
  })

  test('another key’s is not', () => {
    expect(() => read(notified(NOTIFIED, keyPair().privateKey))).toThrow(failing('UNVERIFIED', 'a signature that fits'))
  })

  test('without the wallet’s key nothing is', () => {
    expect(() => drive(protocol.notify(notified(NOTIFIED), at), [], new Map())).toThrow(failing('CONFIG', '支付宝公钥'))
  })

  test('a return is no notify, though the wallet signed it', () => {
    const back = { ...less('notify_id', 'notify_type', 'trade_status', 'notify_time'), method: 'alipay.trade.page.pay.return' }
    expect(() => facts(back)).toThrow(failing('MALFORMED', 'notify_id'))
  })
})

describe('with certificates', () => {
  const certified = alipay(withCertificates)
  const readBy = (params: Readonly<Record<string, string>>, trusted = PINNED, key = walletKey) =>
    drive(certified.notify(notified(params, key), at), [], trusted).reply

  test('the configured one verifies, named or not', () => {
    expect(readBy(NOTIFIED).facts).toHaveLength(1)
    expect(readBy({ ...NOTIFIED, alipay_cert_sn: chain.wallet.sn }).facts).toHaveLength(1)
  })

  test('during a rotation any of the configured ones does', () => {
    const { certificates } = withCertificates
    if (!certificates) throw new Error('expected certificates')
    const both = alipay({
      ...withCertificates,
      certificates: { ...certificates, alipayCerts: [chain.fresh.pem, chain.wallet.pem] },
    })
    const trusted = new Map([...PINNED, [chain.fresh.sn, chain.fresh.publicKey]])
    for (const key of [walletKey, chain.fresh.key]) {
      expect(drive(both.notify(notified(NOTIFIED, key), at), [], trusted).reply.facts).toHaveLength(1)
    }
  })

  test('one that was learned does, though the message names none; one that nobody knows does not', () => {
    const trusted = new Map([...PINNED, [chain.fresh.sn, chain.fresh.publicKey]])
    expect(readBy(NOTIFIED, trusted, chain.fresh.key).facts).toHaveLength(1)
    expect(() => readBy(NOTIFIED, PINNED, chain.fresh.key)).toThrow(failing('UNVERIFIED', 'fits the parameters'))
  })

  test('one that was learned does where the message names it', () => {
    const trusted = new Map([...PINNED, [chain.fresh.sn, chain.fresh.publicKey]])
    expect(readBy({ ...NOTIFIED, alipay_cert_sn: chain.fresh.sn }, trusted, chain.fresh.key).facts).toHaveLength(1)
    expect(() => readBy({ ...NOTIFIED, alipay_cert_sn: chain.fresh.sn }, PINNED, chain.fresh.key)).toThrow(
      failing('UNVERIFIED', 'alipay_cert_sn'),
    )
    expect(() => readBy({ ...NOTIFIED, alipay_cert_sn: 'x' }, trusted, chain.fresh.key)).toThrow(
      failing('UNVERIFIED', '32 hex digits'),
    )
  })
})

describe('its own charset', () => {
  test.each(['GBK', 'gbk', 'gb2312', 'GB2312'])('%s: verified over the bytes that came, and kept as text', (charset) => {
    const params = { ...NOTIFIED, charset, subject: '测试 100%' }
    const body = form(signedParams(params, walletKey, 'V1', gbk), gbk)
    expect(body).toContain('%B2%E2%CA%D4')
    expect(read(received(body)).facts).toMatchObject([{ status: 'paid', raw: { subject: '测试 100%' } }])
  })

  test('bytes of one charset under the name of the other are MALFORMED, though they are signed', () => {
    const body = form(signedParams({ ...NOTIFIED, charset: 'utf-8', subject: '测试' }, walletKey, 'V1', gbk), gbk)
    expect(() => read(received(body))).toThrow(failing('MALFORMED', 'subject'))
  })

  test.each(['utf8', 'iso-8859-1', 'big5', 'gb18030', 'utf-16', '', 'x'.repeat(10_000)])(
    '%.20j is none of the wallet’s',
    (charset) => {
      expect(() => facts({ ...NOTIFIED, charset })).toThrow(failing('MALFORMED', 'charset'))
    },
  )
})

describe('whoever sits on the line', () => {
  const body = Buffer.from(form(SIGNED))
  const genuine = read(received(body))

  test('changes no byte without being noticed, or says the same', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const forged = body.map((byte, index) => (index === place ? byte ^ change : byte))
        const said = believed(() => read(received(forged)))
        // Such as %2b for %2B.
        if (said) expect(said).toEqual(genuine)
      }),
      { numRuns: 500 },
    )
  })

  test('leaves out, doubles and moves no field without being noticed; their order says nothing', () => {
    const pairs = body.toString().split('&')
    const mixed = fc.shuffledSubarray([...pairs, ...pairs], { minLength: 1, maxLength: pairs.length + 3 })
    fc.assert(
      fc.property(mixed, (chosen) => {
        const said = believed(() => read(received(chosen.join('&'))))
        const whole = new Set(chosen).size === pairs.length && chosen.length === pairs.length
        expect(said !== undefined).toBe(whole)
        if (said) expect(said).toEqual(genuine)
      }),
    )
    expect(read(received([...pairs].reverse().join('&')))).toEqual(genuine)
  })

  test('pushes no field into another: the signed text would be the same', () => {
    const params = {
      ...NOTIFIED,
      ...OF_A_REFUND,
      trade_status: 'TRADE_CLOSED',
      refund_fee: '88.88',
      trade_type: 'x',
      notify_more: 'y',
    }
    const names = Object.keys(params)
      .filter((name) => name !== 'sign_type')
      .sort()
    const sign = signedParams(params).sign ?? ''
    const alone = fc.nat(names.length - 1).map((place) => names.map((_, index) => index === place))
    const several = fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length })
    // Every way to merge neighbours of the text that is signed into one value.
    fc.assert(
      fc.property(fc.oneof(alone, several), (merges) => {
        const merged: [string, string][] = []
        for (const [index, name] of names.entries()) {
          const value = `${Reflect.get(params, name)}`
          const before = merged.at(-1)
          if (before && merges[index]) before[1] += `&${name}=${value}`
          else merged.push([name, value])
        }
        const said = believed(() => read(received(form({ ...Object.fromEntries(merged), sign_type: 'RSA2', sign }))))
        if (said) expect(said.facts.map(meaning)).toEqual(facts(params).map(meaning))
      }),
      { numRuns: 300 },
    )
  })

  test('splits no value into fields', () => {
    const params = { ...NOTIFIED, body: 'tea&buyer_id=x&total_amount=0.01' }
    expect(() => facts(params)).toThrow(failing('UNVERIFIED', 'another field in it'))
  })

  function believed<Reply>(work: () => Reply): Reply | undefined {
    try {
      return work()
    } catch (error) {
      if (!isTPError(error)) throw error
      expect(['UNVERIFIED', 'MALFORMED']).toContain(error.code)
      return undefined
    }
  }

  function meaning({ raw: _, ...fact }: Fact): object {
    return fact
  }
})

describe('what the wallet hears', () => {
  test('is exactly its seven letters, or anything else', () => {
    const answers = (['accepted', 'later', 'refused'] as const).map((word) => protocol.acknowledge(word))
    expect(answers.map(({ status, body: text }) => [status, text])).toEqual([
      [200, 'success'],
      [500, 'fail'],
      [400, 'fail'],
    ])
    expect(protocol.acknowledge('accepted')).toBe(protocol.acknowledge('accepted'))
  })
})
