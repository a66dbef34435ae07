import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBeijingText, toBeijingText } from './beijing.ts'

test.each([
  ['2026-11-23 10:00:00', '2026-11-23T10:00:00+08:00'],
  ['2026-11-23 11:00:00.1', '2026-11-23T11:00:00.100+08:00'],
  ['2026-11-23 11:00:00.12', '2026-11-23T11:00:00.120+08:00'],
  ['2026-11-23 11:00:00.123', '2026-11-23T11:00:00.123+08:00'],
  ['2024-02-29 23:59:59', '2024-02-29T23:59:59+08:00'],
])('%s is %s', (text, iso) => {
  expect(fromBeijingText(text)).toBe(Date.parse(iso))
})

test.each([
  '2026-02-29 00:00:00',
  '2026-11-23T10:00:00',
  '2026-11-23',
  '2026-11-23 24:00:00',
  '2026-11-23 10:00:00.1234',
  '2026-11-23 10:00:00.',
  '20261123100000',
  ' 2026-11-23 10:00:00',
  '2026-11-23 10:00:00 ',
  '',
  undefined,
])('%s is no moment', (text) => {
  expect(fromBeijingText(text)).toBeUndefined()
})

test('whole seconds go both ways; parts of one are cut off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_271_999 }), fc.integer({ min: 0, max: 999 }), (seconds, ms) => {
      expect(fromBeijingText(toBeijingText(seconds * 1_000 + ms))).toBe(seconds * 1_000)
    }),
  )
})
