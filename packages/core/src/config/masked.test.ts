import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fingerprintOf } from './fingerprint.ts'
import { maskOf } from './masked.ts'
import { shortly } from './problem.ts'
import { readOwn } from './read-parts.ts'

const KEY = 'canary0123456789canary'

describe('what the code of a plugin says shows no value of the account', () => {
  const mask = maskOf([KEY, `-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQ\n-----END PRIVATE KEY-----`, 'abc'])
  it.each([
    ['whole', `expected a key, found ${KEY}; mend it`, 'expected a key, found …; mend it'],
    ['a piece of it', `found "${KEY.slice(3, 9)}…"`, 'found "……"'],
    ['a line of a key file', 'cannot read MIIEvAIBADANBg', 'cannot read …'],
    [
      'none',
      'expected "-----BEGIN CERTIFICATE-----", found 12345 abc',
      'expected "-----BEGIN CERTIFICATE-----", found 12345 abc',
    ],
  ])('%s', (_what, text, shown) => expect(mask(text)).toBe(shown))

  it('a schema that parses a key and fails quotes nothing of it', () => {
    const config = z.looseObject({ key: z.string() }).transform(({ key }): unknown => JSON.parse(key))
    const { problems } = readOwn({ config } as never, { key: KEY }, { told: [], partial: false })
    expect(problems).toMatchObject([{ reason: "the plugin's schema fails: SyntaxError" }])
    expect(shortly(new SyntaxError(KEY))).toBe('SyntaxError')
  })
})

it('a fingerprint tells a change, and not in which order keys were written', () => {
  const first = fingerprintOf({ a: '1', b: { c: '2', d: ['3'] } })
  expect(fingerprintOf({ b: { d: ['3'], c: '2' }, a: '1' })).toBe(first)
  expect(fingerprintOf({ a: '1', b: { c: '2', d: ['4'] } })).not.toBe(first)
})
