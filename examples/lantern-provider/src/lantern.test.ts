import { readFileSync } from 'node:fs'
import { providerSuite } from '@tpkit/conformance'
import { Secret } from '@tpkit/core'
import { expect, it } from 'vitest'
import { lanternDialect, lanternWallet } from './lantern.script.ts'
import plugin from './lantern.ts'

const [KEY, OTHER_KEY] = ['test-key-of-two-lantern-shops', 'test-key-of-another-lantern']

function account(shopId: string, key: string) {
  const config = { shopId, key: new Secret(key), notifyUrl: 'https://shop.example/notify' }
  return { protocol: plugin.protocol(config), keys: plugin.keys(config), secrets: [key] }
}

providerSuite('lantern', () => ({
  wallet: lanternWallet({ L1001: KEY, L1002: KEY }),
  account: account('L1001', KEY),
  stranger: account('L1002', KEY),
  impostor: { wallet: lanternWallet({ L1001: OTHER_KEY }), account: account('L1001', OTHER_KEY) },
  dialect: lanternDialect(KEY),
}))

const page = readFileSync(new URL('../../../docs/write-a-provider.md', import.meta.url), 'utf8')
const quoted = [...page.matchAll(/^```ts title="(lantern\S+)"\n([\s\S]*?)^```$/gm)]

it('stays within 150 lines', () => {
  expect(source('lantern.ts').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})

it('is what the page about writing a provider quotes', () => {
  for (const [, file = '', text = ''] of quoted) expect(source(file)).toContain(text)
})

it('is quoted whole, but for its imports', () => {
  const all = quoted.filter(([, file]) => file === 'lantern.ts').map(([, , text]) => text)
  const own = source('lantern.ts')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('import '))
  const missing = own.filter((line) => !all.join().includes(line))
  expect(missing).toEqual([])
})

function source(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}
