import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCbc, sealCbc } from './cbc.ts'

const key = (byte: number) => createSecretKey(Buffer.alloc(16, byte))
const opened = (ciphertext: string, byte = 1) => {
  const bytes = openCbc(ciphertext, key(byte))
  return bytes && Buffer.from(bytes).toString()
}

describe('接口内容加密', () => {
  test('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(opened(sealCbc(text, key(1)))).toBe(Buffer.from(text).toString())
      }),
    )
  })

  test('the same text is the same ciphertext, so that a repeated call is the same', () => {
    expect(sealCbc('{"a":1}', key(1))).toBe(sealCbc('{"a":1}', key(1)))
  })

  test.each(['', 'x', 'AAAA', 'AAAAAAAAAAAAAAAAAAAAAA==', 'not base64!', 'HJjZXDcVHUcOrByocVgEmpfMca73FjlhawHK12p8Ljg'])(
    'opens nothing of %j, and throws nothing',
    (ciphertext) => {
      expect(opened(ciphertext)).toBeUndefined()
    },
  )

  test('another key opens nothing that could be read', () => {
    expect(opened(sealCbc('{"code":"10000"}', key(1)), 2)).not.toBe('{"code":"10000"}')
  })
})
