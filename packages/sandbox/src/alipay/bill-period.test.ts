import { expect, test } from 'vitest'
import { type BillHabits, billPeriod, USUAL_BILLS } from './bill-period.ts'

const at = (beijing: string): number => Date.parse(`${beijing}+08:00`)
const asked = (date: string, now: string, habits: Partial<BillHabits> = {}): unknown => {
  const period = billPeriod(date, at(now), { ...USUAL_BILLS, ...habits })
  return typeof period === 'string'
    ? period
    : [period.name, new Date(period.start).toISOString(), new Date(period.end).toISOString()]
}

test.each([
  ['a day', '2026-01-05', '2026-01-06T09:00:00', ['20260105', '2026-01-04T16:00:00.000Z', '2026-01-05T16:00:00.000Z']],
  ['a day, before nine', '2026-01-05', '2026-01-06T08:59:59', 'not-ready'],
  ['today', '2026-01-05', '2026-01-05T23:59:59', 'not-over'],
  ['tomorrow', '2026-01-06', '2026-01-05T23:59:59', 'not-over'],
  ['a month', '2026-02', '2026-03-03T09:00:00', ['202602', '2026-01-31T16:00:00.000Z', '2026-02-28T16:00:00.000Z']],
  [
    'a month of a leap year',
    '2028-02',
    '2028-03-04T00:00:00',
    ['202802', '2028-01-31T16:00:00.000Z', '2028-02-29T16:00:00.000Z'],
  ],
  ['December', '2025-12', '2026-01-09T00:00:00', ['202512', '2025-11-30T16:00:00.000Z', '2025-12-31T16:00:00.000Z']],
  ['a month, before the third', '2026-02', '2026-03-03T08:59:59', 'not-ready'],
  ['this month', '2026-02', '2026-02-28T23:59:59', 'not-over'],
  ['long ago', '2020-01-06', '2026-01-06T10:00:00', ['20200106', '2020-01-05T16:00:00.000Z', '2020-01-06T16:00:00.000Z']],
  ['longer ago', '2020-01-05', '2026-01-06T10:00:00', 'too-old'],
  ['before anybody was registered', '2015-12-31', '2026-01-06T10:00:00', 'unregistered'],
  ['no day of the calendar', '2026-02-30', '2026-03-06T10:00:00', 'malformed'],
  ['no month of the calendar', '2026-13', '2027-03-06T10:00:00', 'malformed'],
  ['written otherwise', '20260105', '2026-03-06T10:00:00', 'malformed'],
  ['nothing', '', '2026-03-06T10:00:00', 'malformed'],
])('%s', (_, date, now, found) => expect(asked(date, now)).toEqual(found))

test('the wallet can be told otherwise', () => {
  expect(asked('2026-01-05', '2026-01-06T08:59:59', { billReadyAfterMs: 0 })).toContain('20260105')
  expect(asked('2025-12-05', '2026-01-06T10:00:00', { billKeptMonths: 1 })).toBe('too-old')
  expect(asked('2025-12-05', '2026-01-06T10:00:00', { registeredOn: '20251206' })).toBe('unregistered')
})

test('a file is never made later than it can be had', () => {
  const period = billPeriod('2026-01-05', at('2026-01-06T00:00:00'), { ...USUAL_BILLS, billReadyAfterMs: 0 })
  expect(period).toMatchObject({ madeAt: at('2026-01-06T00:00:00') })
})
