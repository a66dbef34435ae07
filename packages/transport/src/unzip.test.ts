import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { tpError } from '@tpkit/core/errors'
import type { Unpack } from '@tpkit/core/ports'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { zlibUnpack } from './index.ts'
import { gbk, type Packed, zipOf } from './zip.fixture.ts'

const MB = 1024 * 1024
const PLENTY = 10 * MB

type Member = NonNullable<Parameters<Unpack['unpack']>[3]>
const csv: Member = { charset: 'gbk', wanted: (name) => name.endsWith('业务明细.csv') }
const DETAIL = gbk('20885016245603350156_20211021_业务明细.csv')
const SUMMARY = gbk('20885016245603350156_20211021_业务明细(汇总).csv')
const detail = (more: Partial<Packed> = {}): Packed => ({ name: DETAIL, content: 'detail', ...more })
const summary: Packed = { name: SUMMARY, content: 'summary' }

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}

/** Bytes that hardly pack. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0, x = 1; at < length; at += 4) {
    x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
    bytes.writeInt32LE(x | 0, at)
  }
  return bytes
}

async function* pieces(...parts: Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* parts
}

async function unzipped(packed: AsyncIterable<Uint8Array>, maxBytes = PLENTY, member: Member | undefined = csv): Promise<Buffer> {
  const out: Uint8Array[] = []
  for await (const piece of zlibUnpack.unpack(packed, 'zip', maxBytes, member)) out.push(piece)
  return Buffer.concat(out)
}

/** A temporary directory of this test's own: what is left in it was not removed. */
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unzip-test-'))
  vi.stubEnv('TMPDIR', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  const left = readdirSync(folder)
  rmSync(folder, { recursive: true })
  expect([...left, ...openFiles()]).toEqual([])
})

/** Files under that directory which this process still holds open, named or not; where the system tells. */
function openFiles(): readonly string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`)
      return path.startsWith(folder) ? [path] : []
    } catch {
      return [] // that of the listing itself
    }
  })
}

describe('the wanted file of an archive', () => {
  it.each<[string, readonly Packed[]]>([
    ['packed', [detail(), summary]],
    ['stored', [detail({ method: 0 }), summary]],
    ['behind the others', [summary, { name: '__MACOSX/x', content: '' }, detail()]],
    ['as a streaming writer leaves it', [detail({ streamed: true }), summary]],
    ['with a name that is marked as UTF-8', [detail({ name: '业务明细.csv', flags: 0x0800 }), summary]],
  ])('comes out, %s', async (_how, files) => {
    expect(String(await unzipped(pieces(zipOf(files))))).toBe('detail')
  })

  it('given any content and any pieces, comes out as it was packed', async () => {
    const places = fc.array(fc.nat(), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), places, fc.constantFrom(0, 8), async (content, at, method) => {
        const packed = zipOf([summary, detail({ content, method })], { comment: 'made by hand' })
        const marks = [0, ...at.map((place) => place % (packed.length + 1)).sort((a, b) => a - b), packed.length]
        const cut = marks.slice(1).map((mark, i) => packed.subarray(marks[i], mark))
        expect(await unzipped(pieces(...cut))).toEqual(Buffer.from(content))
      }),
    )
  })

  it('given an empty file, nothing comes out', async () => {
    expect(await unzipped(pieces(zipOf([detail({ content: '' })])))).toHaveLength(0)
  })

  it('of a large archive comes out of a temporary file, which has no name while it is read', async () => {
    const content = noise(5 * MB)
    const archive = zipOf([detail({ content })])
    const parts = Array.from({ length: Math.ceil(archive.length / 100_000) }, (_, at) =>
      archive.subarray(at * 100_000, (at + 1) * 100_000),
    )
    const out: Uint8Array[] = []
    for await (const piece of zlibUnpack.unpack(pieces(...parts), 'zip', PLENTY, csv)) {
      if (process.platform !== 'win32') expect(readdirSync(folder)).toEqual([])
      out.push(piece)
    }
    expect(Buffer.concat(out).equals(content)).toBe(true)
  })
})

describe('an archive that is not whole, or lies, is MALFORMED', () => {
  const TWO = zipOf([detail(), summary, { name: gbk('b_业务明细.csv'), content: 'another' }])

  it.each<[string, Uint8Array, RegExp]>([
    ['a wrong checksum', zipOf([detail({ crc: 1 })]), /the checksum \(CRC-32\) of the wanted file is wrong/],
    ['a wrong checksum, stored', zipOf([detail({ crc: 1, method: 0 })]), /checksum/],
    ['a size that is too small', zipOf([detail({ size: 5 })]), /larger than its directory says/],
    ['a size that is too large', zipOf([detail({ size: 7 })]), /smaller than its directory says/],
    ['a stored file of two sizes', zipOf([detail({ size: 5, method: 0 })]), /damaged or cut short/],
    ['a packed size that is too small', zipOf([detail({ packedSize: 3 })]), /damaged or cut short/],
    ['a packed size that is too large', zipOf([detail({ packedSize: 20 })]), /something follows its end/],
    ['a packed size beyond the archive', zipOf([detail({ packedSize: 4_000 })]), /damaged or cut short/],
    ['something behind the packed bytes', zipOf([detail({ tail: Buffer.alloc(3) })]), /something follows its end/],
    ['a password', zipOf([detail({ flags: 1 })]), /encrypted/],
    ['a password that only the file tells of', zipOf([detail({ local: { flags: 1 } })]), /encrypted/],
    ['strong encryption', zipOf([detail({ flags: 0x41 })]), /damaged/],
    ['another method', zipOf([detail({ method: 12 })]), /packed by method 12, not 0 or 8/],
    ['another method in the file', zipOf([detail({ local: { method: 0 } })]), /another than its directory says/],
    ['another name in the file', zipOf([detail({ local: { name: 'x' } })]), /another than its directory says/],
    [
      'two wanted files',
      TWO,
      /it holds two wanted files, "20885016245603350156_.*业务明细\.csv" and "b_业务明细\.csv"; fetch it/,
    ],
    ['two wanted files of one name', zipOf([detail(), summary, detail()]), /two wanted files, "(.*业务明细\.csv)" and "\1"/],
    ['no wanted file', zipOf([summary]), /the wanted file is not in it, only ".*\(汇总\)\.csv"; fetch it again/],
    ['no file at all', zipOf([]), /not in it, only nothing/],
    ['many others', zipOf(Array.from({ length: 9 }, (_, at) => ({ name: `${at}` }))), /"4", 4 more/],
    ['a path out of the folder', zipOf([detail(), { name: '../../etc/passwd' }]), /none of a file: "\.\.\/\.\.\/etc\/passwd"/],
    ['a path from the root', zipOf([detail(), { name: '/etc/passwd' }]), /none of a file/],
    ['a path with a drive', zipOf([detail(), { name: 'C:x' }]), /none of a file/],
    ['a path with backslashes', zipOf([detail(), { name: '..\\x' }]), /none of a file/],
    ['a name with a control character', zipOf([detail(), { name: 'a\u001b[2J' }]), /none of a file: "a\\u001b/],
    ['a name that is none', zipOf([detail(), { name: '' }]), /none of a file/],
    ['a name that is not in the charset', zipOf([detail(), { name: Buffer.from([0xff, 0xff]) }]), /not gbk text/],
    ['more files than any statement', zipOf(Array.from({ length: 101 }, (_, at) => ({ name: `${at}` }))), /101 files/],
    ['a directory that ends too early', zipOf([detail()], { count: 2 }), /damaged or cut short/],
    ['something behind its end', Buffer.concat([zipOf([detail()]), Buffer.alloc(3)]), /damaged or cut short/],
    ['plain text', Buffer.from('#支付宝业务明细查询'), /damaged or cut short/],
    ['nothing', Buffer.alloc(0), /damaged or cut short/],
  ])('given %s', async (_what, bytes, message) => {
    await expect(unzipped(pieces(bytes))).rejects.toMatchObject({ code: 'MALFORMED', message: expect.stringMatching(message) })
  })

  it('given any end cut off', async () => {
    const whole = zipOf([summary, detail({ content: 'x'.repeat(300) })])
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (keep) => {
        await expect(unzipped(pieces(whole.subarray(0, keep)))).rejects.toMatchObject({ code: 'MALFORMED' })
      }),
    )
  })

  it('given any byte changed, it is refused or what comes out is right', async () => {
    const content = 'a line, another line, a third line'
    const whole = zipOf([summary, detail({ content }), { name: 'readme.txt', content: 'x', method: 0 }])
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (place, byte) => {
        const changed = Uint8Array.from(whole, (old, at) => (at === place ? byte : old))
        const found = await unzipped(pieces(changed)).then(String, (error: unknown) => error)
        if (found !== content) expect(found).toMatchObject({ code: expect.stringMatching(/^(?:MALFORMED|LIMIT)$/) })
      }),
      { numRuns: 500 },
    )
  })

  it('without a member nobody knows what to read, and the file is closed', async () => {
    let closed = false
    const packed: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: true, value: undefined }),
        return: async () => {
          closed = true
          return { done: true, value: undefined }
        },
      }),
    }
    const loop = async () => {
      for await (const _piece of zlibUnpack.unpack(packed, 'zip', PLENTY)) expect.unreachable()
    }
    await expect(loop()).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('expected `member`') })
    expect(closed).toBe(true)
  })
})

describe('a bomb', () => {
  it('given exactly maxBytes, is none', async () => {
    expect(await unzipped(pieces(zipOf([detail({ content: Buffer.alloc(MB) })])), MB)).toHaveLength(MB)
  })

  it('given a file that is larger and says so, stops with LIMIT before anything comes out', async () => {
    const bomb = zipOf([detail({ content: Buffer.alloc(64 * MB) })])
    let seen = 0
    const loop = async () => {
      for await (const piece of zlibUnpack.unpack(pieces(bomb), 'zip', MB, csv)) seen += piece.byteLength
    }
    await expect(loop()).rejects.toMatchObject({ code: 'LIMIT', message: expect.stringContaining(`at most ${MB} bytes`) })
    expect(seen).toBe(0)
  })

  it('given a file that is larger and says otherwise, stops as soon as it shows', async () => {
    const bomb = zipOf([detail({ content: Buffer.alloc(64 * MB), size: 1000 })])
    let seen = 0
    const loop = async () => {
      for await (const piece of zlibUnpack.unpack(pieces(bomb), 'zip', MB, csv)) seen += piece.byteLength
    }
    await expect(loop()).rejects.toMatchObject({
      code: 'MALFORMED',
      message: expect.stringContaining('larger than its directory'),
    })
    expect(seen).toBe(0)
  })

  it('given an endless archive, stops with LIMIT and closes it', async () => {
    let [taken, closed] = [0, false]
    const endless = (async function* () {
      try {
        for (;;) {
          taken += 1
          yield Buffer.alloc(64 * 1024)
        }
      } finally {
        closed = true
      }
    })()
    await expect(unzipped(endless, 3 * MB)).rejects.toMatchObject({
      code: 'LIMIT',
      message: expect.stringContaining('The archive is too large'),
    })
    expect([closed, taken <= 65]).toEqual([true, true])
  })
})

describe('whatever happens, nothing is left behind', () => {
  const large = zipOf([detail({ content: noise(4 * MB) })])

  it('given a loop that is left early', async () => {
    for await (const _piece of zlibUnpack.unpack(pieces(large), 'zip', PLENTY, csv)) break
  })

  it('given a file that breaks off, hands on that error', async () => {
    const broken = tpError('UNAVAILABLE', 'the connection broke')
    async function* breaking() {
      yield large.subarray(0, 3 * MB)
      throw broken
    }
    await expect(unzipped(breaking())).rejects.toBe(broken)
  })

  it('given a damaged file', async () => {
    const damaged = Buffer.from(large)
    damaged.fill(0, 2 * MB, 2 * MB + 8)
    await expect(unzipped(pieces(damaged))).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  it('given no room for a temporary file, says so', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'missing'))
    await expect(unzipped(pieces(large))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retry: 'after-fix',
      message: expect.stringMatching(/temporary directory with room for the archive, found ENOENT; .*TMPDIR/),
    })
    expect(String(await unzipped(pieces(zipOf([detail()]))))).toBe('detail')
  })

  it('memory stays flat', async () => {
    const content = Buffer.alloc(96 * MB, 'a line of a statement\n')
    const archive = zipOf([detail({ content })])
    const parts = archive.length
    const before = process.memoryUsage().arrayBuffers
    let [most, bytes, looked] = [0, 0, 0]
    for await (const piece of zlibUnpack.unpack(pieces(archive), 'zip', 100 * MB, csv)) {
      bytes += piece.byteLength
      if (bytes < looked + 8 * MB) continue
      // A machine that is busy collects late, and nothing of that is held.
      collectGarbage()
      looked = bytes
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
    expect(bytes).toBe(content.length)
    expect(parts).toBeLessThan(MB)
    expect(most).toBeLessThan(16 * MB)
  })
})
