import type { Download, EmptyDay, StatementQuery } from '@tpkit/core'
import { readXml } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, immediate, readFile } from './qqwallet.fixture.ts'

type Config = Parameters<typeof qqwallet>[0]
const DAY = '2016-07-23'
const failing = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) })

function statement(query: Partial<StatementQuery> = {}, config: Config = account): Download {
  const asked = { day: DAY, kind: 'trade', ...query } as const
  const found: Download | EmptyDay = immediate(qqwallet(config).statement(asked, at))
  if (found.kind === 'download') return found
  throw new Error('expected a file')
}

const sent = ({ request }: Download) => readXml(request.body ?? '')

describe('what is asked for', () => {
  test('all trades of the day, packed', () => {
    const found = statement()
    expect(found).toMatchObject({ packed: 'gzip', charset: 'utf-8', request: { method: 'POST', effect: 'read' } })
    expect(found.request.url).toBe('https://qpay.qq.com/cgi-bin/sp_download/qpay_mch_statement_down.cgi')
    expect(sent(found)).toMatchObject({ bill_date: '20160723', bill_type: 'ALL', tar_type: 'GZIP' })
  })

  test('movements of the cash account, plain', () => {
    const found = statement({ kind: 'fund' })
    expect(found.packed).toBe('none')
    expect(found.request.url).toBe('https://qpay.qq.com/cgi-bin/sp_download/qpay_mch_acc_roll.cgi')
    expect(sent(found)).toMatchObject({ bill_date: '20160723', acc_type: 'CASH' })
    expect(sent(found)).not.toHaveProperty('tar_type')
  })

  test('another type of statement or account', () => {
    expect(sent(statement({ extra: { qqwallet: { billType: 'REFUND' } } })).bill_type).toBe('REFUND')
    expect(sent(statement({ kind: 'fund', extra: { qqwallet: { accountType: 'MARKETING' } } })).acc_type).toBe('MARKETING')
  })

  test.each<Partial<StatementQuery>>([
    { extra: { qqwallet: { accountType: 'CASH' } } },
    { kind: 'fund', extra: { qqwallet: { billType: 'ALL' } } },
    { extra: { qqwallet: { limitPay: 'no_credit' } } },
    // As plain JavaScript would call it.
    { extra: { qqwallet: { billType: 'all' } } } as unknown as Partial<StatementQuery>,
    { kind: 'fund', extra: { qqwallet: { accountType: 'BASIC' } } } as unknown as Partial<StatementQuery>,
  ])('%j is refused before anything is sent', (query) => {
    expect(() => statement(query)).toThrow(failing('INVALID', 'extra.qqwallet'))
  })

  test('plain or packed, as the account says', () => {
    const config: Config = { ...account, doubts: { statementPacking: 'none', fundPacking: 'gzip' } }
    expect(statement({}, config).packed).toBe('none')
    expect(sent(statement({}, config))).not.toHaveProperty('tar_type')
    expect(sent(statement({ kind: 'fund' }, config)).tar_type).toBe('GZIP')
  })
})

describe('a message instead of a file', () => {
  const trusting: Config = { ...account, doubts: { noBill: 'empty' } }
  const refuse = (text: string, config?: Config) => statement({}, config).refuse?.(Buffer.from(text))
  const xml = (fields: string) => `<xml>${fields}</xml>`
  const NO_BILL = xml('<retcode>66228001</retcode><retmsg><![CDATA[no bill]]></retmsg>')

  test('retcode and retmsg', () => {
    expect(refuse(xml('<retcode>66228002</retcode><retmsg><![CDATA[日期错误]]></retmsg>'))).toMatchObject({
      code: 'UNAVAILABLE',
      retry: 'later',
      provider: { code: '66228002', message: '日期错误' },
    })
  })

  test('return_code, return_msg and error_code', () => {
    const found = refuse(
      xml('<return_code>FAIL</return_code><return_msg>invalid bill_date</return_msg><error_code>20001</error_code>'),
    )
    expect(found).toMatchObject({ code: 'UNAVAILABLE', provider: { code: '20001', message: 'invalid bill_date' } })
  })

  test('a retcode of 0 is no reason', () => {
    const found = refuse(
      xml('<return_code>FAIL</return_code><return_msg>busy</return_msg><retcode>0</retcode><retmsg>0</retmsg>'),
    )
    expect(found).toMatchObject({ provider: { code: 'FAIL', message: 'busy' } })
  })

  test('a code of the table means what it means everywhere, signed or not', () => {
    const found = refuse(xml('<return_code>FAIL</return_code><retcode>1</retcode><err_code>SIGNERROR</err_code>'))
    expect(found).toMatchObject({ code: 'UNAUTHORIZED', retry: 'after-fix', provider: { code: 'SIGNERROR' } })
    expect(refuse(xml('<return_code>FAIL</return_code><error_code>NOAUTH</error_code>'))).toMatchObject({ code: 'UNAUTHORIZED' })
  })

  test.each([
    NO_BILL,
    xml('<return_code>FAIL</return_code><return_msg>No Bill Exist</return_msg><error_code>20002</error_code>'),
    xml('<retcode>1</retcode><retmsg>账单不存在</retmsg>'),
    xml('<retcode>1</retcode><retmsg>当日无账单</retmsg>'),
    `\uFEFF\n ${NO_BILL}`,
    xml('<return_code>FAIL</return_code><return_msg>no bill</return_msg><retcode>1</retcode><retmsg>no bill</retmsg>'),
  ])('%j: a failure, or nothing happened that day where the account says so', (text) => {
    expect(refuse(text)).toMatchObject({ code: 'UNAVAILABLE', retry: 'later' })
    expect(refuse(text, trusting)).toEqual({ kind: 'empty' })
  })

  test.each([
    'no billing permission',
    'system error, no bill service',
    'system error: no bill',
    'no bill for this merchant type',
    '无权限下载对账单',
    '无账单下载权限',
    '没有账单权限',
    '没有权限查看账单',
    '账单不存在或参数错误',
    '账单尚未生成，次日10点后再取',
    'bill date error',
  ])('"%s" is no empty day, whatever the account says', (words) => {
    expect(refuse(xml(`<retcode>1</retcode><retmsg>${words}</retmsg>`), trusting)).toMatchObject({ code: 'UNAVAILABLE' })
  })

  test.each([
    ['NOAUTH', 'UNAUTHORIZED'],
    ['SYSTEMERROR', 'UNAVAILABLE'],
    ['MCHID_NOT_EXIST', 'CONFIG'],
  ])('a documented code says more than the words beside it: %s', (err_code, code) => {
    const text = xml(`<return_code>FAIL</return_code><return_msg>no bill</return_msg><err_code>${err_code}</err_code>`)
    expect(refuse(text, trusting)).toMatchObject({ code, provider: { code: err_code, message: 'no bill' } })
  })

  test.each(['<html><body>502</body></html>', '<xml><retcode>1', '<!DOCTYPE xml><xml/>', '<'])('%j is no file either', (text) => {
    expect(refuse(text)).toMatchObject({ code: 'UNAVAILABLE', retry: 'later' })
  })

  test.each(['交易时间,商户号', '`交易时间', '', '2016-07-23'])('%j is left to the reader', (text) => {
    expect(refuse(text)).toBeUndefined()
  })
})

describe('movements of an account: columns only, for no source names them', () => {
  const read = (text: string) => readFile(statement({ kind: 'fund' }), text)

  test('by the titles of the file', () => {
    expect(read('记账时间,业务类型,收支金额(元),备注\n`2016-07-23 10:00:00,`交易,`8.88,`茶, 绿\n')).toEqual({
      rows: [{ columns: { 记账时间: '2016-07-23 10:00:00', 业务类型: '交易', 收支金额: '8.88', 备注: '茶, 绿' } }],
      summary: { rows: 1 },
    })
  })

  test('where there is a count of the lines, it must hold', () => {
    const file = (count: number) => `记账时间,金额\r\n\`1,\`2\r\n资金流水总笔数,收入金额\r\n\`${count},\`2\r\n`
    expect(read(file(1)).summary).toEqual({ rows: 1 })
    expect(read(file(2)).summary).toMatchObject({ mismatch: expect.stringContaining('总笔数') })
  })

  test('titles of totals without totals are a file that was cut off', () => {
    expect(read('记账时间,金额\n`1,`2\n资金流水总笔数,收入金额\n').summary.mismatch).toContain('cut off')
  })

  test.each(['a,b\n1,2,3', 'a,b\n1', 'a,a\n1,2', ''])('%j cannot be told apart', (text) => {
    expect(() => read(text)).toThrow(failing('MALFORMED', 'line'))
  })

  test('an empty file is no file', () => {
    const { reader } = statement({ kind: 'fund' })
    expect(reader.end()).toMatchObject({ rows: 0, mismatch: expect.stringContaining('empty') })
  })
})
