import { randomInt } from 'node:crypto'

const BEIJING_MS = 8 * 3_600_000
const LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** A number of our own: the second in Beijing, and eight characters by chance. Fits what every wallet allows. */
export function drawNumber(prefix: 'T' | 'R', nowMs: number): string {
  const second = new Date(nowMs + BEIJING_MS).toISOString().slice(0, 19).replace(/\D/g, '')
  const chance = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)])
  return `${prefix}${second}${chance.join('')}`
}
