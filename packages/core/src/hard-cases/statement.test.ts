import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('./statement-child.fixture.ts', import.meta.url))

async function streamed(
  megabytes: number,
  damage = 'none',
): Promise<{ rows: number; bytes: number; grownMb: number; ending: string }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@tpkit/source', child, String(megabytes), damage])
  return JSON.parse(stdout)
}

describe('hard case 3: a gzip statement of 1 GB unpacked', () => {
  it('streams line by line, in a process that grows by at most 150 MB', { timeout: 120_000 }, async () => {
    const { rows, bytes, grownMb, ending } = await streamed(1024)
    expect({ rows, bytes, ending }).toEqual({ rows: 1024 * 1024, bytes: 1024 ** 3, ending: 'complete' })
    expect(grownMb).toBeLessThanOrEqual(150)
  })

  it('throws at its end when the digest is wrong', { timeout: 120_000 }, async () => {
    const { rows, ending } = await streamed(16, 'digest')
    expect({ rows, ending }).toEqual({ rows: 16 * 1024, ending: 'UNVERIFIED' })
  })
})
