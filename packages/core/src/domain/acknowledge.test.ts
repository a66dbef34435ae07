import { expect, it } from 'vitest'
import { tpError } from '../errors.ts'
import { acknowledgementFor } from './acknowledge.ts'

it.each([
  ['UNVERIFIED', 'refused'],
  ['MALFORMED', 'refused'],
  ['LIMIT', 'refused'],
  ['UNAVAILABLE', 'later'],
  ['TIMEOUT', 'later'],
  ['RATE', 'later'],
  ['INTERNAL', 'later'],
  ['CONFIG', 'later'],
] as const)('a notify that ended with %s is answered %s', (code, expected) => {
  expect(acknowledgementFor(tpError(code, 'why'))).toBe(expected)
})

it('trouble of our own is never told the wallet as "not genuine"', () => {
  expect(acknowledgementFor(new Error('the database is down'))).toBe('later')
})
