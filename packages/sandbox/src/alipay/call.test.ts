import { describe, expect, test } from 'vitest'
import {
  arrived,
  ask,
  beijing,
  ENCRYPTED,
  isSigned,
  joined,
  NOW,
  newWallet,
  OTHER,
  OURS,
  other,
  parametersOf,
  precreate,
  query,
  refused,
  SISTER,
  send,
  textOf,
  told,
} from './asking.fixture.ts'

const NOT_EXIST = '40004 ACQ.TRADE_NOT_EXIST'

describe('where parameters travel', () => {
  test.each([
    ['common ones in the query, biz_content in the body', {}],
    ['all in the query', { place: 'query' }],
    ['all in the query of a GET', { place: 'query', http: 'GET' }],
    ['all in the body', { place: 'body' }],
    ['all in the body, which says no type', { place: 'body', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ] as const)('%s', (_, how) => {
    expect(ask(newWallet(), precreate(), how)).toMatchObject({ code: '10000', out_trade_no: 'T_10001' })
  })

  describe('a body whose charset nobody can read before it is decoded', () => {
    const BROWSER = { place: 'body-alone', headers: { 'content-type': 'application/x-www-form-urlencoded' } } as const
    const tea = precreate({ subject: '龙井茶' })

    test('is taken for GBK: other letters than ASCII were not signed so', () => {
      expect(refused(newWallet(), tea, BROWSER)).toBe('40002 isv.invalid-signature')
      expect(ask(newWallet(), precreate({ subject: 'tea' }), BROWSER)).toMatchObject({ code: '10000' })
      expect(ask(newWallet(), tea, { ...BROWSER, charset: 'gbk' })).toMatchObject({ code: '10000' })
    })

    test('is understood where the query or the header names it, or the wallet is told to be lenient', () => {
      expect(ask(newWallet(), tea, { ...BROWSER, place: 'body' })).toMatchObject({ code: '10000' })
      expect(ask(newWallet(), tea, { place: 'body-alone' })).toMatchObject({ code: '10000' })
      expect(ask(newWallet({ charsetWithoutQuery: 'as-said' }), tea, BROWSER)).toMatchObject({ code: '10000' })
    })
  })

  test('the same name in both places must say the same', () => {
    const twice = (value: string) => ({ more: { body: `&version=${value}` } })
    expect(ask(newWallet(), precreate(), twice('1.0'))).toMatchObject({ code: '10000' })
    expect(refused(newWallet(), precreate(), twice('1.1'))).toBe('40002 isv.invalid-parameter')
    expect(refused(newWallet(), precreate(), { more: { query: '&version=1.1' } })).toBe('40002 isv.invalid-parameter')
  })

  test('a body of another type says nothing', () => {
    const headers = { 'content-type': 'application/json' }
    expect(refused(newWallet(), precreate(), { headers })).toBe('40002 isv.invalid-signature')
    expect(ask(newWallet(), precreate(), { headers, place: 'query' })).toMatchObject({ code: '10000' })
  })

  test('parameters that nobody knows are signed as any', () => {
    const parameters = { alipay_sdk: 'alipay-sdk-java-4.39 & = +%25', zzz: '1' }
    expect(ask(newWallet(), precreate(), { parameters })).toMatchObject({ code: '10000' })
  })

  test('empty parameters may be signed or not', () => {
    const parameters = { app_auth_token: '', zzz: '' }
    expect(ask(newWallet(), precreate(), { parameters })).toMatchObject({ code: '10000' })
    const signs = (text: string): string => `app_auth_token=&${text}&zzz=`
    expect(ask(newWallet(), precreate(), { parameters, signs })).toMatchObject({ code: '10000' })
  })

  test.each([
    ['another path', { path: '/gateway' }],
    ['another method', { http: 'PUT' }],
    ['another host', { origin: 'https://openapi.alipay.com.example' }],
    ['http', { origin: 'http://openapi.alipay.com' }],
  ])('%s: nothing lives there', (_, how) => expect(send(newWallet(), precreate(), how).status).toBe(404))
})

describe('who asks', () => {
  test.each([
    ['no application', { app_id: undefined }, '40001 isv.missing-app-id'],
    ['one that nobody knows', { app_id: '2021009999999999' }, '40002 isv.invalid-app-id'],
  ])('%s is answered unsigned, whatever else is wrong', (_, parameters, code) => {
    for (const more of [{}, { sign: '', sign_type: undefined }]) {
      const answer = told(send(newWallet(), query(), { parameters: { ...parameters, ...more } }))
      expect(`${answer.values.code} ${answer.values.sub_code}`).toBe(code)
      expect([answer.name, answer.sign]).toEqual(['alipay_trade_query_response', undefined])
    }
  })

  test('the key of another application proves nothing', () => {
    expect(refused(newWallet(), query(), { as: { ...OURS, privateKey: OTHER.privateKey } })).toBe('40002 isv.invalid-signature')
  })

  test('another application of the same merchant finds its trades, another merchant does not', () => {
    const wallet = newWallet()
    const { qr_code } = ask(wallet, precreate())
    wallet.act(String(qr_code), 'pay', NOW)
    expect(ask(wallet, query(), { as: SISTER })).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
    expect(refused(wallet, query(), { as: OTHER })).toBe(NOT_EXIST)
  })
})

describe('common parameters', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['no method', { method: undefined }, '40001 isv.missing-method'],
    ['an unknown method', { method: 'alipay.trade.querry' }, '40002 isv.invalid-method'],
    ['what an application opens', { method: 'alipay.trade.app.pay' }, '40002 isv.invalid-method'],
    ['no sign_type', { sign_type: undefined }, '40001 isv.missing-signature-type'],
    ['SHA-1', { sign_type: 'RSA' }, '40002 isv.invalid-signature-type'],
    ['no timestamp', { timestamp: undefined }, '40001 isv.missing-timestamp'],
    ['an empty timestamp', { timestamp: '' }, '40001 isv.missing-timestamp'],
    ['a time in ISO 8601', { timestamp: '2026-01-05T12:00:00' }, '40002 isv.invalid-timestamp'],
    ['a day that is none', { timestamp: '2026-02-30 12:00:00' }, '40002 isv.invalid-timestamp'],
    ['milliseconds', { timestamp: String(NOW) }, '40002 isv.invalid-timestamp'],
    ['no version', { version: undefined }, '40001 isv.missing-version'],
    ['another version', { version: '2.0' }, '40002 isv.invalid-parameter'],
    ['XML', { format: 'XML' }, '40002 isv.invalid-format'],
    ['no charset', { charset: undefined }, '40002 isv.invalid-charset'],
    ['another charset', { charset: 'latin1' }, '40002 isv.invalid-charset'],
  ])('%s is refused, signed', (_, parameters, code) => {
    const answer = told(send(newWallet(), query(), { parameters }))
    expect(`${answer.values.code} ${answer.values.sub_code}`).toBe(code)
    expect(isSigned(answer)).toBe(true)
  })

  test('no format is fine, and any time, which is the clock of the machine', () => {
    for (const parameters of [{ format: undefined }, { timestamp: beijing(NOW - 9e9) }, { charset: 'UTF-8' }, { format: 'json' }])
      expect(refused(newWallet(), query(), { parameters })).toBe(NOT_EXIST)
  })

  test('who names no method is answered by error_response', () => {
    expect(told(send(newWallet(), query(), { parameters: { method: undefined } })).name).toBe('error_response')
    expect(told(send(newWallet(), other('alipay.trade.querry'))).name).toBe('alipay_trade_querry_response')
  })
})

describe('a wrong signature', () => {
  const forged = { signs: (text: string) => text.replace('19.90', '0.01') }

  test('is answered, signed, with the text that the wallet built, its & as HTML', () => {
    const asked = precreate({}, { notify_url: 'https://m.example/notify?a=1&b=2' })
    const answer = told(send(newWallet(), asked, forged))
    expect(answer.values).toMatchObject({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' })
    const built = joined(parametersOf(asked), ['sign']).replaceAll('&', '&amp;')
    expect(answer.values.sub_msg).toBe(
      `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${built}`,
    )
    expect(isSigned(answer)).toBe(true)
  })

  test('changes nothing', () => {
    const wallet = newWallet()
    send(wallet, precreate(), forged)
    expect(wallet.bills(NOW)).toEqual([])
  })

  test.each([
    ['none', () => ''],
    ['no Base64', () => '*'],
    ['of another length', () => 'AAAA'],
    ['one letter more', (usual: string) => `A${usual}`],
  ])('%s', (_, signature) => {
    const code = signature('') === '' ? '40001 isv.missing-signature' : '40002 isv.invalid-signature'
    expect(refused(newWallet(), query(), { signature })).toBe(code)
  })

  test('sign_type left out of the text, which only notifies do', () => {
    const signs = (text: string): string => text.replace('&sign_type=RSA2', '')
    expect(refused(newWallet(), query(), { signs })).toBe('40002 isv.invalid-signature')
  })

  test('a plus sign that was not escaped is a blank on arrival', () => {
    const wallet = newWallet()
    const biz = { subject: '1+1' }
    const all = parametersOf(precreate(biz))
    const body = all.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2B', '+')}`).join('&')
    const path = '/gateway.do'
    const answer = wallet.handle(
      { method: 'POST', origin: 'https://openapi.alipay.com', path, headers: new Map(), body: Buffer.from(body) },
      NOW,
    )
    expect(told(arrived(answer)).values.sub_code).toBe('isv.invalid-signature')
  })
})

describe('the answer', () => {
  test('is compact JSON as text/html, its slashes escaped, its letters as they are, the signature last', () => {
    const answer = send(newWallet(), precreate())
    expect(answer.headers).toContainEqual(['Content-Type', 'text/html;charset=utf-8'])
    expect(textOf(answer)).toMatch(
      /^\{"alipay_trade_precreate_response":\{"code":"10000","msg":"Success","out_trade_no":"T_10001","qr_code":"https:\\\/\\\/qr\.alipay\.com\\\/bax[0-9a-z]+"\},"sign":"[A-Za-z0-9+/]+=*"\}$/,
    )
    expect(textOf(send(newWallet(), query()))).toContain('"sub_msg":"交易不存在"')
  })

  test('speaks GBK to who does', () => {
    const wallet = newWallet()
    const how = { charset: 'gbk' } as const
    const { qr_code } = ask(wallet, precreate({ subject: '天虹南山店 超市' }), how)
    expect(wallet.bills(NOW)[0]?.subject).toBe('天虹南山店 超市')
    const answer = send(wallet, query(), how)
    expect(answer.headers).toContainEqual(['Content-Type', 'text/html;charset=GBK'])
    expect(told(answer, 'gbk').values.sub_msg).toBe('交易不存在')
    expect(isSigned(told(answer, 'gbk'), 'gbk')).toBe(true)
    wallet.act(String(qr_code), 'pay', NOW)
    expect(ask(wallet, query())).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
  })

  test('names no certificate in key mode', () => {
    expect(told(send(newWallet(), query())).sn).toBeUndefined()
  })

  test('says amounts of zero when a payment or a refund is refused', () => {
    expect(told(send(newWallet(), query())).values).toEqual({
      code: '40004',
      msg: 'Business Failed',
      sub_code: 'ACQ.TRADE_NOT_EXIST',
      sub_msg: '交易不存在',
      out_trade_no: 'T_10001',
      buyer_pay_amount: '0.00',
      invoice_amount: '0.00',
      point_amount: '0.00',
      receipt_amount: '0.00',
    })
  })
})

describe('content encryption', () => {
  test('goes both ways, refusals included', () => {
    const wallet = newWallet()
    const answer = send(wallet, precreate(), { as: ENCRYPTED })
    expect(told(answer).raw).toMatch(/^"[A-Za-z0-9+/]+=*"$/)
    expect(ask(wallet, precreate(), { as: ENCRYPTED })).toMatchObject({ out_trade_no: 'T_10001' })
    expect(told(send(wallet, query(), { as: ENCRYPTED })).raw).toMatch(/^"/)
    expect(refused(wallet, query(), { as: ENCRYPTED })).toBe(NOT_EXIST)
  })

  test.each<[string, Record<string, string | undefined>, string]>([
    ['another algorithm', { encrypt_type: 'DES' }, '40002 isv.invalid-encrypt-type'],
    ['nothing said of it', { encrypt_type: undefined }, '40001 isv.decryption-error-missing-encrypt-type'],
    ['another content', { biz_content: 'AAAA' }, '40002 isv.decryption-error-unknown'],
  ])('%s is refused', (_, parameters, code) => {
    expect(refused(newWallet(), query(), { as: ENCRYPTED, parameters })).toBe(code)
  })

  test('needs a key; who has one may do without', () => {
    const parameters = { encrypt_type: 'AES' }
    expect(refused(newWallet(), query(), { parameters })).toBe('40002 isv.decryption-error-not-valid-encrypt-key')
    const { says: _, ...plain } = ENCRYPTED
    expect(refused(newWallet(), query(), { as: plain })).toBe(NOT_EXIST)
  })
})

describe('biz_content', () => {
  test.each([
    ['half of an object', '{"out_trade_no":"T_10001"'],
    ['a list', '[]'],
    ['a form', 'out_trade_no=T_10001'],
  ])('%s is no object', (_, biz_content) => {
    expect(refused(newWallet(), query(), { parameters: { biz_content } })).toBe('40002 isv.illegal-json')
  })

  test('that is not there asks for nothing', () => {
    expect(refused(newWallet(), query(), { parameters: { biz_content: undefined } })).toBe('40004 ACQ.INVALID_PARAMETER')
  })
})
