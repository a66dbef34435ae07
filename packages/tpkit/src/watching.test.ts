import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadTpkit, type ReloadOutcome } from './index.ts'

const ACCOUNT =
  '{ plugin: "@tpkit/provider-qqwallet", mchId: "1900000109", apiKey: env:WATCHING_KEY, notifyUrl: "https://shop.example/qq" }'
const yaml = (methods: string) => `accounts: { qq: ${ACCOUNT} }\nmethods: { ${methods} }\n`
const NEVER_MS = 3_600_000

let folder: string
let path: string
const warnings: (Error & { readonly code?: string })[] = []
const hear = (warning: Error) => void warnings.push(warning)

beforeAll(async () => {
  process.env.WATCHING_KEY = 'a-key-of-this-run-0123456789abcd'
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../.tmp/watching-'))
  process.on('warning', hear)
})

beforeEach(async () => {
  warnings.length = 0
  path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, yaml('wallet: qq'))
})

afterEach(() => expect(process.listenerCount('SIGHUP')).toBe(0))

afterAll(async () => {
  process.off('warning', hear)
  delete process.env.WATCHING_KEY
  await rm(folder, { recursive: true, force: true })
})

describe('a program that watches its configuration', () => {
  it('follows the file', async () => {
    const tpkit = await loadTpkit(path, { watch: true, watchIntervalMs: 20 })
    await writeFile(path, yaml('wallet: qq, second: qq'))
    await expect.poll(() => tpkit.methods).toEqual(['wallet', 'second'])
    await tpkit.close()
  })

  it('follows a signal, and listens for it only as long as it watches', async () => {
    const outcomes: ReloadOutcome[] = []
    const tpkit = await loadTpkit(path, { watch: (outcome) => outcomes.push(outcome), watchIntervalMs: NEVER_MS })
    expect(process.listenerCount('SIGHUP')).toBe(1)
    process.emit('SIGHUP')
    await expect.poll(() => outcomes.length).toBe(1)
    expect(outcomes[0]).toMatchObject({ kind: 'reloaded', value: { methods: { changed: [] } } })
    await tpkit.close()
    expect(process.listenerCount('SIGHUP')).toBe(0)
  })

  it('warns of methods that a reload left out: the file may have been cut off', async () => {
    const tpkit = await loadTpkit(path, { watch: true, watchIntervalMs: NEVER_MS })
    await writeFile(path, `accounts: { qq: ${ACCOUNT} }\n`)
    process.emit('SIGHUP')
    await expect
      .poll(() => warnings.find(({ code }) => code === 'TPKIT_RELOADED_WITHOUT_METHODS')?.message)
      .toMatch(/without methods that stood before \(wallet\)/)
    await tpkit.close()
  })

  it('warns where it cannot follow and nobody was named to hear of it; what stood stays', async () => {
    const tpkit = await loadTpkit(path, { watch: true, watchIntervalMs: NEVER_MS })
    await writeFile(path, yaml('wallet: none'))
    process.emit('SIGHUP')
    await expect
      .poll(() => warnings.find(({ code }) => code === 'TPKIT_RELOAD_REFUSED')?.message)
      .toMatch(/was not reloaded, and what stood before stays\..*one problem\n.*methods\.wallet/s)
    expect(tpkit.methods).toEqual(['wallet'])
    await tpkit.close()
  })

  it('says "restart" where the configuration is a module, which Node loads once', async () => {
    const module = join(folder, 'tpkit.config.mjs')
    const account = {
      plugin: '@tpkit/provider-qqwallet',
      mchId: '1900000109',
      apiKey: 'env:WATCHING_KEY',
      notifyUrl: 'https://shop.example/qq',
    }
    await writeFile(module, `export default ${JSON.stringify({ accounts: { qq: account }, methods: { wallet: 'qq' } })}`)
    const outcomes: ReloadOutcome[] = []
    const tpkit = await loadTpkit(module, { watch: (outcome) => outcomes.push(outcome) })
    expect(tpkit.methods).toEqual(['wallet'])
    process.emit('SIGHUP')
    await expect.poll(() => outcomes).toMatchObject([{ kind: 'refused', error: { message: expect.stringMatching(/restart$/) } }])
    await tpkit.close()
  })

  it('does not live for that alone', async () => {
    const program = join(folder, 'program.mjs')
    const source = `import { loadTpkit } from 'tpkit'\nawait loadTpkit(${JSON.stringify(path)}, { watch: true })\nconsole.log('loaded')\n`
    await writeFile(program, source)
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@tpkit/source', program], { timeout: 20_000 })
    expect(stdout).toBe('loaded\n')
  })
})

describe('a program that does not watch', () => {
  it('leaves signals alone, and reloads when it is told to', async () => {
    const tpkit = await loadTpkit(path)
    expect(process.listenerCount('SIGHUP')).toBe(0)
    await writeFile(path, yaml('wallet: qq, second: qq'))
    await expect(tpkit.reload()).resolves.toMatchObject({ methods: { added: ['second'] } })
    await tpkit.close()
  })

  it('keeps no listener after a start that failed', async () => {
    await writeFile(path, yaml('wallet: none'))
    await expect(loadTpkit(path, { watch: true })).rejects.toThrow(/methods\.wallet/)
  })
})
