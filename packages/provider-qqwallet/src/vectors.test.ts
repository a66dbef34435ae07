import { Secret } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, drive, firstRequest, NOW, order, payment, received, refund, response, vector } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const nonce = (text: string) => ({ ...at, nonce: () => text })

describe('requests are the vectors, byte for byte', () => {
  const pay = protocol.pay(
    {
      ...order,
      payerIp: '123.12.12.123',
      attach: '深圳分店',
      expiresAt: NOW + 2 * 3_600_000,
      extra: { qqwallet: { startedAt: NOW } },
    },
    nonce('3e5a036cb4bc3a677a38ad9d69eb3feb'),
  )
  const funds = { qqwallet: { refundAccount: 'REFUND_SOURCE_UNSETTLED_FUNDS' } } as const
  test.each([
    ['unified-native', pay],
    ['query-by-out-trade-no', protocol.query(payment, nonce('q1'))],
    ['query-by-transaction-id', protocol.query({ ...payment, transactionId: refund.transactionId }, nonce('q2'))],
    ['close', protocol.close(payment, nonce('q3'))],
    ['refund', protocol.refund({ ...refund, extra: funds }, nonce('q5'))],
    ['refund-query', protocol.queryRefund({ ...payment, outRefundNo: 'R-0001' }, nonce('q6'))],
  ])('%s', (id, exchange) => {
    const { endpoint, clientCertificate, xml } = vector('requests', id)
    const request = firstRequest(exchange)
    expect(new TextDecoder().decode(request.body)).toBe(xml)
    expect(request.url).toBe(endpoint)
    expect(request.method).toBe('POST')
    expect(request.effect).toBe(id.includes('query') ? 'read' : 'write')
    expect(request.identity).toBe(clientCertificate ? 'merchant' : undefined)
  })
})

describe('answers of the vectors are read', () => {
  const answer = (id: string) => response(vector('responses', id).xml)
  const query = (id: string) => drive(protocol.query({ ...payment, startedAt: NOW }, at), answer(id)).reply

  test('unified-native-ok is a QR code', () => {
    expect(drive(protocol.pay(order, at), answer('unified-native-ok')).reply).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: order.outTradeNo,
        prepayId: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
        prompt: { kind: 'qr', text: 'https://qpay.qq.com/qr/59ab1e94', expiresAt: NOW + 7_200_000 },
      },
    })
  })

  test('an answer for another trade type is not the answer to a native order, though its unknown field is signed', () => {
    expect(() => drive(protocol.pay(order, at), answer('unified-with-unknown-field'))).toThrow(/trade_type/)
  })

  test.each([
    ['query-paid-with-coupon', 'paid'],
    ['query-refund', 'paid'],
    ['query-notpay', 'pending'],
    ['query-userpaying', 'pending'],
    ['query-closed', 'closed'],
    ['query-revoked', 'reversed'],
  ])('%s is %s', (id, status) => {
    expect(query(id)).toMatchObject({ kind: 'payment', status, outTradeNo: payment.outTradeNo, source: 'query' })
  })

  test('query-paid-with-coupon carries everything that binding and booking need', () => {
    expect(query('query-paid-with-coupon')).toMatchObject({
      total: { amount: 888n, currency: 'CNY' },
      payerTotal: { amount: 666n, currency: 'CNY' },
      transactionId: '1900000109471607121307259064',
      payee: { mchId: '1900000109' },
      paidAt: Date.parse('2016-07-12T12:15:30+08:00'),
      payer: { id: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', channel: 'CCB_DEBIT' },
    })
  })

  test('query-not-exist is absent', () => {
    expect(query('query-not-exist')).toMatchObject({ kind: 'absent', evidence: 'verified' })
  })

  test('close-ok is a closed payment', () => {
    expect(drive(protocol.close(payment, at), answer('close-ok')).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'closed', outTradeNo: payment.outTradeNo, payee: { mchId: '1900000109' } },
    })
  })

  test('refund-accepted is processing, not refunded', () => {
    expect(drive(protocol.refund(refund, at), answer('refund-accepted')).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'processing', refundId: '1121218133801201611098791376', amount: { amount: 666n, currency: 'CNY' } },
    })
  })

  test('refund-notenough is refused and repeats its number', () => {
    expect(drive(protocol.refund(refund, at), answer('refund-notenough')).reply).toMatchObject({
      kind: 'refused',
      evidence: 'verified',
      failure: { code: 'FUNDS', retry: 'same-number', provider: { code: 'NOTENOUGH', message: '商户可用退款余额不足' } },
    })
  })

  test.each([
    [0, 'refunded'],
    [1, 'failed'],
    [2, 'processing'],
    [3, 'closed'],
    [4, 'processing'],
    [10, 'refunded'],
    [11, 'failed'],
  ])('refund-query-twelve: row %i is found by its number and is %s', (row, status) => {
    const number = row.toString().padStart(4, '0')
    const ref = { ...payment, outRefundNo: `R-${number}` }
    expect(drive(protocol.queryRefund(ref, at), answer('refund-query-twelve')).reply).toMatchObject({
      kind: 'refund',
      status,
      outRefundNo: `R-${number}`,
      refundId: `11212181338012016110987913${number.slice(2)}`,
      amount: { amount: 100n, currency: 'CNY' },
      source: 'query',
    })
  })

  test('business-fail-orderpaid is unknown: ask at once', () => {
    expect(drive(protocol.pay(order, at), answer('business-fail-orderpaid')).reply).toMatchObject({
      kind: 'unknown',
      checkAfterMs: 0,
      failure: { provider: { code: 'ORDERPAID', message: '订单已支付' } },
    })
  })

  test('business-fail-err-code-desc-variant: the other spelling of the text is read too', () => {
    expect(drive(protocol.pay(order, at), answer('business-fail-err-code-desc-variant')).reply).toMatchObject({
      kind: 'unknown',
      failure: { provider: { code: 'OUT_TRADE_NO_USED', message: '商户订单号重复' } },
    })
  })

  test('communication-fail-unsigned proves nothing', () => {
    expect(drive(protocol.pay(order, at), answer('communication-fail-unsigned')).reply).toMatchObject({
      kind: 'unknown',
      failure: { provider: { code: 'FAIL', message: '签名失败' } },
    })
  })
})

describe('notifications of the vectors', () => {
  const notify = (id: string) => {
    const { key, xml } = vector('notifications', id)
    return drive(qqwallet({ ...account, apiKeys: [new Secret(key)] }).notify(received(xml), at), response('')).reply
  }

  test.each([
    'peer-payment',
    'computed-payment-coupon',
    'computed-payment-unknown-field',
    'computed-mixed-case-state',
    'computed-service-provider',
    'computed-lower-case-sign',
  ])('%s is a paid fact', (id) => {
    const { fields } = vector('notifications', id)
    const notice = notify(id)
    expect(notice.id).toBe(fields.transaction_id)
    expect(notice.facts).toMatchObject([
      {
        status: 'paid',
        source: 'notify',
        outTradeNo: fields.out_trade_no,
        transactionId: fields.transaction_id,
        total: { amount: BigInt(fields.total_fee ?? ''), currency: 'CNY' },
      },
    ])
  })

  test('computed-service-provider names the sub-merchant, so that binding can refuse it', () => {
    expect(notify('computed-service-provider').facts).toMatchObject([
      { payee: { mchId: '1900000109', appId: '1007033799', subMchId: '9000000101', subAppId: '1007033790' } },
    ])
  })

  test.each([
    ['computed-tampered-amount', 'UNVERIFIED'],
    ['computed-doctype-attack', 'MALFORMED'],
    ['peer-minimal', 'MALFORMED'],
    ['peer-red-packet', 'MALFORMED'],
  ])('%s is refused: %s', (id, code) => {
    expect(() => notify(id)).toThrow(expect.objectContaining({ code }))
  })
})

test('the acknowledgement of the vectors, byte for byte', () => {
  expect(protocol.acknowledge('accepted').body).toBe(vector('acknowledgements', 'success').xml)
})
