import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { Wallet } from '@tpkit/core'
import { expect } from 'vitest'
import { type Asking, ask, DAY, got, NOW, send, textIn } from './asking.fixture.ts'

type Asked = Pick<Wallet, 'handle'>
type Row = Readonly<Record<string, string>>

export interface ReadBill {
  readonly titles: readonly string[]
  readonly rows: readonly Row[]
  readonly totals: Row
}

/** Noon of the day after NOW, when the bill of NOW's day can be had. */
export const NEXT_NOON = NOW + DAY

/** 申请账单: `trade?bill_date=…` or `fundflow?…`; the answer, with the address as the wallet hears it. */
export function applied(wallet: Asked, asked: string, how: Asking = {}) {
  const [kind = '', values = ''] = asked.split('?')
  const told = ask(wallet, got(`/v3/bill/${kind}bill?${values}`), { now: NEXT_NOON, ...how })
  const address = new URL(textIn(told, 'download_url'))
  return { told, address, path: address.pathname + address.search }
}

/** The file, as it was unpacked; its digest must fit. */
export function fileOf(wallet: Asked, asked: string, how: Asking = {}): Buffer {
  const { told, path } = applied(wallet, asked, how)
  const { status, body } = send(wallet, got(path), { now: NEXT_NOON, ...how })
  expect(status).toBe(200)
  const bytes = /GZIP/.test(asked) ? gunzipSync(body) : Buffer.from(body)
  expect([told.hash_type, createHash('sha1').update(bytes).digest('hex')]).toEqual(['SHA1', told.hash_value])
  return bytes
}

/** Reads a bill with a reading of its own: titles, lines, titles of the totals, totals. */
export function readBill(bytes: Buffer): ReadBill {
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
  const text = bytes.subarray(3).toString('utf8')
  expect(text.endsWith('\r\n')).toBe(true)
  const lines = text.slice(0, -2).split('\r\n')
  for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
  const [titles = [], totalTitles = []] = [lines[0], lines.at(-2)].map((line) => line?.split(','))
  const row = (names: readonly string[], line = ''): Row => {
    expect(line.startsWith('`')).toBe(true)
    const values = line.slice(1).split(',`')
    expect(values).toHaveLength(names.length)
    return Object.fromEntries(names.map((name, n) => [name.replace('(元)', ''), values[n] ?? '']))
  }
  return { titles, rows: lines.slice(1, -2).map((line) => row(titles, line)), totals: row(totalTitles, lines.at(-1)) }
}

export function billOf(wallet: Asked, asked: string, how: Asking = {}): ReadBill {
  return readBill(fileOf(wallet, asked, how))
}

/** Yuan text as fen. */
export function fenOf(yuan = ''): bigint {
  expect(yuan).toMatch(/^-?[0-9]+\.[0-9]{2}$/)
  return BigInt(yuan.replace('.', ''))
}

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)
