import { access, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { StatementRow } from '@tpkit/core'
import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { testDesk } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'
import { csvLine } from './csv.ts'
import { csvRows } from './rows.ts'
import { runStatement } from './run.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

let shop: TestShop
/** Two days ago, when the orders were sold. */
let day: string

beforeAll(async () => {
  const sold = Date.now() - 2 * DAY_MS
  day = new Date(sold + BEIJING_MS).toISOString().slice(0, 10)
  shop = await openTestShop({ clock: () => Date.now() - 2 * DAY_MS })
  await shop.sell('S_1')
  await shop.sell('S_2', '8.00')
  await shop.run(['refund', 'S_2', '--total', '8.00', '--amount', '3.00', '--out-refund-no', 'S_2_R', '--yes'])
  await shop.control.post('/clock', { advance: '2d' })
})

afterEach(() => shop.break(''))

afterAll(() => shop.close())

function statement(...args: readonly string[]) {
  return shop.run(['statement', '--day', day, ...args])
}

function fileAt(name: string): string {
  return join(shop.folder, name)
}

describe('tpkit statement', () => {
  it('goes to stdout for "-", as schema and types do, and makes no file of that name', async () => {
    const run = await statement('--out', '-')
    expect([run.code, run.stdout]).toEqual([0, (await statement()).stdout])
    await expect(access(fileAt('-'))).rejects.toThrow()
  })

  it("is CSV that another reader reads back: a header, amounts as numbers, the wallet's own columns behind", async () => {
    const run = await statement()
    expect(run).toMatchObject({ code: 0, stderr: '3 rows, and the statement is whole\n' })
    const rows: readonly Record<string, string>[] = parse(run.stdout, { bom: true, columns: true })
    expect(rows).toHaveLength(3)
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: 'payment',
          outTradeNo: 'S_1',
          status: 'paid',
          amount: '19.90',
          currency: 'CNY',
          at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
        }),
        expect.objectContaining({ kind: 'refund', outTradeNo: 'S_2', outRefundNo: 'S_2_R', amount: '3.00' }),
      ]),
    )
    expect(rows[0]).toHaveProperty('商户订单号')
  })

  it('is of the movements of the account where it is told to: the columns of the wallet alone', async () => {
    const run = await statement('--kind', 'fund')
    expect(run.code).toBe(0)
    const [first = {}]: readonly Record<string, string>[] = parse(run.stdout, { bom: true, columns: true })
    expect(Object.keys(first)).not.toContain('kind')
    expect(Object.values(first).join('')).not.toBe('')
  })

  it('is JSON lines for programs, money in minor units', async () => {
    const run = await statement('--json')
    expect(run).toMatchObject({ code: 0, stderr: '' })
    const rows = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toHaveLength(3)
    expect(rows).toContainEqual(
      expect.objectContaining({ fact: expect.objectContaining({ outTradeNo: 'S_1', total: { amount: 1990, currency: 'CNY' } }) }),
    )
  })

  it("becomes a file once it is whole, and takes nobody's place", async () => {
    const run = await statement('--out', 'whole.csv')
    expect(run).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^3 rows, and the statement is whole: whole\.csv\n\nNext: compare/),
    })
    expect(parse(await readFile(fileAt('whole.csv')), { bom: true, columns: true })).toHaveLength(3)
    await expect(access(fileAt('whole.csv.part'))).rejects.toThrow(/ENOENT/)
    await writeFile(fileAt('mine.csv'), 'mine')
    const taken = await statement('--out', 'mine.csv')
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringMatching(/--out: expected a new file/) })
    await expect(readFile(fileAt('mine.csv'), 'utf8')).resolves.toBe('mine')
  })

  it('stays a part where its end does not hold, and says not to book it', async () => {
    await shop.break('short-file@statement')
    const run = await statement('--out', 'short.csv')
    expect(run.code).toBe(1)
    expect(run.stderr).toMatch(
      /totals differ[\s\S]*The statement is not whole\. Do not book it\. What came is kept in \S+short\.csv\.part\n\nNext: book nothing of it, and say it again/,
    )
    await expect(access(fileAt('short.csv'))).rejects.toThrow(/ENOENT/)
    await expect(readFile(fileAt('short.csv.part'), 'utf8')).resolves.toContain('S_')
    const printed = await statement('--json')
    expect(printed.code).toBe(1)
    expect(JSON.parse(printed.stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'MALFORMED', message: expect.stringMatching(/Do not book what was printed/) },
    })
    await expect(statement('--lang', 'zh')).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/对账单不完整，已输出的内容请勿入账/),
    })
  })

  it('ends in silence where nobody reads on', async () => {
    const gone = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })) })
    gone.on('error', () => undefined)
    const { desk, ended } = testDesk()
    const piped = { ...desk, terminal: { ...desk.terminal, stdout: gone } }
    await expect(runStatement(piped, { day, kind: 'trade', config: shop.config })).resolves.toBe(1)
    expect(ended().stderr).toBe('')
  })

  it('leaves no part where nothing came', async () => {
    await shop.break('http-503@statement')
    const run = await statement('--out', 'none.csv')
    expect(run).toMatchObject({ code: 1, stdout: '' })
    await expect(access(fileAt('none.csv.part'))).rejects.toThrow(/ENOENT/)
  })

  it.each([
    ['a day that is not over', () => new Date(Date.now() + BEIJING_MS).toISOString().slice(0, 10), /nothing was sent/],
    ['a day that is none', () => '2026-02-30', /day: expected/],
    [
      'a day that no wallet keeps any more',
      () => '2020-01-01',
      /Above a limit; nothing was sent\.\nday: expected one of the last 92 days/,
    ],
  ])('refuses %s before it asks', async (_what, wanted, sentence) => {
    const run = await shop.run(['statement', '--day', wanted()])
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) })
  })
})

describe('a field of CSV', () => {
  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "=cmd|' /C calc'!A0"])(
    '%j is no formula in a spreadsheet',
    (field) => {
      expect(parse(csvLine([field, 'next']))).toEqual([[`'${field}`, 'next']])
    },
  )

  it.each(['19.90', '-5.00', '+3', '0', 'tea, for "two"', ' spaced ', 'two\nlines', '双人下午茶', ''])(
    '%j is read back as it was',
    (field) => {
      expect(parse(csvLine([field, 'next']))).toEqual([[field, 'next']])
    },
  )

  it("also where the wallet's own column holds what a payer wrote", () => {
    const row: StatementRow = { columns: { 商品名称: '=HYPERLINK("http://evil.example")', 手续费: '-0.05' } }
    const format = csvRows()
    const [read] = parse(format.head(row) + format.row(row), { bom: true, columns: true }) as readonly Record<string, string>[]
    expect(read).toMatchObject({ 商品名称: '\'=HYPERLINK("http://evil.example")', 手续费: '-0.05' })
  })
})
