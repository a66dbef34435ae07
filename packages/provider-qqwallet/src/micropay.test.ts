import { bind, cny, type PayCommand } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  counter,
  drive,
  firstRequest,
  NOW,
  refusal,
  response,
  sentFields,
  signedXml,
  success,
  unsignedRefusal,
  vector,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const { sign: _sign, ...PAID } = vector('responses', 'micropay-ok').fields
type Config = Parameters<typeof qqwallet>[0]

const pay = (changes: Partial<PayCommand<'micropay'>> = {}, config: Config = account) =>
  qqwallet(config).pay({ ...counter, ...changes }, at)
const reply = (answer: ReturnType<typeof response>) => drive(pay(), answer).reply
const answered = (changes: Fields) => reply(response(signedXml({ ...PAID, ...changes })))
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const WAIT = { kind: 'done', evidence: 'verified', value: { prompt: { kind: 'wait', expiresAt: NOW + 30_000 } } }

describe('the payment code', () => {
  test.each([
    '',
    '91072831040884993',
    '9107283104088499370',
    '920728310408849937',
    '190728310408849937',
    '91072831040884993x',
    ' 91072831040884993',
    '910728310408849937\n',
    '９１０７２８３１０４０８８４９９３７',
    91_072_831,
    undefined,
    null,
    '9'.repeat(50_000),
  ])('%j is refused, nothing is sent, and the sentence does not repeat it', (authCode) => {
    // As plain JavaScript would call it.
    const wrong = { authCode } as unknown as Partial<PayCommand<'micropay'>>
    expect(() => firstRequest(pay(wrong))).toThrow(failing('INVALID', 'authCode: expected a payment code'))
    expect(() => firstRequest(pay(wrong))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('0728310408849') }),
    )
  })

  test('18 digits from 91 on are sent, and a recording never shows them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 16, maxLength: 16 }), (rest) => {
        expect(sentFields(pay({ authCode: `91${rest}` })).auth_code).toBe(`91${rest}`)
      }),
    )
    expect(protocol.manifest.sensitiveFields).toContain('auth_code')
  })

  test('any digits, where the account says that the wallet has others', () => {
    const loose: Config = { ...account, doubts: { paymentCode: 'any' } }
    expect(sentFields(pay({ authCode: '1234567890123' }, loose)).auth_code).toBe('1234567890123')
    expect(() => firstRequest(pay({ authCode: '12345678901x' }, loose))).toThrow(failing('INVALID', '12 to 32 digits'))
  })
})

describe('the request', () => {
  test('goes to its own address, as a write, without the certificate and without times', () => {
    const request = firstRequest(pay({ expiresAt: NOW + 60_000 }))
    expect(request).toMatchObject({ url: 'https://qpay.qq.com/cgi-bin/pay/qpay_micro_pay.cgi', effect: 'write' })
    expect(request.identity).toBeUndefined()
    const fields = sentFields(pay({ expiresAt: NOW + 60_000 }))
    expect(fields.trade_type).toBe('MICROPAY')
    for (const name of ['time_start', 'time_expire', 'contract_code', 'mini_app_param']) expect(fields).not.toHaveProperty(name)
  })

  test('the terminal: the command, its extra, the account, else POS-1', () => {
    const usual: Config = { ...account, deviceInfo: 'till-7' }
    const extra = { qqwallet: { deviceInfo: 'till-2' } }
    expect(sentFields(pay({ deviceId: 'till-1' }, usual)).device_info).toBe('till-1')
    expect(sentFields(pay({ extra }, usual)).device_info).toBe('till-2')
    expect(sentFields(pay({}, usual)).device_info).toBe('till-7')
    expect(sentFields(pay()).device_info).toBe('POS-1')
    expect(sentFields(pay({ deviceId: 'till-2', extra })).device_info).toBe('till-2')
    expect(() => firstRequest(pay({ deviceId: 'till-1', extra }))).toThrow(failing('INVALID', 'deviceId'))
    expect(() => firstRequest(pay({ deviceId: 'till 1, floor 2' }))).toThrow(failing('INVALID', 'deviceId'))
    expect(() => firstRequest(pay({ deviceId: 'x'.repeat(33) }))).toThrow(failing('INVALID', 'deviceId'))
  })

  test('a notify address is sent where there is one, and not demanded', () => {
    const { notifyUrl, ...without } = account
    expect(sentFields(pay()).notify_url).toBe(notifyUrl)
    expect(sentFields(pay({}, without))).not.toHaveProperty('notify_url')
  })

  test.each(['startedAt', 'contractCode', 'miniAppParam', 'pubAcc'])('the extra %s is of other scenes', (name) => {
    // As plain JavaScript would call it.
    const extra = { qqwallet: { [name]: 'x' } } as unknown as NonNullable<PayCommand['extra']>
    expect(() => firstRequest(pay({ extra }))).toThrow(failing('INVALID', name))
  })

  test('a repeat is the same bytes but for nonce and signature, whenever it is sent', () => {
    const send = (nowMs: number, nonce: string) => {
      const { nonce_str, sign, ...own } = sentFields(protocol.pay({ ...counter, deviceId: 't' }, { nowMs, nonce: () => nonce }))
      return own
    }
    expect(send(NOW, 'a')).toEqual(send(NOW + 86_400_000, 'b'))
  })
})

describe('a payment in the answer is believed only when everything in it is ours', () => {
  test('it binds to the order', () => {
    const found = answered({})
    const fact = found.kind === 'done' ? found.value.fact : undefined
    if (!fact) throw new Error('expected a fact')
    expect(bind({ payee: protocol.payee, outTradeNo: counter.outTradeNo, total: counter.total }, fact)).toEqual({ kind: 'ours' })
    expect(fact).toMatchObject({ status: 'paid', source: 'reply', payerTotal: cny.fen(666) })
  })

  test('without trade_state a success is the payment, in any letter case with one', () => {
    expect(answered({ trade_state: '' })).toMatchObject({ kind: 'done', value: { fact: { status: 'paid' } } })
    expect(answered({ trade_state: 'Success' })).toMatchObject({ kind: 'done', value: { fact: { status: 'paid' } } })
  })

  test.each([
    ['out_trade_no', 'other', 'UNVERIFIED'],
    ['out_trade_no', '', 'MALFORMED'],
    ['total_fee', '887', 'UNVERIFIED'],
    ['total_fee', '8880', 'UNVERIFIED'],
    ['total_fee', '8.88', 'MALFORMED'],
    ['total_fee', '', 'MALFORMED'],
    ['fee_type', 'USD', 'UNVERIFIED'],
    ['fee_type', '', 'MALFORMED'],
    ['transaction_id', '', 'MALFORMED'],
    ['mch_id', '1900000110', 'UNVERIFIED'],
    ['mch_id', '', 'MALFORMED'],
    ['sub_mch_id', '9000000101', 'UNVERIFIED'],
    ['trade_type', 'NATIVE', 'UNVERIFIED'],
    ['trade_state', 'PAID', 'MALFORMED'],
    ['attach', 'x&total_fee=1', 'UNVERIFIED'],
  ])('%s "%s" is %s', (name, value, code) => {
    expect(() => answered({ [name]: value })).toThrow(failing(code))
  })

  test.each([
    ['CLOSED', 'closed'],
    ['REVOKED', 'reversed'],
    ['PAYERROR', 'failed'],
    ['REFUND', 'paid'],
  ])('trade_state %s is %s, and nobody waits', (trade_state, status) => {
    const found = answered({ trade_state })
    expect(found).toMatchObject({ kind: 'done', value: { fact: { status } } })
    expect(found.kind === 'done' && found.value.prompt).toBeUndefined()
  })
})

describe('the payer is typing', () => {
  test.each(['USERPAYING', 'userpaying', '66227005'])('err_code %s: wait', (code) => {
    expect(reply(refusal(code))).toEqual({ ...WAIT, value: { outTradeNo: counter.outTradeNo, ...WAIT.value } })
  })

  test('retcode 66227005 without err_code: wait', () => {
    expect(reply(refusal('', { retcode: '66227005' }))).toMatchObject(WAIT)
  })

  test.each(['USERPAYING', 'NOTPAY'])('trade_state %s: wait, with a pending fact', (trade_state) => {
    const found = answered({ trade_state, transaction_id: '', time_end: '' })
    expect(found).toMatchObject(WAIT)
    expect(found).toMatchObject({ value: { fact: { status: 'pending', outTradeNo: counter.outTradeNo } } })
  })

  test('said without signature it proves nothing', () => {
    expect(reply(unsignedRefusal('USERPAYING'))).toMatchObject({ kind: 'unknown', failure: { code: 'UNVERIFIED' } })
    expect(reply(unsignedRefusal('66227005'))).toMatchObject({ kind: 'unknown', failure: { code: 'UNVERIFIED' } })
  })

  test('said to another call it proves nothing', () => {
    expect(drive(protocol.pay({ ...counter, scene: 'native' }, at), refusal('USERPAYING')).reply).toMatchObject({
      kind: 'unknown',
    })
  })
})

describe('refusals and doubts', () => {
  test.each([
    ['AUTH_CODE_INVALID', 'DECLINED', 'ask-payer'],
    ['66227006', 'DECLINED', 'ask-payer'],
    ['130231024', 'DECLINED', 'ask-payer'],
    ['NOTENOUGH', 'FUNDS', 'ask-payer'],
    ['66227008', 'FUNDS', 'ask-payer'],
    ['ORDERCLOSED', 'CONFLICT', 'never'],
  ])('%s is refused: %s, %s', (err_code, code, retry) => {
    expect(reply(refusal(err_code))).toMatchObject({
      kind: 'refused',
      evidence: 'verified',
      failure: { code, retry, provider: { code: err_code } },
    })
  })

  test.each([
    ['66227006', 'refused'],
    ['66227008', 'refused'],
    ['130231024', 'refused'],
    ['66210035', 'unknown'],
    ['0', 'unknown'],
  ])('retcode %s without err_code is %s', (retcode, kind) => {
    expect(reply(refusal('', { retcode }))).toMatchObject({ kind })
  })

  test('an err_code stands above a retcode', () => {
    expect(reply(refusal('SYSTEMERROR', { retcode: '66227006' }))).toMatchObject({ kind: 'unknown' })
  })

  test('SYSTEMERROR is unknown: ask after five seconds', () => {
    expect(reply(refusal('SYSTEMERROR'))).toMatchObject({ kind: 'unknown', checkAfterMs: 5_000 })
    expect(drive(protocol.pay({ ...counter, scene: 'native' }, at), refusal('SYSTEMERROR')).reply).not.toHaveProperty(
      'checkAfterMs',
    )
  })

  test.each(['ORDERPAID', 'OUT_TRADE_NO_USED'])('%s is unknown: ask at once', (err_code) => {
    expect(reply(refusal(err_code))).toMatchObject({ kind: 'unknown', checkAfterMs: 0 })
  })

  test('a payment code in an answer is never believed without signature', () => {
    for (const code of ['AUTH_CODE_INVALID', 'NOTENOUGH', '66227006']) {
      expect(reply(unsignedRefusal(code))).toMatchObject({ kind: 'unknown' })
    }
  })

  test('a success that is not signed is not believed', () => {
    expect(() => reply(success({}))).toThrow(failing('MALFORMED'))
    expect(() => reply(response(signedXml(PAID, 'other0123456789other0123456789ot')))).toThrow(failing('UNVERIFIED'))
  })
})
