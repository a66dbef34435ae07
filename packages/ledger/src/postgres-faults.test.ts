import { readOrder, type Work, write } from '@tpkit/cashier'
import { Client } from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { openLedger } from './open.ts'
import { lazyPostgres, newBooksOn } from './postgres.fixture.ts'
import { makeReadOnly } from './postgres-read-only.fixture.ts'
import { entry, findings, opened, put } from './suite/books.fixture.ts'

const server = lazyPostgres()
const newBooks = newBooksOn(server)
afterAll(() => server.stop(), 60_000)

const turn = { soon: (callback: () => void) => void setImmediate(callback) }

async function givenBooks() {
  const address = await newBooks()
  const ledger = await openLedger(address, { turn })
  onTestFinished(() => ledger.close())
  return { address, ledger }
}

describe(`${server.version} in trouble`, () => {
  test('money rule 1: a server that is killed while it commits, and started again: what was acknowledged stands, what was refused does not', async () => {
    const { ledger } = await givenBooks()
    const outcomes = new Map<string, string>()
    let done = 0
    const writer = async (name: string) => {
      for (let count = 0; count < 60; count += 1) {
        const id = `${name}-${count}`
        outcomes.set(
          id,
          await put(ledger, opened(id)).then(
            () => 'stands',
            ({ code }) => code,
          ),
        )
        done += 1
        if (done === 120) await server.kill()
      }
    }
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(writer))
    await server.start()
    expect(new Set(outcomes.values())).toContain('UNAVAILABLE')
    for (const [id, outcome] of outcomes) {
      const held = await ledger.read.order({ id: `ord_${id}` })
      if (outcome === 'stands') expect(held?.attempts, id).toHaveLength(1)
      if (outcome === 'UNAVAILABLE') expect(held, id).toBeUndefined()
    }
    expect(await findings(ledger)).toEqual([])
    await put(ledger, opened('after'))
  }, 120_000)

  test('one that can only be read says so, though reads go on; once it can be written the next work stands', async () => {
    const { address, ledger } = await givenBooks()
    await ledger.ready()
    await put(ledger, opened('T-1'))
    const mend = await makeReadOnly(address)
    for (const work of [() => ledger.ready(), () => put(ledger, opened('T-2'))])
      await expect.poll(() => work().catch(({ code }) => code)).toBe('UNAVAILABLE')
    expect(await ledger.read.order({ id: 'ord_T-1' })).toBeDefined()
    await mend()
    await expect.poll(() => put(ledger, opened('T-2')).catch(({ code }) => code)).toBeUndefined()
    expect(await findings(ledger)).toEqual([])
  })

  test('two that wait for each other both stand in the end', async () => {
    const { address, ledger } = await givenBooks()
    const other = await openLedger(address, { turn })
    onTestFinished(() => other.close())
    await put(ledger, [...opened('A'), ...opened('B')])
    for (let round = 0; round < 5; round += 1)
      await Promise.all([ledger.transact(() => touch('A', 'B')), other.transact(() => touch('B', 'A'))])
    expect(await ledger.read.journal('ord_A')).toHaveLength(11)
    expect(await findings(ledger)).toEqual([])
  }, 60_000)

  test('two that open one order at once: the second finds it', async () => {
    const { address, ledger } = await givenBooks()
    const other = await openLedger(address, { turn })
    onTestFinished(() => other.close())
    for (let round = 0; round < 10; round += 1) {
      const opening = [ledger, other].map((books, at) => books.transact(() => openOnce(`T-${round}`, at)))
      expect((await Promise.all(opening)).toSorted()).toEqual(['found', 'opened'])
    }
  })

  test('an address where no server is says so', async () => {
    const opening = openLedger('postgres://nobody:test@127.0.0.1:1/none', { turn })
    await expect(opening).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('PostgreSQL') })
  })

  test('a schema that a newer version wrote is refused, and left as it is', async () => {
    const { address, ledger } = await givenBooks()
    await asOwner(address, `update meta set value = '999' where key = 'schema'`)
    const opening = openLedger(address, { turn })
    await expect(opening).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining('999') })
    await put(ledger, opened('T-1'))
  })

  test.for(['truncate journal', 'truncate seals cascade', 'delete from seals'])(
    'money rule 10: the database itself refuses "%s"',
    async (sql) => {
      const { address, ledger } = await givenBooks()
      await put(ledger, opened('T-1'))
      await ledger.seal(0)
      await expect(asOwner(address, sql)).rejects.toThrow(/never changed or deleted/)
    },
  )

  test('two processes that start together bring the schema up once', async () => {
    const address = await server.database()
    const both = await Promise.all([openLedger(address, { turn }), openLedger(address, { turn })])
    await put(both[0], opened('T-1'))
    expect(await both[1].read.order({ id: 'ord_T-1' })).toBeDefined()
    await Promise.all(both.map((ledger) => ledger.close()))
  })
})

/** Whoever owns the database, behind the books' back. */
async function asOwner(address: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: address })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Locks two orders one behind the other, and adds to both. */
function* touch(first: string, second: string): Work<void> {
  yield* readOrder({ id: `ord_${first}` })
  yield* write([entry(first, 'touched')])
  yield* readOrder({ id: `ord_${second}` })
  yield* write([entry(second, 'touched')])
}

function* openOnce(orderNo: string, at: number): Work<string> {
  if (yield* readOrder({ merchant: 'main', orderNo })) return 'found'
  const id = `${orderNo}-${at}`
  yield* write(opened(id, { orderNo }))
  return 'opened'
}
