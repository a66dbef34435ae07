import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createTP, type Download, type Protocol, Secret, type StatementQuery } from '@tpkit/core'
import { qqwallet } from '@tpkit/provider-qqwallet/protocol'
import { gotTransport, zlibUnpack } from '@tpkit/transport'
import { afterEach, describe, expect, it } from 'vitest'

/** The limits of a real wallet: its messages are small. */
const { manifest: qqManifest } = qqwallet({ mchId: '1900000109', apiKeys: [new Secret('test-key-0123456789abcdef0123456')] })

/** Noon in Beijing, the day after. */
const NOW = Date.UTC(2026, 10, 23, 4)
const USUAL: StatementQuery = { day: '2026-11-22', kind: 'trade' }

let server: Server
let asked = 0

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function notHere(): never {
  throw new Error('not in this test')
}

/** A wallet whose statement is one file, with the limits of QQ Wallet. */
async function statementOf(status: number, body: Uint8Array, more: Partial<Download> = {}, query: StatementQuery = USUAL) {
  asked = 0
  server = createServer((_request, response) => {
    asked += 1
    response.writeHead(status).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let rows = 0
  const protocol: Protocol<'native', 'statement'> = {
    manifest: {
      ...qqManifest,
      scenes: ['native'],
      abilities: ['statement'],
      identityFor: [],
      origins: ['https://wallet.example'],
    },
    payee: { mchId: '1' },
    *statement() {
      return {
        kind: 'download',
        request: { method: 'GET', url: 'https://wallet.example/bill', headers: [], effect: 'read' },
        packed: 'gzip',
        charset: 'utf-8',
        reader: {
          line: (text) => {
            rows += 1
            return { columns: { text } }
          },
          end: () => ({ rows }),
        },
        ...more,
      }
    },
    pay: notHere,
    query: notHere,
    refund: notHere,
    notify: notHere,
    acknowledge: notHere,
  }
  const endpoints = { 'https://wallet.example': `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const tp = createTP<'native', 'statement'>({
    account: 'main',
    protocol,
    keys: {},
    connection: gotTransport().connect({ origins: protocol.manifest.origins, endpoints }),
    unpack: zlibUnpack,
    clock: { nowMs: () => NOW },
    random: { bytes: (length) => new Uint8Array(length) },
    signer: { sign: notHere, seal: notHere, unseal: notHere },
    keyRing: { read: async () => [], write: async () => undefined },
    log: { write: () => undefined },
  })
  return tp.statement(query)
}

async function count(rows: AsyncIterable<unknown>): Promise<number> {
  let found = 0
  for await (const _row of rows) found += 1
  return found
}

async function openSockets(): Promise<number> {
  return new Promise((resolve, reject) => server.getConnections((error, open) => (error ? reject(error) : resolve(open))))
}

describe('a statement over the real transport', () => {
  it('may be larger than any message, packed and unpacked', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index} ${'x'.repeat(index % 97)}`).join('\n')
    expect(gzipSync(lines).byteLength).toBeGreaterThan(qqManifest.limits.maxMessageBytes)
    await expect(count(await statementOf(200, gzipSync(lines)))).resolves.toBe(20_000)
  })

  it('that comes as plain text though a packed file was asked for is read as it is', async () => {
    await expect(count(await statementOf(200, Buffer.from('a\nb\n')))).resolves.toBe(2)
  })

  it('has no rows when the wallet says in the first bytes that nothing happened that day', async () => {
    const more = { refuse: () => ({ kind: 'empty' }) as const, reader: { line: notHere, end: notHere } }
    await expect(count(await statementOf(200, Buffer.from('<xml>no bill</xml>'), more))).resolves.toBe(0)
  })

  it.each([
    ['2026-2-3', 'trade'],
    ['2026-02-30', 'trade'],
    ['20260203', 'trade'],
    ['', 'fund'],
    ['2026-02-03', 'both'],
  ])('of %j (%s) is refused before anything is sent', async (day, kind) => {
    const rows = await statementOf(200, Buffer.from(''), {}, { day, kind: kind as 'trade' })
    await expect(count(rows)).rejects.toMatchObject({ code: 'INVALID' })
    expect(asked).toBe(0)
  })

  it.each([
    ['an error status', 503, {}],
    ['a refusal in its first bytes', 200, { refuse: () => ({ code: 'NOT_FOUND', message: 'no bill', retry: 'later' }) as const }],
  ])('lets its socket go after %s', async (_what, status, more) => {
    await expect(count(await statementOf(status, gzipSync(randomBytes(20_000_000)), more))).rejects.toThrow()
    await expect.poll(openSockets).toBe(0)
  })
})
