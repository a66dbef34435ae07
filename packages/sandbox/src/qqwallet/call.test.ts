import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, NOW, newWallet, type Operation, OTHER_MERCHANT, send, signedXml, xmlOf } from './asking.fixture.ts'
import type { QQMerchant } from './merchant.ts'
import { isSigned } from './sign.ts'
import { qqWallet } from './wallet.ts'

/** The code of an answer that is not signed, because nobody knows who asked. */
function unsigned(how: Parameters<typeof send>[3]): string | undefined {
  const wallet = newWallet()
  const fields = xmlOf(send(wallet, 'order', {}, how))
  expect(fields.get('return_code')).toBe('FAIL')
  expect(fields.get('retcode')).not.toBe('0')
  expect(fields.has('sign')).toBe(false)
  expect(wallet.books(NOW)).toEqual([])
  return fields.get('err_code')
}

describe('a merchant who agreed on HMAC-SHA256', () => {
  const hmac: QQMerchant = { ...MERCHANT, signType: 'HMAC-SHA256' }
  const named = { sign_type: 'HMAC-SHA256' }

  test('is answered and notified in the same way', () => {
    const wallet = newWallet({ merchants: [hmac] })
    const fields = xmlOf(send(wallet, 'order', named, { merchant: hmac }))
    expect(isSigned(fields, hmac.apiKey, 'HMAC-SHA256')).toBe(true)
    wallet.act(fields.get('code_url') ?? '', 'pay', NOW)
    const [notify] = wallet.due(NOW).map(({ body }) => xmlOf({ status: 200, body }))
    expect(notify && isSigned(notify, hmac.apiKey, 'HMAC-SHA256')).toBe(true)
    expect(wallet.inspect('1')?.signature).toMatchObject({ cause: 'right' })
    expect(wallet.inspect('2')?.signature).toMatchObject({ cause: 'right' })
  })

  test.each([
    ['MD5', { ...hmac, signType: 'MD5' as const }, {}],
    ['HMAC-SHA256 that is not named', hmac, {}],
    ['MD5 under the name of the other', { ...hmac, signType: 'MD5' as const }, named],
  ])('is refused with %s, and told so', (_, merchant, values) => {
    const wallet = newWallet({ merchants: [hmac] })
    const body = signedXml('order', values, merchant)
    expect(xmlOf(send(wallet, 'order', {}, { body })).get('err_code')).toBe('SIGNERROR')
    expect(wallet.inspect('1')?.signature?.cause).not.toBe('right')
  })
})

describe('whoever is not proven gets an unsigned FAIL and changes nothing', () => {
  const xml = signedXml('order', {})

  test('a wrong signature', () => {
    const fields = xmlOf(send(newWallet(), 'order', {}, { body: xml.replace('1990', '1') }))
    expect(Object.fromEntries(fields)).toMatchObject({ return_code: 'FAIL', return_msg: '签名失败', err_code: 'SIGNERROR' })
  })

  test.each([
    ['no sign', xml.replace(/<sign>.*<\/sign>/, ''), 'SIGNERROR'],
    ['an empty sign', xml.replace(/<sign>.*<\/sign>/, '<sign></sign>'), 'SIGNERROR'],
    ['a field added after signing', xml.replace('</xml>', '<extra>1</extra></xml>'), 'SIGNERROR'],
    ['a field taken out after signing', xml.replace(/<body>.*<\/body>/, ''), 'SIGNERROR'],
    ['the sign of an empty key', signedXml('order', {}, { ...MERCHANT, apiKey: '' }), 'SIGNERROR'],
    ['another algorithm', signedXml('order', { sign_type: 'HMAC-SHA256' }), 'SIGNERROR'],
    ['an unknown merchant', signedXml('order', { mch_id: '1900000999' }), 'MCHID_NOT_EXIST'],
    ['no merchant', signedXml('order', { mch_id: '' }), 'MCHID_NOT_EXIST'],
    ['no body', '', 'POST_DATA_EMPTY'],
    ['broken XML', xml.slice(0, -3), 'XML_FORMAT_ERROR'],
    ['a form', 'mch_id=1900000109', 'XML_FORMAT_ERROR'],
    ['a field named toString, signed', signedXml('order', { toString: '1' }), 'XML_FORMAT_ERROR'],
    ['another encoding', new Uint8Array([0x3c, 0x78, 0xcc, 0xec]), 'NOT_UTF8'],
  ])('%s', (_, body, code) => {
    expect(unsigned({ body })).toBe(code)
  })

  test('a GET', () => expect(unsigned({ method: 'GET' })).toBe('REQUIRE_POST_METHOD'))
})

describe('what is taken', () => {
  test('a byte order mark before the message', () => {
    const body = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(signedXml('order', {}))])
    expect(ask(newWallet(), 'order', {}, { body })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('a value in two CDATA parts, signed as one', () => {
    const body = signedXml('order', { attach: 'ab' }).replace('<![CDATA[ab]]>', '<![CDATA[a]]><![CDATA[b]]>')
    expect(body).toContain('<![CDATA[a]]><![CDATA[b]]>')
    expect(ask(newWallet(), 'order', {}, { body })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('a signature in lower case', () => {
    const body = signedXml('order', {}).replace(/(?<=<sign><!\[CDATA\[)[^\]]+/, (sign) => sign.toLowerCase())
    expect(ask(newWallet(), 'order', {}, { body })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('empty fields, which do not count in the signature', () => {
    const body = signedXml('order', {}).replace('</xml>', '<device_info></device_info></xml>')
    expect(ask(newWallet(), 'order', {}, { body })).toMatchObject({ result_code: 'SUCCESS' })
  })
})

describe('applications', () => {
  const bound: QQMerchant = { ...MERCHANT, appId: '1007033799' }

  test('a bound application is echoed', () => {
    const wallet = qqWallet({ merchants: [bound] })
    expect(ask(wallet, 'order', { appid: '1007033799' })).toMatchObject({ result_code: 'SUCCESS', appid: '1007033799' })
    expect(ask(wallet, 'order', { out_trade_no: 'T-2' })).not.toHaveProperty('appid')
  })

  test.each([bound, MERCHANT])('another one is refused', (merchant) => {
    const answer = ask(qqWallet({ merchants: [merchant] }), 'order', { appid: '1' })
    expect(answer).toMatchObject({ result_code: 'FAIL', err_code: 'APPID_MCHID_NOT_MATCH' })
  })
})

describe('addresses', () => {
  test('an operation has one host', () => {
    expect(send(newWallet(), 'refund', {}, { origin: 'https://qpay.qq.com' }).status).toBe(404)
    expect(send(newWallet(), 'order', {}, { origin: 'https://api.qpay.qq.com' }).status).toBe(404)
    expect(send(newWallet(), 'order', {}, { origin: 'https://evil.example' }).status).toBe(404)
  })

  test.each([
    ['without a client certificate', {}, undefined],
    ["with another merchant's", {}, '1900000110'],
    ['without one, where any would do,', { merchant: OTHER_MERCHANT }, undefined],
  ])('a refund %s never reaches the protocol', (_, how, clientCertificate) => {
    const { status, body } = send(newWallet(), 'refund', {}, { ...how, clientCertificate })
    expect(status).toBe(403)
    expect(new TextDecoder().decode(body)).not.toContain('<xml>')
  })

  test('a merchant without a configured name may show any certificate', () => {
    expect(send(newWallet(), 'refund', {}, { merchant: OTHER_MERCHANT, clientCertificate: 'any' }).status).toBe(200)
  })
})

describe('merchants that cannot work are refused at once', () => {
  test.each([
    ['a number that is none', [{ ...MERCHANT, mchId: '19-1' }], /8 to 10 digits/],
    ['an empty key', [{ ...MERCHANT, apiKey: '' }], /apiKey/],
    ['one listed twice', [MERCHANT, MERCHANT], /listed twice/],
  ])('%s', (_, merchants, sentence) => {
    expect(() => qqWallet({ merchants })).toThrow(sentence)
  })
})

describe('a field that breaks its rule is PARAM_ERROR and is named', () => {
  const long = (length: number) => '中'.repeat(length)
  const wrong: readonly (readonly [Operation, string, string])[] = [
    ['order', 'nonce_str', 'x'.repeat(33)],
    ['order', 'nonce_str', 'with space'],
    ['order', 'body', long(129)],
    ['order', 'attach', long(129)],
    ['order', 'device_info', long(33)],
    ['order', 'promotion_tag', long(129)],
    ['order', 'contract_code', long(65)],
    ['order', 'out_trade_no', 'x'.repeat(33)],
    ['order', 'out_trade_no', 'T 1'],
    ['order', 'out_trade_no', '订单'],
    ['order', 'fee_type', 'USD'],
    ['order', 'fee_type', 'cny'],
    ...['0', '-1', '1.5', '01', '1e3', ' 1', '１', '9999999999999'].map((fen) => ['order', 'total_fee', fen] as const),
    ...['::1', '256.1.1.1', '1.2.3', 'localhost'].map((ip) => ['order', 'spbill_create_ip', ip] as const),
    ...['MICROPAY', 'native', 'H5'].map((type) => ['order', 'trade_type', type] as const),
    ['order', 'notify_url', 'http://127.0.0.1/notify?x=1'],
    ['order', 'notify_url', 'ftp://127.0.0.1/notify'],
    ['order', 'notify_url', `http://127.0.0.1/${'x'.repeat(256)}`],
    ['order', 'time_start', '2026-01-05'],
    ['order', 'time_expire', '20260230120000'],
    ['order', 'limit_pay', 'no_cash'],
    ['micropay', 'trade_type', 'NATIVE'],
    ['micropay', 'auth_code', '9'.repeat(33)],
    ['micropay', 'device_info', long(33)],
    ['micropay', 'notify_url', 'http://127.0.0.1/notify?x=1'],
    ['micropay', 'total_fee', '0'],
    ['reverse', 'out_trade_no', 'T 1'],
    ['reverse', 'op_user_passwd', 'test-operator-password'],
    ['query', 'out_trade_no', 'T 1'],
    ['query', 'transaction_id', '1'.repeat(33)],
    ['close', 'total_fee', '0'],
    ['refund', 'refund_fee', '0'],
    ['refund', 'out_refund_no', 'R 1'],
    ['refund', 'op_user_passwd', 'test-operator-password'],
    ['refund', 'op_user_passwd', '4BA7B2230BD6FA1BFF0B2A8AF66DFBC0'],
    ['refund', 'refund_account', 'MINE'],
    ['refundQuery', 'refund_id', '1'.repeat(33)],
  ]
  test.each(wrong)('%s: %s = %j', (operation, name, value) => {
    const answer = ask(newWallet(), operation, {
      ...(operation === 'micropay' && { auth_code: '910000000000000000' }),
      [name]: value,
    })
    expect(answer).toMatchObject({ result_code: 'FAIL', err_code: 'PARAM_ERROR' })
    expect(answer.err_code_des).toContain(name)
  })

  test.each([
    ['128 characters of any script', { body: long(128) }],
    ['an emoji is one character', { body: '🎁'.repeat(128) }],
    ['every character that an order number may have', { out_trade_no: 'aZ0_-|*@' }],
  ])('passes: %s', (_, values) => {
    expect(ask(newWallet(), 'order', values)).toMatchObject({ result_code: 'SUCCESS' })
  })
})

describe('a field that must be there and is not is LACK_PARAMS and is named', () => {
  const needed: Readonly<Record<Operation, readonly string[]>> = {
    order: ['nonce_str', 'body', 'out_trade_no', 'fee_type', 'total_fee', 'spbill_create_ip', 'trade_type', 'notify_url'],
    query: ['nonce_str'],
    close: ['nonce_str', 'out_trade_no'],
    refund: ['nonce_str', 'out_refund_no', 'refund_fee', 'op_user_id', 'op_user_passwd'],
    refundQuery: ['nonce_str'],
    micropay: [
      'nonce_str',
      'body',
      'out_trade_no',
      'fee_type',
      'total_fee',
      'spbill_create_ip',
      'trade_type',
      'device_info',
      'auth_code',
    ],
    reverse: ['nonce_str', 'out_trade_no', 'op_user_id', 'op_user_passwd'],
    statement: [], // statements say it otherwise: see there
    fundStatement: [],
  }
  const operations = ['order', 'micropay', 'query', 'close', 'reverse', 'refund', 'refundQuery'] as const
  const cases = operations.flatMap((operation) => needed[operation].map((name) => [operation, name] as const))
  test.each(cases)('%s: %s', (operation, name) => {
    const answer = ask(newWallet(), operation, { auth_code: '910000000000000000', [name]: '' })
    expect(answer).toMatchObject({ result_code: 'FAIL', err_code: 'LACK_PARAMS' })
    expect(answer.err_code_des).toContain(name)
  })
})
