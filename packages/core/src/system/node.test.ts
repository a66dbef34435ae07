import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { systemRandom, systemSecrets } from './node.ts'

describe('random bytes', () => {
  it('come in the length asked for, and none comes twice', () => {
    const seen = new Set<string>()
    for (let draw = 0; draw < 2000; draw += 1) seen.add(Buffer.from(systemRandom.bytes(16)).toString('hex'))
    expect(seen.size).toBe(2000)
    for (const length of [0, 1, 4096, 4097, 10_000]) expect(systemRandom.bytes(length).byteLength).toBe(length)
  })

  it('that were handed out do not change when more are drawn', () => {
    const first = systemRandom.bytes(32)
    const before = Buffer.from(first).toString('hex')
    for (let draw = 0; draw < 500; draw += 1) systemRandom.bytes(64)
    expect(Buffer.from(first).toString('hex')).toBe(before)
  })
})

describe('secrets by reference', () => {
  it('come from the environment and from files beside the configuration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tpkit-secrets-'))
    await writeFile(join(folder, 'key.txt'), 'from a file')
    vi.stubEnv('TPKIT_TEST_SECRET', 'from the environment')
    expect(Buffer.from(await systemSecrets.read('env:TPKIT_TEST_SECRET', folder)).toString()).toBe('from the environment')
    expect(Buffer.from(await systemSecrets.read('file:key.txt', folder)).toString()).toBe('from a file')
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })

  it('say what is missing when they cannot be read', async () => {
    await expect(systemSecrets.read('env:TPKIT_NOT_SET', '.')).rejects.toThrow(
      /environment variable TPKIT_NOT_SET, found it missing; set it/,
    )
    vi.stubEnv('TPKIT_EMPTY', '')
    await expect(systemSecrets.read('env:TPKIT_EMPTY', '.')).rejects.toThrow(/found it empty/)
    vi.unstubAllEnvs()
    await expect(systemSecrets.read('file:no-such-file', tmpdir())).rejects.toThrow(/readable file .*no-such-file, found ENOENT/)
    await expect(systemSecrets.read('vault:x', '.')).rejects.toThrow(/kind "vault"/)
  })
})
