import { verify } from 'node:crypto'
import type { Download, EmptyDay, HttpResponse, StatementQuery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { WeChatPayConfig } from './config.ts'
import { wechatpay } from './protocol.ts'
import {
  account,
  at,
  drive,
  header,
  merchantKey,
  PUBLIC_KEY_ID,
  refusal,
  signed,
  sub,
  unsigned,
  unsignedRefusal,
} from './wallet.fixture.ts'

const DAY = '2024-12-31'
const HASH = '99664acde43c0cb2ca066f49d0b474a719fabfb7'
const ORIGIN = 'https://api.mch.weixin.qq.com'
const PATH = '/v3/billdownload/file?token=abc%3D%2B-_x&tartype=gzip'
const READY = { hash_type: 'SHA1', hash_value: HASH, download_url: ORIGIN + PATH }
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

interface Asked {
  readonly query?: object
  readonly config?: WeChatPayConfig
}

function ask(answer: HttpResponse, { query = {}, config = account }: Asked = {}) {
  // As plain JavaScript would call it.
  const asked = { day: DAY, kind: 'trade', ...query } as StatementQuery
  return drive(wechatpay(config).statement(asked, at), answer)
}

function isFile(found: Download | EmptyDay): Download {
  if (found.kind === 'download') return found
  throw new Error('expected a file')
}

const download = (changes: object = {}, asked?: Asked) => isFile(ask(signed({ ...READY, ...changes }), asked).reply)
const applied = (query: object, config?: WeChatPayConfig) =>
  ask(signed(READY), { query, ...(config && { config }) }).requests[0]?.url.slice(ORIGIN.length)

describe('what is asked for', () => {
  test.each([
    ['all trades, packed', {}, account, `/v3/bill/tradebill?bill_date=${DAY}&bill_type=ALL&tar_type=GZIP`],
    [
      'refunds only',
      { extra: { wechatpay: { billType: 'REFUND' } } },
      account,
      `/v3/bill/tradebill?bill_date=${DAY}&bill_type=REFUND&tar_type=GZIP`,
    ],
    [
      "a sub-merchant's trades",
      {},
      { ...account, ...sub },
      `/v3/bill/tradebill?bill_date=${DAY}&bill_type=ALL&tar_type=GZIP&sub_mchid=1900000110`,
    ],
    [
      'plain, where the account says so',
      {},
      { ...account, doubts: { billPacking: 'none' } } as const,
      `/v3/bill/tradebill?bill_date=${DAY}&bill_type=ALL`,
    ],
    ['movements', { kind: 'fund' }, account, `/v3/bill/fundflowbill?bill_date=${DAY}&account_type=BASIC&tar_type=GZIP`],
    [
      'movements of another account',
      { kind: 'fund', extra: { wechatpay: { fundAccount: 'FEES' } } },
      account,
      `/v3/bill/fundflowbill?bill_date=${DAY}&account_type=FEES&tar_type=GZIP`,
    ],
  ])('%s', (_what, query, config, path) => {
    expect(applied(query, config)).toBe(path)
  })

  test.each([
    { extra: { wechatpay: { billType: 'all' } } },
    { extra: { wechatpay: { fundAccount: 'BASIC' } } },
    { extra: { wechatpay: { goodsTag: 'WXG' } } },
    { kind: 'fund', extra: { wechatpay: { billType: 'ALL' } } },
    { kind: 'fund', extra: { wechatpay: { fundAccount: 'CASH' } } },
  ])('%j is refused before anything is sent', (query) => {
    expect(() => ask(signed(READY), { query })).toThrow(failing('INVALID', 'extra.wechatpay'))
  })
})

describe('where the file is', () => {
  test('the address is signed and fetched exactly as it stands', () => {
    const { request, packed, charset } = download()
    expect({ packed, charset }).toEqual({ packed: 'gzip', charset: 'utf-8' })
    expect(request).toMatchObject({ method: 'GET', effect: 'read', url: ORIGIN + PATH })
    expect(request).not.toHaveProperty('body')
    const signature = /signature="([^"]+)"/.exec(header(request, 'authorization') ?? '')?.[1] ?? ''
    const text = Buffer.from(`GET\n${PATH}\n1735689600\n${'n'.repeat(32)}\n\n`)
    expect(verify('RSA-SHA256', text, merchantKey, Buffer.from(signature, 'base64'))).toBe(true)
    expect(header(request, 'wechatpay-serial')).toBe(PUBLIC_KEY_ID)
  })

  test('one at the remote access point is the same file', () => {
    expect(download({ download_url: `https://api2.mch.weixin.qq.com${PATH}` }).request.url).toBe(ORIGIN + PATH)
  })

  test.each([
    'https://evil.example/v3/billdownload/file?token=1',
    'https://api.mch.weixin.qq.com.evil.example/v3/file',
    'https://api.mch.weixin.qq.com@evil.example/v3/file',
    'https://api.mch.weixin.qq.com',
    'http://api.mch.weixin.qq.com/v3/file',
    'HTTPS://API.MCH.WEIXIN.QQ.COM/v3/file',
    '//api.mch.weixin.qq.com/v3/file',
    '/v3/billdownload/file?token=1',
    `${ORIGIN}/v3/file?token=1#part`,
    `${ORIGIN}/v3/file?token=1 2`,
    `${ORIGIN}/v3/file\nhost: evil.example`,
  ])('%j is nowhere that we fetch from, though it is signed', (download_url) => {
    expect(() => download({ download_url })).toThrow(failing('MALFORMED', 'download_url'))
  })

  test.each([undefined, null, ''])('no address (%j): MALFORMED', (download_url) => {
    expect(() => download({ download_url })).toThrow(failing('MALFORMED', 'download_url'))
  })

  test('nobody signs the file, so the answer that names it must be signed', () => {
    expect(() => ask(unsigned(READY))).toThrow(failing('UNVERIFIED'))
  })
})

describe('the digest', () => {
  test.each([HASH, HASH.toUpperCase()])('%s is told in small letters', (hash_value) => {
    expect(download({ hash_value }).digest).toEqual({ algorithm: 'sha1', hex: HASH })
  })

  test.each([
    { hash_type: 'MD5' },
    { hash_type: 'sha1' },
    { hash_type: undefined },
    { hash_value: HASH.slice(1) },
    { hash_value: `${HASH}0` },
    { hash_value: HASH.replace('9', 'g') },
    { hash_value: undefined },
  ])('%j is none: MALFORMED', (changes) => {
    expect(() => download(changes)).toThrow(failing('MALFORMED', 'hash_'))
  })
})

describe('no file', () => {
  test.each(['NO_STATEMENT_EXIST', 'NOSTATEMENTEXIST', 'no_statement_exist'])('%s, signed: nothing happened that day', (code) => {
    expect(ask(refusal(code)).reply).toEqual({ kind: 'empty' })
    expect(ask(refusal(code), { query: { kind: 'fund' } }).reply).toEqual({ kind: 'empty' })
  })

  test('unsigned, a day is not empty: somebody may want to hide it', () => {
    expect(() => ask(unsignedRefusal('NO_STATEMENT_EXIST'))).toThrow(failing('UNVERIFIED', 'without signature'))
  })

  test('STATEMENT_CREATING: ask later', () => {
    const busy = expect.objectContaining({ code: 'UNAVAILABLE', retry: 'later', message: expect.stringContaining('30 minutes') })
    expect(() => ask(refusal('STATEMENT_CREATING'))).toThrow(busy)
  })

  test('no permission', () => {
    expect(() => ask(refusal('NO_AUTH', 403))).toThrow(failing('UNAUTHORIZED', '产品中心'))
  })
})

describe('a message instead of the file', () => {
  const refuse = (text: string) => download().refuse?.(Buffer.from(text))

  test.each([
    ['{"code":"SIGN_ERROR","message":"签名错误"}', 'UNAUTHORIZED', 'after-fix', { code: 'SIGN_ERROR', message: '签名错误' }],
    ['{"code":"SIGNERROR"}', 'UNAUTHORIZED', 'after-fix', { code: 'SIGNERROR' }],
    ['{"code":"STATEMENT_CREATING"}', 'UNAVAILABLE', 'later', { code: 'STATEMENT_CREATING' }],
    [
      '{"code":"TOKEN_EXPIRED","message":"下载链接已失效"}',
      'UNAVAILABLE',
      'later',
      { code: 'TOKEN_EXPIRED', message: '下载链接已失效' },
    ],
    ['{"message":"busy"}', 'UNAVAILABLE', 'later', { code: 'NO_FILE', message: 'busy' }],
    ['{"code":', 'UNAVAILABLE', 'later', { code: 'NO_FILE' }],
    ['\uFEFF\r\n {"code":"SYSTEM_ERROR"}', 'UNAVAILABLE', 'same-number', { code: 'SYSTEM_ERROR' }],
  ])('%j', (text, code, retry, provider) => {
    expect(refuse(text)).toMatchObject({ code, retry, provider })
  })

  test.each(['<html><body>502</body></html>', ' <', '<xml><return_code>FAIL</return_code></xml>'])(
    '%j is a page of another',
    (text) => {
      expect(refuse(text)).toMatchObject({ code: 'UNAVAILABLE', retry: 'later' })
    },
  )

  test('its words are shortened', () => {
    const found = refuse(JSON.stringify({ code: 'C'.repeat(500), message: 'm'.repeat(500) }))
    expect(found).toMatchObject({ provider: { code: 'C'.repeat(64), message: 'm'.repeat(128) } })
  })

  test('unsigned as it is, it makes no empty day', () => {
    expect(refuse('{"code":"NO_STATEMENT_EXIST"}')).toMatchObject({ code: 'NOT_FOUND' })
  })

  test.each(['交易时间,公众账号ID', '\uFEFF交易时间', '`2025', '', 'anything'])('%j is left to the reader', (text) => {
    expect(refuse(text)).toBeUndefined()
  })
})

describe('movements of an account: each line as it is, by the titles of the file', () => {
  const TITLES =
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
  const LINE = '`2018-02-01 04:21:23,`500003,`190000,`退款,`退款,`支出,`0.02,`0.17,`system,`缺货, 已退,`REF42'
  const totals = (count: string) => ['资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额', `\`${count},\`0.0,\`0.00,\`1.0,\`0.02`]
  const read = (lines: readonly string[]) => {
    const { reader } = download({}, { query: { kind: 'fund' } })
    return { rows: lines.flatMap((line) => reader.line(line) ?? []), summary: reader.end() }
  }

  test('a movement is no payment and no refund', () => {
    const { rows, summary } = read([`\uFEFF${TITLES}`, LINE, ...totals('1.0')])
    expect(summary).toEqual({ rows: 1 })
    expect(rows).toMatchObject([
      { at: Date.parse('2018-02-01T04:21:23+08:00'), columns: { 收支金额: '0.02', 备注: '缺货, 已退', 业务凭证号: 'REF42' } },
    ])
    expect(rows[0]).not.toHaveProperty('fact')
  })

  test('the totals must count the lines, and be there', () => {
    expect(read([TITLES, LINE, ...totals('2.0')]).summary.mismatch).toContain(
      '资金流水总笔数: the totals say 2, there are 1 lines',
    )
    expect(read([TITLES, LINE]).summary.mismatch).toContain('cut off')
    expect(read([TITLES, LINE, ...totals('1.0').slice(0, 1)]).summary.mismatch).toContain('cut off')
    expect(() => read([TITLES, LINE.slice(0, 60)])).toThrow(failing('MALFORMED', 'line 2'))
  })
})
