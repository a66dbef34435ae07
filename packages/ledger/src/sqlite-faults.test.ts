import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open.ts'
import { checkArguments } from './sqlite/arguments.ts'
import { SqliteConnection } from './sqlite/connection.ts'
import { findings, opened, put, T0 } from './suite/books.fixture.ts'

const folder = await mkdtemp(join(tmpdir(), 'tpkit-faults-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const turn = { soon: (callback: () => void) => void setImmediate(callback) }
let made = 0

async function givenBooks() {
  made += 1
  const path = join(folder, `${made}.db`)
  const ran = vi.spyOn(SqliteConnection.prototype, 'run')
  const ledger = await openLedger(`sqlite:${path}`, { turn })
  onTestFinished(() => ledger.close())
  await put(ledger, opened('T-0'))
  const connection = ran.mock.contexts[0] as SqliteConnection
  ran.mockRestore()
  return { path, ledger, connection, pragma: (text: string) => connection.database.exec(`pragma ${text}`) }
}

const numbersIn = async (ledger: Ledger) => (await ledger.read.orders({ limit: 200 })).rows.map(({ order }) => order.orderNo)

const READ_ONLY = 'query_only = on'

describe('a file that cannot be written', () => {
  test.for([
    ['read-only', READ_ONLY, 'query_only = off', /read-only/],
    ['on a full disk', 'max_page_count = 1', 'max_page_count = 1073741823', /disk is full/],
  ] as const)(
    '%s, says so and keeps nothing; once it can be written the next work stands',
    async ([, breaks, mends, sentence]) => {
      const { ledger, pragma } = await givenBooks()
      pragma(breaks)
      const big = opened('T-1', { subject: 'x'.repeat(2_000_000) })
      await expect(put(ledger, big)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(sentence) })
      expect(await numbersIn(ledger)).toEqual(['T-0'])
      await expect(ledger.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
      pragma(mends)
      await put(ledger, opened('T-2'))
      expect(await numbersIn(ledger)).toEqual(['T-2', 'T-0'])
      expect(await findings(ledger)).toEqual([])
    },
  )

  test('is looked at anew ten seconds later, also where nobody tries to commit meanwhile', async () => {
    const { ledger, pragma } = await givenBooks()
    pragma('max_page_count = 1')
    const big = opened('T-1', { subject: 'x'.repeat(2_000_000) })
    await expect(put(ledger, big)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(ledger.ready()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    const later = performance.now() + 10_001
    const now = vi.spyOn(performance, 'now').mockReturnValue(later)
    onTestFinished(() => now.mockRestore())
    await ledger.ready()
  })

  test.for([
    ['deleted', (path: string) => rm(path)],
    ['replaced by a copy', (path: string) => copyFile(path, `${path}.copy`).then(() => rename(`${path}.copy`, path))],
  ] as const)('that was %s while it is open takes nothing more: nobody would find it again', async ([, happens]) => {
    const { ledger, path } = await givenBooks()
    await happens(path)
    const gone = { code: 'UNAVAILABLE', message: expect.stringMatching(/gone or another file in its place; end this process/) }
    const both = await Promise.allSettled([put(ledger, opened('T-1')), put(ledger, opened('T-2'))])
    expect(both).toMatchObject([{ reason: gone }, { reason: gone }])
    await expect(ledger.ready()).rejects.toMatchObject(gone)
  })

  test('that another process holds, says so, and can be written once it lets go', async () => {
    const { ledger, pragma, path } = await givenBooks()
    pragma('busy_timeout = 20')
    const other = new DatabaseSync(path)
    other.exec('begin immediate')
    await expect(put(ledger, opened('T-1'))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('another process'),
    })
    other.exec('rollback')
    other.close()
    await put(ledger, opened('T-1'))
    expect(await numbersIn(ledger)).toEqual(['T-1', 'T-0'])
  })

  test.for([
    ['in a folder that is not there', 'no/such/folder.db', 'cannot be opened'],
    ['that is something else', 'text.db', 'not a SQLite database'],
  ] as const)('%s, is refused when it is opened', async ([, name, sentence]) => {
    await writeFile(join(folder, 'text.db'), 'no database at all, but long enough to be looked at as if it were one'.repeat(20))
    const opening = openLedger(`sqlite:${join(folder, name)}`, { turn })
    await expect(opening).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(sentence) })
  })
})

test('what savepoints remember stays in memory: a temporary file for each work costs a third of a notify', async () => {
  const { connection } = await givenBooks()
  expect(connection.get('pragma temp_store')).toEqual({ temp_store: 2n })
})

test('a new file belongs to its owner alone', async () => {
  const { path } = await givenBooks()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a schema that a newer version wrote is refused, and left as it is', async () => {
  const { path, ledger } = await givenBooks()
  await ledger.close()
  const database = new DatabaseSync(path)
  database.exec(`update meta set value = '999' where key = 'schema'`)
  database.close()
  await expect(openLedger(`sqlite:${path}`, { turn })).rejects.toMatchObject({
    code: 'CONFIG',
    message: expect.stringContaining('999'),
  })
})

test.for([
  `insert or replace into journal (order_id, seq, text, hash) values ('ord_T-0', 1, '{}', '')`,
  `replace into seals (seq, at, items, hash) values (1, 0, 0, '')`,
])('money rule 10: the database itself refuses "%s"', async (sql) => {
  const { path, ledger } = await givenBooks()
  await ledger.seal(T0)
  const database = new DatabaseSync(path)
  onTestFinished(() => database.close())
  expect(() => database.exec(sql)).toThrow(/never/)
  expect(await findings(ledger)).toEqual([])
})

test('an address that is none is refused', async () => {
  await expect(openLedger('mysql://x', { turn })).rejects.toMatchObject({ code: 'CONFIG' })
})

test.for([
  ['a Date', new Date(0)],
  ['an object', { a: 1 }],
  ['undefined', undefined],
  ['a list', [1]],
] as const)('%s as an argument throws: it would become NULL without a word', ([, value]) => {
  expect(() => checkArguments(['text', 1, 1n, null, true, new Uint8Array(1)])).not.toThrow()
  expect(() => checkArguments([value])).toThrow(/argument 1 of a statement/)
})

test('money rule 1: a process that is killed while it writes loses nothing that it acknowledged, and leaves no half work', async () => {
  const path = join(folder, 'killed.db')
  const script = fileURLToPath(new URL('suite/writer.fixture.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@tpkit/source', script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line)
    if (acknowledged.length === 200) child.kill('SIGKILL')
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit')
  const ledger = await openLedger(`sqlite:${path}`, { turn })
  const kept = new Set<string>()
  for await (const { order, attempts } of everyOrder(ledger)) {
    expect(attempts).toHaveLength(1)
    kept.add(order.orderNo)
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(200)
  expect(acknowledged.filter((number) => !kept.has(number))).toEqual([])
  expect(await findings(ledger)).toEqual([])
  await ledger.close()
})

async function* everyOrder(ledger: Ledger) {
  for (let after: string | undefined; ; ) {
    const page = await ledger.read.orders({ limit: 200, until: T0 + 1, ...(after !== undefined && { after }) })
    yield* page.rows
    if (page.next === undefined) return
    after = page.next
  }
}
