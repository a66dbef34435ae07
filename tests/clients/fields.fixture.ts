import fc from 'fast-check'

/** The fields of one message. */
export type Fields = Readonly<Record<string, string>>

export const KEY = 'test-key-0123456789abcdef0123456'
export const MCH_ID = '1900000109'

/** Names to which one of the readers gives a meaning of its own: no wallet uses them. */
const TAKEN = [
  'sign',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'isPrototypeOf',
  'mch_id',
  'nonce_str',
]

const USUAL = ['appid', 'body', 'total_fee', 'sign_', 'Sign', 'refund_id_1', 'refund_id_10', 'refund_id_2', 'a.b', 'A-1', 'key']
const name = fc
  .oneof(fc.constantFrom(...USUAL), fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,11}$/))
  .filter((found) => !TAKEN.includes(found))

const CHARS = [...'aZ09&=<>"\'%+?#/,.;:|*@[]{}!`~$^()_-\\ ', '\t', '\n', 'é', '\u2028', '😀', ...'中文支付，。￥']
const text = fc.string({ unit: fc.constantFrom(...CHARS), maxLength: 12 })
const digits = fc.stringMatching(/^[0-9]{1,28}$/)

/** What both writers can write: `]]>` and carriage returns are where they part. */
export const value: fc.Arbitrary<string> = fc.oneof(text, digits, fc.constant('')).filter((found) => !found.includes(']]>'))

/** At least one field, at most eight. */
export const fields: fc.Arbitrary<Fields> = fc.dictionary(name, value, { minKeys: 1, maxKeys: 8, noNullPrototype: true })

/** As every property of this house: the same examples in every run. */
export const RUNS = { numRuns: 500, seed: 20_261_123 }
