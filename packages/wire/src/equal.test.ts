import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equalInConstantTime } from './equal.ts'
import { hmacSha256Verify, md5Hex, md5Verify } from './sign.ts'

const digest = md5Hex('x')

test.each([0, 1, 31, 32, 33, 10_000])('A023: a comparison with %i bytes is false and does not throw', (length) => {
  expect(equalInConstantTime('z'.repeat(length), digest)).toBe(false)
  expect(equalInConstantTime(digest, 'z'.repeat(length))).toBe(false)
  expect(md5Verify({ a: '1', sign: 'z'.repeat(length) }, ['test-key-0123456789'])).toBe(false)
  expect(hmacSha256Verify({ a: '1', sign: 'z'.repeat(length) }, ['test-key-0123456789'])).toBe(false)
})

test('it says the same as ===, for every pair of texts', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '中', '\ud800', '\udbff', '\ufffd'), maxLength: 3 })
  const check = (a: string, b: string) => {
    expect(equalInConstantTime(a, b)).toBe(a === b)
    expect(equalInConstantTime(a, `${a}`)).toBe(true)
  }
  fc.assert(fc.property(texts, texts, check), { numRuns: 2_000, seed: 20_261_123 })
})

test('A023: no source compares a signature or a digest with ===', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name))
  const secretOnOneSide = /\b\w*(sign|digest|hex|found)\b(\(.*?\))? ?[!=]==(?! ?['"])|[!=]== ?\w*(sign|digest|hex|found)\b/i
  const comparing = sources.filter((name) => secretOnOneSide.test(source(name)))
  expect(sources).toContain('sign.ts')
  expect(comparing).toEqual([])
  expect(source('equal.ts')).toMatch(/return timingSafeEqual\(/)
  expect(source('sign.ts')).toContain('equalInConstantTime')

  function source(name: string): string {
    return readFileSync(new URL(name, import.meta.url), 'utf8')
  }
})
