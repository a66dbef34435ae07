import { tpError } from '../errors.ts'
import type { Random } from '../ports.ts'

const LETTERS_AND_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `length` random letters and digits, each equally likely. */
export function nonce(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    const wanted = length - text.length
    const bytes = random.bytes(wanted)
    // Fewer would be asked for again, without end.
    if (!(bytes instanceof Uint8Array) || bytes.byteLength < wanted) {
      throw tpError('INTERNAL', `RANDOM: expected ${wanted} bytes, found fewer; mend the module that binds it`)
    }
    for (const byte of bytes.subarray(0, wanted)) {
      // 248 is the largest multiple of 62 below 256: the bytes above would make some letters more likely.
      if (byte < 248) text += LETTERS_AND_DIGITS[byte % 62]
    }
  }
  return text
}
