import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkLaw, type Law, laws, skipReason } from '@tpkit/conformance'
import { acceptsContract, Secret } from '@tpkit/core'
import { loadTpkit } from 'tpkit'
import { describe, expect, onTestFinished, test } from 'vitest'
import plugin from './lantern.fixture.ts'
import { lanternDialect, lanternWallet } from './lantern-script.fixture.ts'

/*
 * A plugin and its scripted wallet as they stood when the contract became 1.0, for good: what its author relied on, no later 1.x
 * takes away. To edit these two files is to change the promise, and is a major version.
 */

interface Frozen {
  /** SHA-256 of the two files. */
  readonly files: Readonly<Record<string, string>>
  /** The laws of contract 1.0, in the order of that day. */
  readonly laws: readonly string[]
}
const frozen: Frozen = JSON.parse(text('frozen.json'))

const [KEY, OTHER_KEY] = ['test-key-of-two-lantern-shops', 'test-key-of-another-lantern']

function text(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

function account(shopId: string, key: string) {
  const config = { shopId, key: new Secret(key), notifyUrl: 'https://shop.example/notify' }
  return { protocol: plugin.protocol(config), keys: plugin.keys(config), secrets: [key] }
}

const bench = () => ({
  wallet: lanternWallet({ L1001: KEY, L1002: KEY }),
  account: account('L1001', KEY),
  stranger: account('L1002', KEY),
  impostor: { wallet: lanternWallet({ L1001: OTHER_KEY }), account: account('L1001', OTHER_KEY) },
  dialect: lanternDialect(KEY),
})

describe('a plugin that was written for contract 1.0', () => {
  test('stands here as it was written', () => {
    const found = Object.keys(frozen.files).map((file) => [file, createHash('sha256').update(text(file)).digest('hex')])
    expect(Object.fromEntries(found)).toEqual(frozen.files)
  })

  test('is inside the window of contracts that are loaded', () => {
    expect(plugin.contract).toBe('1.0')
    expect(acceptsContract(plugin.contract)).toBe(true)
  })

  test('is loaded from a configuration and describes itself there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tpkit-contract-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const config = join(folder, 'tpkit.config.json')
    const shop = { shopId: 'L1001', key: 'file:lantern.key', notifyUrl: 'https://shop.example/notify' }
    const source = fileURLToPath(new URL('lantern.fixture.ts', import.meta.url))
    await writeFile(config, JSON.stringify({ accounts: { main: { plugin: source, ...shop } }, methods: { wallet: 'main' } }))
    await writeFile(join(folder, 'lantern.key'), KEY, { mode: 0o600 })
    const tpkit = await loadTpkit(config)
    onTestFinished(() => tpkit.close())
    expect(tpkit.account('main').manifest).toEqual(plugin.manifest)
  })
})

describe('every law of contract 1.0 still stands, and that plugin keeps it', () => {
  const byName: ReadonlyMap<string, Law> = new Map(laws.map((law) => [law.name, law]))
  test.each(frozen.laws)('%s', async (name) => {
    const law = byName.get(name)
    if (!law) throw new Error(`expected the law ${name} of contract 1.0, found none; a law is taken away by a major version only`)
    if (!skipReason(law, plugin.manifest)) await checkLaw(law, bench)
  })
})
