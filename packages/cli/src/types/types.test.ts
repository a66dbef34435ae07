import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scene } from 'tpkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { declarationText } from './declaration.ts'

let folder: string

const CONFIG = `accounts:
  qq-main: { plugin: "@tpkit/provider-qqwallet", mchId: "1900000109", apiKey: env:TPKIT_TEST_KEY }
  plain: { extends: qq-main, mchId: "1900000110" }
methods:
  wallet: qq-main
  counter: [{ use: { qq-main: 1, plain: 1 }, when: { scene: micropay } }]
`

beforeAll(async () => {
  // Inside the package, so that plugin packages and types are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../../.tmp/types-'))
  await writeFile(join(folder, 'tpkit.config.yaml'), CONFIG)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (...args: readonly string[]) =>
  runCli(args, { cwd: folder, env: { TPKIT_TEST_KEY: 'test-key-0123456789abcdef0123456' } })

/** What the compiler says of a program beside the generated file. */
async function compiled(program: string): Promise<string> {
  await writeFile(join(folder, 'program.ts'), program)
  const tsconfig = { extends: '../../../../tsconfig.check.json', include: ['program.ts', 'tpkit.d.ts'], exclude: [] }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  const tsc = join(import.meta.dirname, '../../../../node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder], (_error, stdout) => resolve(stdout))
  })
}

describe('tpkit types', () => {
  it('writes a declaration by which a program compiles, and does not with a wrong name, scene or ability', async () => {
    const { code, stdout } = await run('types')
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ tpkit\.d\.ts: methods wallet, counter; accounts qq-main, plain/)
    const problems = await compiled(`
import { cny, loadTpkit } from 'tpkit'
const tpkit = await loadTpkit('tpkit.config.yaml')
const order = { outTradeNo: 'T', subject: 'tea', total: cny.yuan('1.00') } as const
await tpkit.method('wallet').pay({ ...order, scene: 'native' })
await tpkit.method('counter').pay({ ...order, scene: 'micropay', authCode: '910000000000000000' })
await tpkit.account('qq-main').probe()
const reply = await tpkit.method('wallet').pay({ ...order, scene: 'native' })
await tpkit.account(reply.account).query(order)
await tpkit.method('walet')
await tpkit.method('counter').pay({ ...order, scene: 'native' })
await tpkit.method('wallet').pay({ ...order, scene: 'h5' })
await tpkit.account('plain').verifyReturn('')
`)
    const lines = [...problems.matchAll(/^\S*program\.ts\((\d+),/gm)].map(([, line]) => Number(line))
    expect([...new Set(lines)], problems).toEqual([10, 11, 12, 13])
    expect(problems).not.toContain('tpkit.d.ts')
  })

  it('leaves a file alone that says the same already, and prints it when it is asked to', async () => {
    await run('types')
    expect((await run('types')).stdout).toContain('tpkit.d.ts was up to date')
    expect(JSON.parse((await run('types', '--json')).stdout)).toMatchObject({
      path: 'tpkit.d.ts',
      changed: false,
      methods: ['wallet', 'counter'],
    })
    expect((await run('types', '--out', '-')).stdout).toBe(await readFile(join(folder, 'tpkit.d.ts'), 'utf8'))
  })
})

describe('the scenes of a method', () => {
  const account = (name: string, scenes: readonly Scene[]) => ({ name, manifest: { scenes, abilities: [] } })
  const accounts = [account('qq', ['native', 'jsapi']), account('ali', ['native', 'h5'])]

  it.each([
    ['one account', [{ use: [share('qq')], when: {} }], "'native' | 'jsapi'"],
    ['weights: what all of them can', [{ use: [share('qq'), share('ali')], when: {} }], "'native'"],
    [
      'a rule for a scene, before one for all',
      [
        { use: [share('ali')], when: { scene: ['h5'] } },
        { use: [share('qq')], when: {} },
      ],
      "'native' | 'jsapi' | 'h5'",
    ],
    [
      'a rule that no payment gets to',
      [
        { use: [share('qq')], when: {} },
        { use: [share('ali')], when: { scene: ['h5'] } },
      ],
      "'native' | 'jsapi'",
    ],
    [
      'a rule up to an amount',
      [
        { use: [share('qq')], when: { maxAmount: 1n } },
        { use: [share('ali')], when: {} },
      ],
      "'native' | 'jsapi' | 'h5'",
    ],
    ['a scene that its account cannot do', [{ use: [share('qq')], when: { scene: ['h5'] } }], 'never'],
  ] as const)('of %s', (_what, rules, expected) => {
    const methods = [{ name: 'wallet', merchant: 'main', rules }]
    expect(declarationText({ accounts, methods })).toContain(`wallet: Method<${expected}>`)
  })
})

function share(account: string) {
  return { account, weight: 1 }
}

describe('tpkit schema', () => {
  it('writes what editors need to know, beside the configuration, the same for the same plugins', async () => {
    const { code, stdout } = await run('schema')
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ tpkit\.schema\.json, with .*@tpkit\/provider-qqwallet[\s\S]*# yaml-language-server: \$schema=/)
    const schema = JSON.parse(await readFile(join(folder, 'tpkit.schema.json'), 'utf8'))
    expect(schema).toMatchObject({ $schema: expect.stringContaining('2020-12') })
    expect((await run('schema', '--lang', 'zh')).stdout).toContain('已是最新')
    expect(JSON.parse((await run('schema', '--out', '-')).stdout)).toEqual(schema)
    await mkdir(join(folder, 'conf'))
    expect((await run('schema', '--out', 'conf/s.json')).stdout).toContain('$schema=./conf/s.json')
    expect((await run('schema', '-c', 'conf/c.json')).stdout).toContain('"$schema": "./tpkit.schema.json",')
  })
})
