import { expect, it } from 'vitest'
import { guessing } from './guessing.ts'

const HOUR_MS = 3_600_000

it('a key in use goes on beside one that fails from the same address, also longer than an hour', async () => {
  let at = 0
  const guesses = guessing(() => at)
  await guesses.worked('192.0.2.1', 'good')
  for (let wrong = 0; wrong < 20; wrong += 1) await guesses.failed('192.0.2.1')
  for (at = 0; at < 3 * HOUR_MS; at += HOUR_MS / 2) {
    expect(await guesses.waitMs('192.0.2.1', 'good')).toBe(0)
    await guesses.worked('192.0.2.1', 'good')
  }
  expect(await guesses.waitMs('192.0.2.1', 'other')).toBeGreaterThan(0)
  at += 2 * HOUR_MS
  expect(await guesses.waitMs('192.0.2.1', 'good')).toBeGreaterThan(0)
})
