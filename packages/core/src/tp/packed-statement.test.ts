import { expect, test } from 'vitest'
import type { Download } from '../contract/statement.ts'
import { fail } from '../errors.ts'
import type { Connection, Unpack } from '../ports.ts'
import { readStatement } from './statement.ts'

const member = { charset: 'gbk', wanted: (name: string) => name === 'day.csv' }

/** The lines of a file of these bytes, and what the unpacker was asked for. */
async function read(bytes: Uint8Array, more: Pick<Download, 'packed'> & Partial<Download>) {
  const lines: string[] = []
  const asked: unknown[] = []
  const source: Download = {
    kind: 'download',
    request: { method: 'GET', url: 'https://wallet.example/bill', headers: [], effect: 'read' },
    charset: 'utf-8',
    reader: { line: (text) => void lines.push(text), end: () => ({ rows: lines.length }) },
    ...more,
  }
  const unpack: Unpack = {
    unpack: async function* (packed, how, maxBytes, file) {
      for await (const _piece of packed);
      asked.push([how, maxBytes, file])
      yield Buffer.from('unpacked\n')
    },
  }
  // Byte by byte: the beginning is put together.
  const body = (async function* () {
    for (const byte of bytes) yield Uint8Array.of(byte)
  })()
  const download = async () => ({ status: 200, headers: new Map(), body })
  const connection: Connection = { download, send: () => expect.unreachable(), close: async () => undefined }
  const world = { connection, unpack, limits: { timeoutMs: 1, maxBytes: 1 } }
  for await (const _row of readStatement(source, world)) expect.unreachable()
  return { lines, asked }
}

const file = (...head: number[]) => Buffer.concat([Buffer.from(head), Buffer.from('rest')])

test.each([
  ['an archive', file(0x50, 0x4b, 3, 4)],
  ['an empty archive', file(0x50, 0x4b, 5, 6)],
])('%s is unpacked, and the unpacker is told which file of it', async (_what, bytes) => {
  const { lines, asked } = await read(bytes, { packed: 'zip', member, maxBytes: 1_000 })
  expect(lines).toEqual(['unpacked'])
  expect(asked).toEqual([['zip', 1_000, member]])
})

test.each([
  ['gzip', file(0x1f, 0x8b), [['gzip', 4 * 1024 ** 3, undefined]]],
  ['zip', file(0x1f, 0x8b), []],
  ['gzip', file(0x50, 0x4b, 3, 4), []],
  ['zip', Buffer.from('PK, a line'), []],
  ['zip', Buffer.from('PK'), []],
  ['none', file(0x50, 0x4b, 3, 4), []],
] as const)('as %s, %j is packed only where it begins so', async (packed, bytes, expected) => {
  const { asked } = await read(bytes, { packed, charset: 'latin1' })
  expect(asked).toEqual(expected)
})

test('what comes in the place of an archive is looked at before it is read', async () => {
  const refuse = (head: Uint8Array) => fail('UNAVAILABLE', `no archive: ${Buffer.from(head)}`)
  await expect(read(Buffer.from('<html>'), { packed: 'zip', member, refuse })).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'no archive: <html>',
  })
})
