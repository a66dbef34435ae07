import { expect, test } from 'vitest'
import { STRUCK_CALLS } from '../faults/rules.ts'
import { ENDPOINTS } from './endpoints.ts'

test('a fault rule can name every call that arrives here, and no other', () => {
  expect(new Set([...ENDPOINTS.values()].map(({ call }) => call))).toEqual(new Set(STRUCK_CALLS))
})
