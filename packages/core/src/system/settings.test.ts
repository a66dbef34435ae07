import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileSettings } from './settings.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tpkit-settings-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

const read = (path: string) => fileSettings(path).read()

describe('a configuration file', () => {
  it.each(['a.yaml', 'a.yml', 'a.json'])('is text as %s', async (name) => {
    const path = await file(name, 'accounts: {}')
    await expect(read(path)).resolves.toEqual({ name: path, base: folder, text: 'accounts: {}' })
  })

  it.each([
    ['value.mjs', 'export default { accounts: {} }'],
    ['value.js', 'export default { accounts: {} }'],
    ['value.ts', 'const value: object = { accounts: {} }\nexport default value'],
    ['value.mts', 'export default { accounts: {} } satisfies object'],
    ['function.mjs', 'export default () => ({ accounts: {} })'],
    ['promise.mjs', 'export default async () => ({ accounts: {} })'],
  ])('is the value that a module exports: %s', async (name, text) => {
    const path = await file(name, text)
    await expect(read(path)).resolves.toEqual({ name: path, base: folder, value: { accounts: {} } })
  })

  it.each([
    ['of no known kind', 'a.toml', '', /a\.toml: expected a file that ends in \.yaml, .*\.js, found "\.toml"; rename it/],
    ['without an ending', 'config', '', /found none; rename it/],
    ['that exports nothing', 'none.mjs', 'export const accounts = {}', /as default export, .*found none; write "export default/],
    [
      'that throws',
      'throws.mjs',
      '\nthrow new RangeError("out of luck")',
      /throws\.mjs:2: .*fails there: RangeError: out of luck; mend/,
    ],
    [
      'whose function throws',
      'late.mjs',
      'export default () => { throw new RangeError("late") }',
      /late\.mjs:1: .*fails there: RangeError: late/,
    ],
  ])('%s is refused', async (_what, name, text, expected) => {
    await expect(read(await file(name, text))).rejects.toThrow(expected)
  })

  it('that is a folder is told as one', async () => {
    await mkdir(join(folder, 'conf'))
    await expect(read(join(folder, 'conf'))).rejects.toThrow(/conf: expected a file, found a folder; name the file in it/)
  })

  it('that is a broken module shows nothing of what stands in it', async () => {
    const path = await file('broken.mjs', 'export default { apiKey: canary0123 canary4567 }')
    const error: unknown = await read(path).catch((reason: unknown) => reason)
    expect(String(error)).toMatch(/fails(?: there)?: /)
    expect(String(error)).not.toContain('canary')
  })

  it('that is not UTF-8 is refused: its bytes became other letters without a word', async () => {
    const path = join(folder, 'other.yaml')
    for (const bytes of [Buffer.from('accounts: {}', 'utf16le'), Buffer.from([0x61, 0x3a, 0x20, 0xc4, 0xe3])]) {
      await writeFile(path, bytes)
      await expect(read(path)).rejects.toThrow(/expected UTF-8 text, found other bytes .*; save it as UTF-8/)
    }
    await writeFile(path, '\ufeffaccounts: {}')
    await expect(read(path)).resolves.toMatchObject({ text: 'accounts: {}' })
  })

  it.each(['gone.yaml', 'gone.mjs'])('that is not there is told as such: %s', async (name) => {
    await expect(read(join(folder, name))).rejects.toThrow(/expected a readable file at .*gone.*, found ENOENT/)
  })
})

describe('a file of text is watched', () => {
  /** Changes again and again until it is told: a change before the first look at a file is none. */
  async function watched(path: string, change: (times: number) => Promise<void>): Promise<void> {
    let told = false
    const stop = fileSettings(path, { intervalMs: 10 }).watch?.(() => {
      told = true
    })
    for (let times = 1; !told; times += 1) {
      await change(times)
      await setTimeout(25)
    }
    stop?.()
  }

  it('and a change of its text is told', async () => {
    const path = await file('watched.yaml', 'a: 1')
    await watched(path, (times) => writeFile(path, 'a'.repeat(times)))
  })

  it('and so is another folder behind a link, as Kubernetes swaps it', async () => {
    const mount = join(folder, 'mount')
    for (const version of ['v0', 'v1']) {
      await mkdir(join(mount, version), { recursive: true })
      await writeFile(join(mount, version, 'tpkit.config.yaml'), 'same: length')
      await utimes(join(mount, version, 'tpkit.config.yaml'), 1, 1)
    }
    await symlink('v0', join(mount, '..data'))
    await symlink('..data/tpkit.config.yaml', join(mount, 'tpkit.config.yaml'))
    await watched(join(mount, 'tpkit.config.yaml'), async (times) => {
      await symlink(`v${times % 2}`, join(mount, '..data_tmp'))
      await rename(join(mount, '..data_tmp'), join(mount, '..data'))
    })
  })

  it('and one that is written in pieces is told when it is whole', async () => {
    const path = await file('pieces.yaml', '')
    const seen: string[] = []
    const stop = fileSettings(path, { intervalMs: 400 }).watch?.(() => seen.push(readFileSync(path, 'utf8')))
    // Longer than the distance of two looks at the file, each piece sooner than what counts as still.
    for (let length = 1; length <= 30; length += 1) {
      await writeFile(path, 'a'.repeat(length))
      await setTimeout(20)
    }
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['a'.repeat(30)])
    stop?.()
  })

  it('until it is stopped, each watcher by itself', async () => {
    const path = await file('two.yaml', 'a: 1')
    let told = 0
    const stop = fileSettings(path, { intervalMs: 10 }).watch?.(() => {
      told += 1
    })
    stop?.()
    await watched(path, (times) => writeFile(path, 'a'.repeat(times)))
    expect(told).toBe(0)
  })

  it('and a module is not: it was loaded for good', async () => {
    expect(fileSettings(await file('still.mjs', 'export default {}')).watch).toBeUndefined()
  })
})
