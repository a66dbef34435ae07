/** Streams a statement of so many MB through a TP and prints how much its resident memory grew. Run as a process of its own. */
import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import type { Protocol } from '../contract/protocol.ts'
import { fakeTP, manifest, notHere, wire } from './world.fixture.ts'

const LINE = `${'2026-11-22 10:00:00,ORDER_1,19.90,'.padEnd(1023, 'x')}\n`
const BLOCK = Buffer.from(LINE.repeat(1024))

const [, , megabytes, damage = 'none'] = process.argv
const BLOCKS = Number(megabytes)
const member = gzipSync(BLOCK)
const hash = createHash('sha1')
for (let block = 0; block < BLOCKS; block += 1) hash.update(BLOCK)
const hex = damage === 'digest' ? '0'.repeat(40) : hash.digest('hex')

let rows = 0
const protocol: Protocol<'native', 'statement'> = {
  manifest: manifest({ scenes: ['native'], abilities: ['statement'] }),
  payee: { mchId: '1' },
  *statement() {
    return {
      kind: 'download',
      request: { method: 'GET', url: 'https://wallet.example/bill', headers: [], effect: 'read' },
      packed: 'gzip',
      charset: 'utf-8',
      digest: { algorithm: 'sha1', hex },
      reader: {
        line: (text) => {
          rows += 1
          return { columns: { line: text.slice(0, 19) } }
        },
        end: () => ({ rows }),
      },
    }
  },
  pay: notHere,
  query: notHere,
  refund: notHere,
  notify: notHere,
  acknowledge: () => ({ status: 200, headers: [], body: '' }),
}

/** A gzip file may have many members; one of them, often, is a gigabyte that nobody has to hold. */
function* packed(): Generator<Uint8Array> {
  for (let block = 0; block < BLOCKS; block += 1) yield member
}

const tp = fakeTP(
  protocol,
  { ...wire(() => ({})), download: async () => ({ status: 200, headers: new Map(), body: Readable.from(packed()) }) },
  { unpack: { unpack: (body) => pipeline(Readable.from(body), createGunzip(), () => undefined) } },
)

const before = process.memoryUsage.rss()
let peak = before
let seen = 0
let ending = 'complete'
try {
  for await (const _row of tp.statement({ day: '2026-11-22', kind: 'trade' })) {
    seen += 1
    if (seen % 4096 === 0) peak = Math.max(peak, process.memoryUsage.rss())
  }
} catch (error) {
  ending = error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
console.log(
  JSON.stringify({ rows: seen, bytes: BLOCK.byteLength * BLOCKS, grownMb: Math.ceil((peak - before) / 1024 / 1024), ending }),
)
