import { describe, expect, test } from 'vitest'
import { advance, virtualClock } from './clock.ts'
import { parseDuration } from './duration.ts'

const MINUTE = 60_000

describe('a length of time', () => {
  test.each([
    ['31m', 31 * MINUTE],
    ['+31m', 31 * MINUTE],
    [' 2h ', 120 * MINUTE],
    ['1d', 1440 * MINUTE],
    ['90s', 90_000],
    ['500ms', 500],
    ['1h30m', 90 * MINUTE],
    ['1w', 7 * 1440 * MINUTE],
    ['PT31M', 31 * MINUTE],
    ['pt1h30m5s', 90 * MINUTE + 5000],
    ['P1D', 1440 * MINUTE],
    ['P1DT2H', 26 * 60 * MINUTE],
    ['P2W', 14 * 1440 * MINUTE],
  ])('%j is %i ms', (text, ms) => expect(parseDuration(text)).toBe(ms))

  test.each([
    '',
    'm',
    '31',
    '-31m',
    '1.5h',
    '31 minutes',
    'P',
    'PT',
    'P1M',
    'P1Y',
    'P1DT',
    'PT1D',
    '1m1',
    '31mm',
    '0x1m',
    '1e3s',
    '+',
  ])('%j is none', (text) => expect(parseDuration(text)).toBeUndefined())
})

describe('a virtual clock', () => {
  test("runs with the machine's, by as much as it was put forward", () => {
    let now = 1000
    const clock = virtualClock(() => now)
    advance(clock, '31m')
    advance(clock, 5)
    now += 10
    expect([clock.now(), clock.advancedMs()]).toEqual([1010 + 31 * MINUTE + 5, 31 * MINUTE + 5])
  })

  test.each(['0s', 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, '-1h', 'soon', '100000d', '99999999999999999999d'])(
    'is not moved by %j, and says what it expects',
    (length) => {
      const clock = virtualClock(() => 0)
      expect(() => advance(clock, length)).toThrow(/advance: expected a length of time such as "31m"/)
      expect(clock.now()).toBe(0)
    },
  )

  test('ends where dates would, however many steps it takes', () => {
    const clock = virtualClock(() => 0)
    for (let year = 0; year < 10; year += 1) advance(clock, '365d')
    expect(() => advance(clock, '365d')).toThrow(/ten years at most in all/)
  })
})
