import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemSecrets } from './secrets.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tpkit-secrets-'))
  await writeFile(join(folder, 'key.txt'), 'from a file')
})

afterEach(() => {
  vi.unstubAllEnvs()
})

afterAll(() => rm(folder, { recursive: true }))

describe('secrets by reference', () => {
  it('come from the environment and from files beside the configuration', async () => {
    vi.stubEnv('TPKIT_TEST_SECRET', 'from the environment')
    expect(Buffer.from(await systemSecrets.read('env:TPKIT_TEST_SECRET', folder)).toString()).toBe('from the environment')
    expect(Buffer.from(await systemSecrets.read('file:key.txt', folder)).toString()).toBe('from a file')
  })

  it('say what is missing when they cannot be read', async () => {
    await expect(systemSecrets.read('env:TPKIT_NOT_SET', '.')).rejects.toThrow(
      /environment variable TPKIT_NOT_SET, found it missing; set it/,
    )
    vi.stubEnv('TPKIT_EMPTY', '')
    await expect(systemSecrets.read('env:TPKIT_EMPTY', '.')).rejects.toThrow(/found it empty/)
    await expect(systemSecrets.read('file:no-such-file', tmpdir())).rejects.toThrow(
      /readable file .*no-such-file, found ENOENT; check the path/,
    )
    await expect(systemSecrets.read('vault:x', '.')).rejects.toThrow(/kind "vault"/)
  })
})

describe('a reference that names no ordinary secret', () => {
  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty'])(
    'env:%s is missing: every object has that',
    async (name) => {
      await expect(systemSecrets.read(`env:${name}`, '.')).rejects.toThrow(`${name}, found it missing; set it`)
    },
  )

  it('does not show the secret that somebody wrote in place of its name', async () => {
    const pasted = ['env:canary+canary/=', 'file:-----BEGIN PRIVATE KEY-----\ncanary\n', `file:${'canary'.repeat(100)}`]
    for (const reference of pasted) {
      const error: unknown = await systemSecrets.read(reference, folder).catch((reason: unknown) => reason)
      expect(String(error)).toMatch(/(?:env|file):…: expected .* found /)
      expect(String(error)).not.toContain('canary')
    }
  })

  it.skipIf(process.platform === 'win32')('is refused at once where it would never end: a device, a folder', async () => {
    await expect(systemSecrets.read('file:/dev/zero', folder)).rejects.toThrow(/found no ordinary file; check/)
    await expect(systemSecrets.read('file:.', folder)).rejects.toThrow(/found a folder; check/)
  })

  it('is refused where it is far too large', async () => {
    await writeFile(join(folder, 'large'), '')
    await truncate(join(folder, 'large'), 2 ** 40)
    await expect(systemSecrets.read('file:large', folder)).rejects.toThrow(/found more than 33554432 bytes/)
  })
})

describe.skipIf(process.platform === 'win32')('who else may read or change the file of a secret', () => {
  it.each([
    [0o600, undefined],
    [0o400, undefined],
    [0o440, undefined],
    [0o640, undefined],
    [0o660, 'its group may change it (mode 660)'],
    [0o644, 'everybody on this machine may read it (mode 644)'],
    [0o606, 'everybody on this machine may change it (mode 606)'],
  ])('%o: %s', async (mode, who) => {
    await chmod(join(folder, 'key.txt'), mode)
    const said = await systemSecrets.exposure?.('file:key.txt', folder)
    expect(said).toBe(
      who &&
        `file:key.txt: expected a file that its owner alone may read, found ${who}; chmod 600 it (Kubernetes: defaultMode: 0400 at the secret's volume)`,
    )
  })

  it('nothing is said of a variable, or of a file that is not there', async () => {
    await expect(systemSecrets.exposure?.('env:PATH', folder)).resolves.toBeUndefined()
    await expect(systemSecrets.exposure?.('file:gone', folder)).resolves.toBeUndefined()
  })
})
