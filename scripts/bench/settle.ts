/** How many notifies per second the cashier settles: works that share a commit against one commit each, side by side in one run. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Received } from '@tpkit/core'
import { cashier } from '../../packages/cashier/src/create.ts'
import { openShop, type Shop } from '../../packages/cashier/src/shop.fixture.ts'
import { startPostgres } from '../../packages/ledger/src/postgres.fixture.ts'

const CALLERS = [1, 16, 64] as const

export interface SettleRate {
  readonly callers: number
  readonly how: 'shared' | 'one each'
  readonly perSecond: number
  /** Processor time of this process, all threads. */
  readonly cpuMicroseconds: number
}

/** New, empty books for each row; `newLedger` answers their address. */
export async function* settleRates(notifies: number, newLedger: () => Promise<string>): AsyncGenerator<SettleRate> {
  for (const callers of CALLERS) {
    yield await rate(await newLedger(), callers, 'one each', notifies)
    yield await rate(await newLedger(), callers, 'shared', notifies)
  }
}

/** A folder for files that are on the disk when a commit is answered. */
export async function withFiles(work: (newLedger: () => Promise<string>) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-bench-'))
  let made = 0
  try {
    await work(async () => {
      made += 1
      return `sqlite:${join(folder, `${made}.db`)}`
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A server of our own, with its usual settings: its commits are on the disk as well. */
export async function withPostgres(work: (newLedger: () => Promise<string>) => Promise<void>): Promise<void> {
  const server = await startPostgres([])
  try {
    await work(server.database)
  } finally {
    await server.stop()
  }
}

async function rate(ledger: string, callers: number, how: SettleRate['how'], count: number): Promise<SettleRate> {
  const shop = await openShop({ ledger })
  const heard = await paidNotifies(shop, count)
  const till =
    how === 'shared' ? shop.till : cashier({ ...shop.ports, books: { ...shop.books, transact: oneByOne(shop.books.transact) } })
  const [began, cpu] = [process.hrtime.bigint(), process.cpuUsage()]
  await Promise.all(
    Array.from({ length: callers }, (_, caller) =>
      settleAll(
        till.settle,
        heard.filter((_, index) => index % callers === caller),
      ),
    ),
  )
  const seconds = Number(process.hrtime.bigint() - began) / 1e9
  const { user, system } = process.cpuUsage(cpu)
  await shop.books.close()
  return { callers, how, perSecond: count / seconds, cpuMicroseconds: (user + system) / count }
}

async function settleAll(settle: Shop['till']['settle'], heard: readonly Received[]): Promise<void> {
  for (const received of heard) {
    const { what } = await settle('qq-1', received)
    if (what !== 'moved') throw new Error(`expected every notify to move its order, found one that was ${what}`)
  }
}

/** Orders that were paid, and the notify of each, unheard. */
export async function paidNotifies(shop: Shop, count: number): Promise<readonly Received[]> {
  for (let made = 0; made < count; made += 64)
    await Promise.all(Array.from({ length: Math.min(64, count - made) }, (_, index) => paid(shop, `B-${made + index}`)))
  return shop.wallet.due(shop.clock.at).map(({ body }) => ({ headers: new Map(), query: '', body }))
}

async function paid(shop: Shop, orderNo: string): Promise<void> {
  await shop.prompted(orderNo)
  await shop.act(orderNo)
}

type Transact = Shop['books']['transact']

/** The next work begins when the one before it was committed: nothing is shared. */
function oneByOne(transact: Transact): Transact {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(() => transact(work))
    last = next.catch(() => undefined)
    return next
  }
}
