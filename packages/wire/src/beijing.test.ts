import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { fromBeijing, toBeijing } from './beijing.ts'

const { TZ } = process.env
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ
  else process.env.TZ = TZ
})

test.each(['UTC', 'America/Los_Angeles', 'Pacific/Apia', 'Asia/Shanghai'])(
  'Beijing is eight hours ahead for a machine in %s',
  (zone) => {
    process.env.TZ = zone
    expect(fromBeijing('20260308023000')).toBe(Date.parse('2026-03-08T02:30:00+08:00'))
    expect(toBeijing(Date.parse('2026-03-08T02:30:00.999+08:00'))).toBe('20260308023000')
    expect(toBeijing(Date.parse('2025-12-31T16:00:00Z'))).toBe('20260101000000')
  },
)

test.each([
  '20260230120000',
  '20261301000000',
  '20260100000000',
  '20260101240000',
  '20260101006000',
  '20260101000060',
  '20260001000000',
  '00260101000000',
  '20250229000000',
  '2026010100000',
  '202601010000000',
  '2026-01-01 000',
  '２０２６０１０１０００００',
  '',
  undefined,
])('%s is no date', (text) => {
  expect(fromBeijing(text)).toBeUndefined()
})

test('29 February of a leap year is one', () => {
  expect(fromBeijing('20240229235959')).toBe(Date.parse('2024-02-29T23:59:59+08:00'))
})

test('whole seconds go both ways', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_271_999 }), (seconds) => {
      expect(fromBeijing(toBeijing(seconds * 1_000))).toBe(seconds * 1_000)
    }),
  )
})

test('a date is one where the calendar says so, at every border of its parts', () => {
  const part = (...values: readonly number[]) => fc.constantFrom(...values.map((value) => `${value}`.padStart(2, '0')))
  const texts = fc.tuple(
    fc.constantFrom('0000', '0099', '1900', '2000', '2023', '2024', '9999'),
    part(0, 1, 2, 4, 12, 13),
    part(0, 1, 28, 29, 30, 31, 32),
    part(0, 23, 24),
    part(0, 59, 60),
    part(0, 59, 60),
  )
  fc.assert(
    fc.property(texts, ([year, month, day, hour, minute, second]) => {
      const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000`
      const [whole, utc] = [Date.parse(`${iso}+08:00`), new Date(`${iso}Z`)]
      // A date is what the machine's own calendar reads and writes back; years before 100 are none that a wallet writes.
      const isDate = Number(year) >= 100 && !Number.isNaN(utc.getTime()) && utc.toISOString() === `${iso}Z`
      expect(fromBeijing(`${year}${month}${day}${hour}${minute}${second}`)).toBe(isDate ? whole : undefined)
    }),
    { numRuns: 2_000 },
  )
})

test('any text is a date or undefined, never a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789x'), minLength: 14, maxLength: 14 }), (text) => {
      const found = fromBeijing(text)
      expect(found === undefined || toBeijing(found) === text).toBe(true)
    }),
  )
})
