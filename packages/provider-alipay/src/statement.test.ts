import type { Download, EmptyDay, Moment, StatementQuery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import type { Opened, Refusal } from './answer.ts'
import { billLines, DAY, FUND_LINE, PAID_LINE, PAYEE, PID } from './bill.fixture.ts'
import type { GatewayCall } from './gateway.ts'
import { bill } from './statement.ts'

const account = accountOf({ ...PAYEE, sellerId: PID })
const at: Moment = { nowMs: Date.UTC(2021, 9, 22, 4), nonce: (length) => 'n'.repeat(length) }
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

const HOST = 'dwbillcenter.alipay.com'
const PATH =
  '/downloadBillFile.resource?bizType=trade&userId=20885016245603350156&fileType=csv.zip&bizDates=20211021&token=a%2Bb%3D+c&fileId=%2Ftrade%2F1.csv.zip'

const found = (url: string): Opened => ({ kind: 'success', code: '10000', fields: { code: '10000', bill_download_url: url } })
const refused = (subCode: string, evidence: Refusal['evidence'] = 'verified'): Opened => ({
  ...{ kind: 'refusal', code: '40004', subCode, evidence, message: '没有账单' },
})

function asked(answer: Opened, kind: StatementQuery['kind'] = 'trade') {
  const calls: GatewayCall[] = []
  const exchange = bill(
    { day: DAY, kind },
    account,
    function* (call) {
      calls.push(call)
      return answer
    },
    at,
  )
  const step = exchange.next()
  if (!step.done) throw new Error('expected nothing to be sent')
  return { reply: step.value, calls }
}

function isFile(reply: Download | EmptyDay): Download {
  if (reply.kind === 'download') return reply
  throw new Error('expected a file')
}

const download = (url = `http://${HOST}${PATH}`, kind?: StatementQuery['kind']) => isFile(asked(found(url), kind).reply)

describe('what is asked for', () => {
  test.each([
    ['trade', 'trade'],
    ['fund', 'signcustomer'],
  ] as const)('%s: the bill %s of the day', (kind, bill_type) => {
    expect(asked(refused('NO_BILL_DATA'), kind).calls).toEqual([
      {
        method: 'alipay.data.dataservice.bill.downloadurl.query',
        content: { bill_type, bill_date: DAY },
        effect: 'read',
      },
    ])
  })
})

describe('where the file is', () => {
  test.each(['http', 'https', 'HTTP'])('a %s address is fetched over TLS, its path and query as they stand', (scheme) => {
    expect(download(`${scheme}://${HOST}${PATH}`).request).toEqual({
      method: 'GET',
      url: `https://${HOST}${PATH}`,
      headers: [],
      effect: 'read',
    })
  })

  test.each([
    'https://evil.example/bill',
    `https://${HOST}.evil.example/bill`,
    `https://evil.example/?${HOST}/`,
    `https://${HOST}@evil.example/bill`,
    `https://user@${HOST}/bill`,
    `https://${HOST}:8443/bill`,
    `https://${HOST}\\@evil.example/bill`,
    `https://x${HOST}/bill`,
    'https://openapi.alipay.com/gateway.do',
    'http://127.0.0.1/bill',
    `file://${HOST}/etc/passwd`,
    `//${HOST}/bill`,
    `https://${HOST}`,
    `https://${HOST}/a b`,
    `https://${HOST}/a#b`,
    `https://${HOST}/a\r\nx: y`,
    `https://${HOST}/账单`,
  ])('no other address is fetched: %s', (url) => {
    expect(() => download(url)).toThrow(failing('MALFORMED', 'the file is not fetched from elsewhere'))
  })

  test('an answer without an address is none', () => {
    expect(() => asked({ kind: 'success', code: '10000', fields: {} })).toThrow(failing('MALFORMED', 'bill_download_url'))
  })
})

describe('a day without a bill', () => {
  test.each(['NO_BILL_DATA', 'BILL_NOT_EXIST'])('%s is an empty day', (code) => {
    expect(asked(refused(code)).reply).toEqual({ kind: 'empty' })
  })

  test('without a signature it is none: anybody could have said so', () => {
    const unsigned = { unsigned: { status: 200, code: 'NO_BILL_DATA' } }
    expect(() => asked(refused('NO_BILL_DATA', unsigned))).toThrow(failing('UNVERIFIED', 'without signature'))
  })

  test.each([
    ['SYSTEM_RATE_LIMIT', 'RATE'],
    ['USER_RATE_LIMIT', 'RATE'],
    ['BILL_DATE_BEFORE_REGISTRATION', 'INVALID'],
    ['ACQ.SYSTEM_ERROR', 'UNAVAILABLE'],
    ['SOMETHING_ELSE', 'UNAVAILABLE'],
  ])('%s is no empty day', (code, failure) => {
    expect(() => asked(refused(code))).toThrow(failing(failure, `Alipay answered statement with ${code}`))
  })
})

describe('the file', () => {
  test('is the archive’s details, in GBK', () => {
    const { packed, charset, member } = download()
    expect([packed, charset, member?.charset]).toEqual(['zip', 'gbk', 'gbk'])
    const names = [
      '业务明细.csv',
      '业务明细(汇总).csv',
      '账务明细.csv',
      '账务明细(汇总).csv',
      '业务明细.csv.exe',
      '业务明细（汇总）.csv',
    ]
    const wanted = (kind: StatementQuery['kind']) =>
      names.filter((name) => download(undefined, kind).member?.wanted(`${PID}0156_20211021_${name}`))
    expect([wanted('trade'), wanted('fund')]).toEqual([['业务明细.csv'], ['账务明细.csv']])
  })

  test('is read as what was asked for, of this merchant and day', () => {
    const rows = (kind: StatementQuery['kind'], lines: readonly string[]) => {
      const { reader } = download(undefined, kind)
      const read = lines.flatMap((line) => reader.line(line) ?? [])
      return { read, summary: reader.end() }
    }
    expect(rows('trade', billLines([PAID_LINE]))).toMatchObject({
      read: [{ fact: { kind: 'payment', payee: PAYEE } }],
      summary: { rows: 1 },
    })
    const fund = rows('fund', billLines([FUND_LINE], { kind: 'fund' }))
    expect(fund).toMatchObject({ read: [{ columns: { 账户余额: '14533.03' } }], summary: { rows: 1 } })
    expect(fund.read[0]).not.toHaveProperty('fact')
    expect(() => rows('trade', billLines([], { days: ['2021年10月20日', '2021年10月21日'] }))).toThrow(failing('MALFORMED'))
  })

  test.each(['<html><body>expired</body></html>', '{"code":"40004"}', '链接已失效', '', 'PK'])(
    '%j in its place is told',
    (text) => {
      expect(download().refuse?.(Buffer.from(text))).toMatchObject({
        code: 'UNAVAILABLE',
        retry: 'later',
        message: expect.stringMatching(/expected a bill that begins with "#", found .*; ask for the bill anew/),
      })
      expect(download().refuse?.(Buffer.from('#支付宝业务明细查询'))).toBeUndefined()
    },
  )
})
