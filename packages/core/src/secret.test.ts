import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isSecret, Secret, secretFrom } from './secret.ts'

const canary = 'canary-0123456789abcdef'

describe('a secret does not show itself', () => {
  it('prints as [secret] however it is printed, and reveals itself when asked by name', () => {
    const secret = new Secret(canary)
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
      String(secret),
    ]
    for (const text of shown) {
      expect(text).not.toContain(canary)
      expect(text).toContain('[secret]')
    }
    expect(secret.reveal()).toBe(canary)
    expect(isSecret(secret)).toBe(true)
    expect(isSecret(canary)).toBe(false)
  })

  it.each([
    '',
    '   ',
    'changeme',
    'CHANGE-ME',
    'your-api-key-here',
    'xxxxxxxxxxxx',
    '<api key>',
    ['$', '{QQ_KEY}'].join(''),
    '********',
    '00000000',
    // As long as the wallet's own key is: somebody wanted to get past the check of the length.
    'changemechangemechangemechangeme',
    'ChangeMe'.repeat(4),
    'secret'.repeat(6),
  ])('refuses %j: nobody starts with an empty or placeholder key', (text) => {
    expect(() => secretFrom(text, 'apiKey')).toThrow(/^apiKey: expected a key/)
  })

  it('takes a key that repeats what is no placeholder, and looks at a long one in linear time', () => {
    expect(secretFrom('a1b2'.repeat(8), 'apiKey', 32).reveal()).toHaveLength(32)
    expect(secretFrom(`${'ab'.repeat(500_000)}c`, 'apiKey').reveal()).toHaveLength(1_000_001)
  })

  it('refuses a cut key without showing it', () => {
    expect(() => secretFrom('abc-cut', 'apiKey', 32)).toThrow(/^apiKey: expected at least 32 characters, found 7; /)
  })
})
