import { describe, expect, test } from 'vitest'
import { Pool } from '../../scripts/simulate/pool.ts'
import { nameOf } from '../../scripts/simulate/shrink.ts'
import { PLANTED } from '../patches/planted/planted.ts'

describe('a bug that is planted into the product', () => {
  test('there are at least twelve of them', () => {
    expect(PLANTED.length).toBeGreaterThanOrEqual(12)
  })

  // Each in a process of its own: the patch is there from its start.
  test.concurrent.for(PLANTED)('$name is caught by the seed that is kept for it', async ({ name, seed, breaks }) => {
    const pool = new Pool(1, name)
    try {
      const { violations } = await pool.one({ seed })
      expect(violations.map(nameOf)).toContain(breaks)
    } finally {
      pool.close()
    }
  })
})
