import { createHmac, randomBytes } from 'node:crypto'
import { isEntry } from './plain-data.ts'

/** Drawn anew by every program, so that a fingerprint tells nothing of a short key that somebody guesses. */
const KEY = randomBytes(32)

/** Tells whether two readings of an account came to the same, without keeping what they came to. */
export function fingerprintOf(account: unknown): string {
  return createHmac('sha256', KEY).update(JSON.stringify(account, sorted)).digest('base64')
}

/** In which order keys are written says nothing. */
function sorted(_key: string, value: unknown): unknown {
  if (!isEntry(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
