import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  got,
  headerOf,
  jsonOf,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PUBLIC_KEY,
  prepay,
  query,
  refund,
  refused,
  SECOND,
  send,
  signerOf,
} from './asking.fixture.ts'

/** An Authorization header with another value of one attribute. */
const saying =
  (name: string, value: string) =>
  (usual: string): string =>
    usual.replace(new RegExp(`${name}="[^"]*"`), `${name}="${value}"`)

describe('who asks', () => {
  test.each([
    ['no header', () => ''],
    ['another scheme', (usual: string) => usual.replace('RSA2048', 'SM2')],
    ['no scheme', (usual: string) => usual.replace(/^\S+ /, '')],
    ['no serial number', (usual: string) => usual.replace(/,serial_no="[^"]*"/, '')],
  ])('%s is no proof', (_, authorization) => {
    const wallet = newWallet()
    expect(refused(wallet, prepay(), { authorization })).toBe('401 SIGN_ERROR')
    expect(wallet.books(NOW)).toEqual([])
  })

  test('attributes come in any order, and the serial number in any case', () => {
    const authorization = (usual: string): string => {
      const [scheme = '', attributes = ''] = usual.split(/ (.*)/)
      return `${scheme} ${attributes.split(',').toReversed().join()}`
    }
    const lower = saying('serial_no', OURS.serial.toLowerCase())
    expect(ask(newWallet(), prepay(), { authorization: (usual) => lower(authorization(usual)) })).toHaveProperty('code_url')
  })

  test('a serial number that is not of the merchant is refused, with the right key too', () => {
    const answer = send(newWallet(), prepay(), { authorization: saying('serial_no', 'B'.repeat(40)) })
    expect(answer.status).toBe(401)
    expect(jsonOf(answer)).toMatchObject({ code: 'SIGN_ERROR', detail: { field: 'serial_no', location: 'authorization' } })
  })

  test('a merchant that nobody knows is refused', () => {
    expect(refused(newWallet(), prepay(), { authorization: saying('mchid', '1999999999') })).toBe('404 MCH_NOT_EXISTS')
  })

  test('the merchant of the header is the one of the body, and of the query', () => {
    const wallet = newWallet()
    expect(refused(wallet, prepay('native', { mchid: OTHER.mchId }))).toBe('400 PARAM_ERROR')
    expect(
      refused(wallet, query(), { instead: { path: `/v3/pay/transactions/out-trade-no/T-10001?mchid=${OTHER.mchId}` } }),
    ).toBe('400 PARAM_ERROR')
    expect(refused(wallet, close(), { instead: { body: JSON.stringify({ mchid: OTHER.mchId }) } })).toBe('400 PARAM_ERROR')
    expect(refused(wallet, close(), { instead: { body: '{}' } })).toBe('400 PARAM_ERROR')
  })

  test('an application that is not bound to the merchant is refused', () => {
    expect(refused(newWallet(), prepay('native', { appid: OTHER.appId }))).toBe('400 APPID_MCHID_NOT_MATCH')
  })
})

describe('the clock', () => {
  test.each([
    [-301, '401 SIGN_ERROR'],
    [-300, '200 undefined'],
    [300, '200 undefined'],
    [301, '401 SIGN_ERROR'],
  ])('%i seconds off', (seconds, answered) => {
    const timestamp = String(NOW / SECOND + seconds)
    expect(refused(newWallet(), prepay(), { timestamp })).toBe(answered)
  })

  test.each(['', 'now', '1.5', '-1', '1e9'])('%j is no time', (timestamp) => {
    expect(refused(newWallet(), prepay(), { timestamp })).toBe('401 SIGN_ERROR')
  })
})

describe('a wrong signature', () => {
  const forged = { signs: (text: string) => text.replace('T-10001', 'T-10002') }

  test('is answered with the text as the wallet read it, of the body the first eight characters alone', () => {
    const answer = send(newWallet(), prepay(), forged)
    expect(answer.status).toBe(401)
    const { body } = prepay()(OURS)
    const head = `POST\n/v3/pay/transactions/native\n${NOW / SECOND}\nabc123\n`
    expect(jsonOf(answer)).toMatchObject({
      code: 'SIGN_ERROR',
      detail: {
        detail: { issue: 'sign not match' },
        field: 'signature',
        location: 'authorization',
        sign_information: {
          method: 'POST',
          url: '/v3/pay/transactions/native',
          truncated_sign_message: `${head}{"appid"\n`,
          sign_message_length: Buffer.byteLength(`${head}${body}\n`),
        },
      },
    })
  })

  test('is answered without a signature: nobody knows who asked', () => {
    expect(headerOf(send(newWallet(), prepay(), forged), 'Wechatpay-Signature')).toBeUndefined()
    expect(headerOf(send(newWallet(), prepay(), forged), 'Request-ID')).toMatch(/^[0-9A-F]{32}$/)
  })

  test('changes nothing', () => {
    const wallet = newWallet()
    send(wallet, prepay(), forged)
    expect(wallet.books(NOW)).toEqual([])
  })

  test.each([
    ['the key of another merchant', { as: { ...OURS, privateKey: OTHER.privateKey } }],
    ['no Base64', { authorization: saying('signature', '*') }],
    ['the query left out', { signs: (text: string) => text.replace(/\?[^\n]*/, '') }],
  ])('%s', (_, how) => {
    expect(refused(newWallet(), query(), how)).toBe('401 SIGN_ERROR')
  })
})

describe('the body', () => {
  const { body } = prepay()(OURS)
  test.each([
    ['null', body.replace('{', '{"attach":null,')],
    ['null further in', body.replace('"currency":"CNY"', '"currency":null')],
    ['a character of four bytes', body.replace('天虹', '😀')],
    ['the same in a name', body.replace('{', '{"😀":1,')],
    ['the same, escaped', body.replace('天虹', '\\ud83d\\ude00')],
    ['half of an object', body.slice(0, -1)],
    ['a list', `[${body}]`],
    ['a form', 'appid=1'],
  ])('%s is not taken', (_, wrong) => {
    expect(refused(newWallet(), prepay(), { instead: { body: wrong } })).toBe('400 PARAM_ERROR')
  })

  test('bytes that are no UTF-8 are not taken', () => {
    const bytes = Buffer.from(body.replace('天虹', 'aa'))
    bytes[bytes.indexOf('aa')] = 0xcc
    expect(refused(newWallet(), prepay(), { instead: { body: bytes } })).toBe('400 PARAM_ERROR')
  })
})

describe('the address', () => {
  test.each([
    ['another path', { instead: { path: '/v3/pay/transactions/nativ' } }],
    ['another method', { instead: { method: 'GET', body: '' } }],
    ['another host', { origin: 'https://api.mch.weixin.qq.com.example' }],
    ['http', { origin: 'http://api.mch.weixin.qq.com' }],
  ])('%s: nothing lives there', (_, how) => {
    expect(refused(newWallet(), prepay(), how)).toBe('404 RESOURCE_NOT_EXISTS')
  })

  test('the backup host is the same wallet', () => {
    const wallet = newWallet()
    ask(wallet, prepay(), { origin: 'https://api2.mch.weixin.qq.com' })
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'NOTPAY' })
  })
})

describe('what is signed', () => {
  test('204 is, over an empty body', () => {
    const wallet = newWallet()
    ask(wallet, prepay())
    const answer = send(wallet, close())
    expect([answer.status, answer.body.byteLength, signerOf(answer)]).toEqual([204, 0, PUBLIC_KEY.id])
  })

  test('a refusal is, unless the wallet is told otherwise', () => {
    expect(signerOf(send(newWallet(), query()))).toBe(PUBLIC_KEY.id)
    expect(headerOf(send(newWallet({ signsErrors: false }), query()), 'Wechatpay-Signature')).toBeUndefined()
  })

  test('an answer says when it was signed', () => {
    const answer = send(newWallet(), prepay())
    expect(headerOf(answer, 'Wechatpay-Timestamp')).toBe(String(NOW / SECOND))
    expect(headerOf(answer, 'Wechatpay-Signature-Type')).toBe('WECHATPAY2-SHA256-RSA2048')
  })

  test('a downloaded bill is not', () => {
    const wallet = newWallet()
    wallet.act(String(ask(wallet, prepay()).code_url), 'pay', NOW)
    ask(wallet, refund())
    const now = NOW + 86_400_000
    const { download_url: address } = ask(wallet, got('/v3/bill/tradebill?bill_date=2026-01-05'), { now })
    const file = send(wallet, got(String(address).replace('https://api.mch.weixin.qq.com', '')), { now })
    expect(file.headers.map(([name]) => name)).toEqual(['Content-Type'])
  })
})
