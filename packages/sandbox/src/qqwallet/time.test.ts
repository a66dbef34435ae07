import { expect, test } from 'vitest'
import { beijingTime, fromBeijingTime } from './time.ts'

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
