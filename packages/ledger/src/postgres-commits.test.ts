import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { write } from '@tpkit/cashier'
import type { Pool, PoolConfig } from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open.ts'
import { committer } from './postgres/commit.ts'
import { isOutOfReach, isRefusal } from './postgres/errors.ts'
import { openPool } from './postgres/pool.ts'
import { lazyPostgres, newBooksOn } from './postgres.fixture.ts'
import { losingAnswers, losingWrites } from './postgres-lost-answers.fixture.ts'
import { findings, opened, put } from './suite/books.fixture.ts'

const server = lazyPostgres()
const newBooks = newBooksOn(server)
afterAll(() => server.stop(), 60_000)

const turn = { soon: (callback: () => void) => void setImmediate(callback) }

async function givenBooks(): Promise<{ readonly address: string; readonly ledger: Ledger }> {
  const address = await newBooks()
  const ledger = await openLedger(address, { turn })
  onTestFinished(() => ledger.close())
  return { address, ledger }
}

function givenPool(address: string, more: PoolConfig = {}): Pool {
  const pool = openPool(address, more)
  onTestFinished(() => pool.end())
  return pool
}

const stands = async (ledger: Ledger, id: string) => (await ledger.read.order({ id: `ord_${id}` })) !== undefined
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `T-${index}`)

describe(`${server.version}, and a commit whose answer is lost`, () => {
  test('that stands is found by its marker, and answered', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingAnswers(givenPool(address), { commit: 'done' }))
    expect(await commit([() => write(opened('T-1'))])).toEqual([undefined])
    expect(await stands(ledger, 'T-1')).toBe(true)
  })

  test('that does not stand is UNAVAILABLE', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingAnswers(givenPool(address), { commit: 'not done' }))
    expect(await commit([() => write(opened('T-1'))])).toMatchObject([{ code: 'UNAVAILABLE' }])
    expect(await stands(ledger, 'T-1')).toBe(false)
  })

  test('money rule 1: and then the answer to the question for it, too: what does not stand is never said to', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingAnswers(givenPool(address), { commit: 'not done', questions: 2 }))
    expect(await commit([() => write(opened('T-1'))])).toMatchObject([{ code: 'UNAVAILABLE' }])
    expect(await stands(ledger, 'T-1')).toBe(false)
  })

  test('where it is a write’s, and the commit’s came, stands', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingWrites(givenPool(address)))
    expect(await commit([() => write(opened('T-1'))])).toEqual([undefined])
    expect(await stands(ledger, 'T-1')).toBe(true)
  })

  test('of a server that stays away is TIMEOUT: it may stand', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingAnswers(givenPool(address), { commit: 'done', questions: 9 }))
    expect(await commit([() => write(opened('T-1'))])).toMatchObject([{ code: 'TIMEOUT' }])
    expect(await stands(ledger, 'T-1')).toBe(true)
  })

  test('on every connection at once, is found out for each', async () => {
    const { address, ledger } = await givenBooks()
    const commit = committer(losingAnswers(givenPool(address, { max: 3 }), { commit: 'done' }))
    const all = await Promise.all(numbers(9).map((id) => commit([() => write(opened(id))])))
    expect(all.flat()).toEqual(numbers(9).map(() => undefined))
    for (const id of numbers(9)) expect(await stands(ledger, id)).toBe(true)
  })
})

test('only a server that says no ends the question whether a commit stands', () => {
  const failed = (code: string) => isRefusal(Object.assign(new Error('failed'), { code }))
  expect(['23505', '40001', '22P02'].map(failed)).toEqual([true, true, true])
  expect(['EPIPE', 'ECONNRESET', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', '40003', '57P01', '08006'].map(failed)).toEqual(
    Array(6).fill(false),
  )
  expect(isOutOfReach(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toBe(true)
})

describe(`${server.version}, works together`, () => {
  test('on a way that falls silent are given up as UNAVAILABLE, and the next stand', async () => {
    const { address, ledger } = await givenBooks()
    const way = await givenWay(address)
    const commit = committer(givenPool(way.address, { query_timeout: 3_000 }))
    expect(await commit([() => write(opened('T-1'))])).toEqual([undefined])
    way.silence()
    expect(await commit([() => write(opened('T-2'))])).toMatchObject([{ code: 'UNAVAILABLE' }])
    expect(await stands(ledger, 'T-2')).toBe(false)
    expect(await commit([() => write(opened('T-3'))])).toEqual([undefined])
    expect(await findings(ledger)).toEqual([])
  })

  test('that only read, write nothing', async () => {
    const { address } = await givenBooks()
    const pool = givenPool(address)
    const commit = committer(pool)
    const markers = async () => (await pool.query('select id from commits')).rowCount
    await commit([() => write(opened('T-1'))])
    expect(await markers()).toBe(1)
    await commit([() => write([]), () => write([])])
    await commit([])
    expect(await markers()).toBe(2)
  })

  test('a value that no column holds fails alone', async () => {
    const { ledger } = await givenBooks()
    const works = [opened('T-1'), opened('T-2', { subject: 'NUL \0' }), opened('T-3')].map((changes) => put(ledger, changes))
    const [, second] = await Promise.allSettled(works)
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'INVALID' } })
    expect(await Promise.all(['T-1', 'T-2', 'T-3'].map((id) => stands(ledger, id)))).toEqual([true, false, true])
    await expect(ledger.read.orders({ text: 'NUL \0', limit: 1 })).rejects.toMatchObject({ code: 'INVALID' })
  })

  test('a gateway that vanishes in a transaction keeps no order locked for good', async () => {
    const { address } = await givenBooks()
    const { rows } = await givenPool(address).query('show idle_in_transaction_session_timeout')
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '30s' }])
  })
})

test('reads of a server that is away are UNAVAILABLE, and pass once it is back', async () => {
  const { ledger } = await givenBooks()
  await put(ledger, opened('T-1'))
  await server.kill()
  const reads = [ledger.read.order({ id: 'ord_T-1' }), ledger.claim.nextDueAt(), ledger.keyRing.read('wx'), findings(ledger)]
  for (const read of await Promise.allSettled(reads))
    expect(read).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })
  await server.start()
  expect(await stands(ledger, 'T-1')).toBe(true)
}, 60_000)

/** A door before the server. Once it is silenced, what stands open carries nothing more; new connections are as before. */
async function givenWay(address: string): Promise<{ readonly address: string; readonly silence: () => void }> {
  const url = new URL(address)
  const behind = Number(url.port)
  const sockets = new Set<Socket>()
  const door = createServer((near) => {
    const far = connect(behind, url.hostname)
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined))
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  onTestFinished(() => {
    door.close()
    for (const socket of sockets) socket.destroy()
  })
  url.port = String(portOf(door))
  return {
    address: url.href,
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause()
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('expected a port')
  return address.port
}
