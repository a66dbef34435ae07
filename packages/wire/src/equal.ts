import { timingSafeEqual } from 'node:crypto'

/**
 * Are two texts the same? Takes as long for a first as for a last different character; only a different length shows.
 * Every comparison of a signature or a digest goes through here. Never throws.
 */
export function equalInConstantTime(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  // UTF-16 keeps every code unit; UTF-8 would turn all halves of pairs into the same replacement character.
  return timingSafeEqual(Buffer.from(a, 'utf16le'), Buffer.from(b, 'utf16le'))
}
