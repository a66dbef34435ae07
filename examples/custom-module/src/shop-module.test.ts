import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Random } from '@tpkit/core/ports'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import { cny, loadTpkit } from 'tpkit'
import { expect, onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { seededRandom, shopModule } from './shop-module.ts'

const order = { scene: 'native', outTradeNo: 'MODULE_1', subject: 'tea', total: cny.yuan('19.90') } as const

/** Pays, asks, and answers what was logged. */
async function logOf(random: Random, { account }: TestMerchant): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-module-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const config = {
    accounts: { qq: { ...account, plugin, notifyUrl: 'http://127.0.0.1:9/notify/qq' } },
    methods: { wallet: 'qq' },
  }
  await writeFile(join(folder, 'tpkit.config.yaml'), stringify(config, { defaultStringType: 'QUOTE_DOUBLE' }))
  const lines: string[] = []
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString())
      done()
    },
  })
  const modules = [shopModule({ out, random })]
  const tpkit = await loadTpkit(join(folder, 'tpkit.config.yaml'), { modules })
  const reply = await tpkit.method('wallet').pay(order)
  expect(reply.kind).toBe('done')
  await tpkit.account(reply.account).query(order)
  await tpkit.close()
  return lines.join('')
}

test("the wallet receives nonces of the shop's own source", async ({ merchant }) => {
  const alwaysTen: Random = { bytes: (length) => new Uint8Array(length).fill(10) } // the tenth letter or digit is A
  await logOf(alwaysTen, merchant)
  expect(merchant.wallet.save()).toContain(`<nonce_str><![CDATA[${'A'.repeat(32)}]]>`)
})

test("the shop's log has one line for each call, and no secret", async ({ merchant }) => {
  const text = await logOf(seededRandom('a demonstration'), merchant)
  const events: unknown[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const call = { event: 'call', account: 'qq', durationMs: expect.any(Number), at: expect.stringMatching(/^20..-.*Z$/) }
  expect(events).toEqual([
    { ...call, verb: 'pay', outcome: 'done' },
    { ...call, verb: 'query', outcome: 'read' },
  ])
  const { apiKey, appKey = apiKey, operatorPassword } = merchant.account
  for (const secret of [apiKey, appKey, operatorPassword]) expect(text).not.toContain(secret)
})

test('a seed gives the same bytes again, and never the same twice in a row', () => {
  const [one, again, other] = [seededRandom('a'), seededRandom('a'), seededRandom('b')]
  const first = one.bytes(40)
  expect(again.bytes(40)).toEqual(first)
  expect(one.bytes(40)).not.toEqual(first)
  expect(other.bytes(40)).not.toEqual(first)
  expect(first).toHaveLength(40)
})
