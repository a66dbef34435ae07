import type { Random } from '../ports.ts'

const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `length` random letters and digits, each equally likely. */
export function nonce(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length - text.length)) {
      // 248 is the largest multiple of 62 below 256: the bytes above would make some letters more likely.
      if (byte < 248) text += LETTERS_AND_DIGITS[byte % 62]
    }
  }
  return text
}
