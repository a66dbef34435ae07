/** Orders that were paid, and what the wallet tells of each, unheard; copies of the ledger that holds them. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openShop } from '../../../packages/cashier/src/shop.fixture.ts'
import { startPostgres } from '../../../packages/ledger/src/postgres.fixture.ts'
import { askPostgres } from '../../../packages/ledger/src/postgres-ask.fixture.ts'
import { paidNotifies } from '../settle.ts'
import type { Task } from './child.ts'

export interface Given {
  readonly bodies: readonly Uint8Array[]
  /** A ledger of its own with the same rows, for one server. */
  readonly task: () => Promise<Task>
}

type Copy = () => Promise<string>

const PLUGIN = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))

/** Files whose commits are on the disk when they are answered. */
export async function givenFiles(count: number, work: (given: Given) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    const first = join(folder, 'first.db')
    let made = 0
    const copy = async (): Promise<string> => {
      made += 1
      const path = join(folder, `${made}.db`)
      await copyFile(first, path)
      return `sqlite:${path}`
    }
    await work(await given(folder, `sqlite:${first}`, copy, count))
  })
}

/** A server of our own with its usual settings. */
export async function givenPostgres(count: number, work: (given: Given) => Promise<void>): Promise<void> {
  const server = await startPostgres([])
  try {
    const first = await server.database()
    let made = 0
    const copy = async (): Promise<string> => {
      made += 1
      const name = `copy_${made}`
      await askPostgres(other(first, 'postgres'), `create database ${name} template ${new URL(first).pathname.slice(1)}`)
      return other(first, name)
    }
    await inFolder(async (folder) => work(await given(folder, first, copy, count)))
  } finally {
    await server.stop()
  }
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-bench-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function given(folder: string, ledger: string, copy: Copy, count: number): Promise<Given> {
  const shop = await openShop({ ledger })
  const heard = await paidNotifies(shop, count)
  await shop.books.close()
  const account = 'qq-1'
  const [merchant, digestKey] = [MERCHANT, 'a digest key for these figures']
  const config = join(folder, 'tpkit.config.yaml')
  const task = async (): Promise<Task> => {
    const address = await copy()
    const accounts = { [account]: { ...merchant, plugin: PLUGIN, notifyUrl: `https://shop.example/notify/${account}` } }
    await writeFile(config, JSON.stringify({ accounts, methods: { wallet: account }, ledger: address, cashier: { digestKey } }))
    return { ledger: address, account, merchant, digestKey, now: shop.clock.at, config }
  }
  return { bodies: heard.map(({ body }) => body), task }
}

/** The first of the shop's. */
const MERCHANT = { mchId: '1900000109', appId: '1100000001', apiKey: 'test-key-of-qq-1'.padEnd(32, '0') }

function other(address: string, name: string): string {
  const url = new URL(address)
  url.pathname = `/${name}`
  return url.href
}
