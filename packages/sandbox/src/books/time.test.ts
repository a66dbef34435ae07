import { expect, test } from 'vitest'
import { beijingDay, beijingTime, dayStart, fromBeijingTime, monthsBefore } from './time.ts'

test('noon in Beijing is four in the morning UTC, whatever the zone of the machine', () => {
  expect(beijingTime(Date.UTC(2026, 0, 5, 4))).toBe('20260105120000')
  expect(fromBeijingTime('20260105120000')).toBe(Date.UTC(2026, 0, 5, 4))
})

test('the day of Beijing begins eight hours earlier', () => {
  expect(beijingTime(Date.UTC(2025, 11, 31, 16))).toBe('20260101000000')
})

test.each(['', '2026010512000', '20260230120000', '20260105250000', '2026-01-05 12:00', '２０２６０１０５１２００００'])(
  'no such time: %j',
  (text) => expect(fromBeijingTime(text)).toBeUndefined(),
)

test('a day begins at midnight in Beijing; text that names no day has no beginning', () => {
  expect(dayStart('20260105')).toBe(Date.UTC(2026, 0, 4, 16))
  expect(beijingDay(Date.UTC(2026, 0, 4, 16))).toBe('20260105')
  expect(beijingDay(Date.UTC(2026, 0, 4, 16) - 1)).toBe('20260104')
  for (const text of ['', '20260230', '2026015', '2026-1-5']) expect(dayStart(text)).toBeUndefined()
})

test.each([
  [Date.UTC(2026, 0, 5, 4), '20251005'],
  [Date.UTC(2026, 4, 31, 4), '20260303'], // February has no 31st
  [Date.UTC(2025, 11, 31, 16), '20251001'], // the first of January in Beijing
])('three months before %i is %s', (at, day) => expect(monthsBefore(at, 3)).toBe(day))
