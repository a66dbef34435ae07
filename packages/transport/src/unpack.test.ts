import { gzipSync } from 'node:zlib'
import { tpError } from '@tpkit/core/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zlibUnpack } from './index.ts'

const MB = 1024 * 1024
const PLENTY = 10 * MB

async function* pieces(...parts: Uint8Array[]): AsyncGenerator<Uint8Array, void> {
  yield* parts
}

async function unpacked(packed: AsyncIterable<Uint8Array>, maxBytes = PLENTY): Promise<Buffer> {
  const out: Uint8Array[] = []
  for await (const piece of zlibUnpack.unpack(packed, 'gzip', maxBytes)) out.push(piece)
  return Buffer.concat(out)
}

/** `bytes`, cut at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const marks = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return marks.slice(1).map((mark, i) => bytes.subarray(marks[i], mark))
}

const file = fc.uint8Array({ maxLength: 2_000 })
const places = fc.array(fc.nat(), { maxLength: 6 })

describe('a whole gzip file', () => {
  it('given any content and any pieces, comes out as it was packed', async () => {
    await fc.assert(
      fc.asyncProperty(file, places, async (content, at) => {
        expect(await unpacked(pieces(...cut(gzipSync(content), at)))).toEqual(Buffer.from(content))
      }),
    )
  })

  it('given two members behind each other, both come out', async () => {
    expect(String(await unpacked(pieces(gzipSync('one,'), gzipSync('two'))))).toBe('one,two')
  })
})

describe('a file that is not whole is MALFORMED', () => {
  const malformed = { code: 'MALFORMED', message: expect.stringContaining('Expected a whole gzip file') }

  it('given any end cut off, also all of it', async () => {
    await fc.assert(
      fc.asyncProperty(file, places, fc.nat(), async (content, at, keep) => {
        const packed = gzipSync(content)
        const short = packed.subarray(0, keep % packed.length)
        await expect(unpacked(pieces(...cut(short, at)))).rejects.toMatchObject(malformed)
      }),
    )
  })

  it('given anything behind its end, zero bytes too', async () => {
    const garbage = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 50 }),
      fc.nat({ max: 50 }).map((n) => new Uint8Array(n + 1)),
    )
    await fc.assert(
      fc.asyncProperty(file, garbage, places, async (content, more, at) => {
        const packed = Buffer.concat([gzipSync(content), more])
        await expect(unpacked(pieces(...cut(packed, at)))).rejects.toMatchObject(malformed)
      }),
    )
  })

  it.each([
    ['a wrong checksum', Buffer.concat([gzipSync('hello').subarray(0, -8), Buffer.alloc(8)])],
    ['plain text', Buffer.from('交易时间,公众账号ID')],
  ])('given %s', async (_what, bytes) => {
    await expect(unpacked(pieces(bytes))).rejects.toMatchObject(malformed)
  })
})

describe('a bomb', () => {
  it('given exactly maxBytes, is none', async () => {
    expect(await unpacked(pieces(gzipSync(Buffer.alloc(MB))), MB)).toHaveLength(MB)
  })

  it('given more than maxBytes, stops with LIMIT before most of it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MB))
    let seen = 0
    const loop = async () => {
      for await (const piece of zlibUnpack.unpack(pieces(bomb), 'gzip', MB)) seen += piece.byteLength
    }
    await expect(loop()).rejects.toMatchObject({ code: 'LIMIT', message: expect.stringContaining(`at most ${MB} bytes`) })
    expect(seen).toBeLessThanOrEqual(MB)
  })
})

/** An endless packed file that counts what was taken of it. */
function endless() {
  const member = gzipSync(Buffer.alloc(MB))
  const state = { taken: 0, closed: false }
  const packed = (async function* () {
    try {
      for (;;) {
        state.taken += 1
        yield member
      }
    } finally {
      state.closed = true
    }
  })()
  return { packed, state }
}

describe('the stream', () => {
  it('given a slow reader, takes no more of the file than a few pieces ahead', async () => {
    const { packed, state } = endless()
    let bytes = 0
    for await (const piece of zlibUnpack.unpack(packed, 'gzip', 1024 * MB)) {
      bytes += piece.byteLength
      await new Promise((resolve) => setImmediate(resolve))
      // One member is 1 MB unpacked and about 1 kB packed; the packed side may run ahead by its 16 kB buffer.
      expect(state.taken - bytes / MB).toBeLessThan(64)
      if (bytes > 40 * MB) break
    }
    expect(bytes).toBeGreaterThan(40 * MB)
  })

  it('given a loop that is left early, closes the file', async () => {
    const { packed, state } = endless()
    for await (const _piece of zlibUnpack.unpack(packed, 'gzip', PLENTY)) break
    expect(state.closed).toBe(true)
  })

  it('given LIMIT, closes the file', async () => {
    const { packed, state } = endless()
    await expect(unpacked(packed, 3 * MB)).rejects.toMatchObject({ code: 'LIMIT' })
    expect(state.closed).toBe(true)
  })

  it('given an error of the file itself, hands on that error', async () => {
    const broken = tpError('UNAVAILABLE', 'the connection broke')
    async function* breaking() {
      yield gzipSync('hello').subarray(0, 8)
      throw broken
    }
    await expect(unpacked(breaking())).rejects.toBe(broken)
  })
})
