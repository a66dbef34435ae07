import { expect } from 'vitest'
import { type Asking, DAY, NOW, send, xmlOf } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'

type Values = Readonly<Record<string, string>>
type Row = Readonly<Record<string, string>>

export interface ReadStatement {
  readonly titles: readonly string[]
  readonly rows: readonly Row[]
  readonly totals: Row
}

/** The day of NOW, as a statement names it. */
export const TODAY = '20260105'

/** Noon of the next day. */
const NEXT_NOON = NOW + DAY

export function fileOf(desk: QQDesk, operation: 'statement' | 'fundStatement', values: Values = {}, how: Asking = {}): string {
  const { status, body } = send(desk, operation, values, { now: NEXT_NOON, ...how })
  expect(status).toBe(200)
  return new TextDecoder().decode(body)
}

/** Reads a back-ticked file with a reading of its own: titles, lines, titles of the totals, totals. */
export function readStatement(text: string): ReadStatement {
  expect(text.endsWith('\r\n')).toBe(true)
  const lines = text.slice(0, -2).split('\r\n')
  const [titles = [], totalTitles = []] = [lines[0], lines.at(-2)].map((line) => line?.split(','))
  const row = (names: readonly string[], line = ''): Row => {
    const values = line.slice(1).split(',`')
    expect(line.startsWith('`')).toBe(true)
    expect(values).toHaveLength(names.length)
    return Object.fromEntries(names.map((name, n) => [name.replace('(元)', ''), values[n] ?? '']))
  }
  return { titles, rows: lines.slice(1, -2).map((line) => row(titles, line)), totals: row(totalTitles, lines.at(-1)) }
}

export function statementOf(
  desk: QQDesk,
  operation: 'statement' | 'fundStatement',
  values: Values = {},
  how: Asking = {},
): ReadStatement {
  return readStatement(fileOf(desk, operation, values, how))
}

/** The fields of a refused download, which is not signed. */
export function refusalOf(desk: QQDesk, operation: 'statement' | 'fundStatement', values: Values = {}, how: Asking = {}): Values {
  const fields = xmlOf(send(desk, operation, values, { now: NEXT_NOON, ...how }))
  expect(fields.has('sign')).toBe(false)
  return Object.fromEntries(fields)
}

/** Yuan text as fen. */
export function fen(yuan = ''): bigint {
  expect(yuan).toMatch(/^-?[0-9]+\.[0-9]{2}$/)
  return BigInt(yuan.replace('.', ''))
}
