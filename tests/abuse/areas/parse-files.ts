import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zlibUnpack } from '@tpkit/transport'
import { isTPError } from 'tpkit'
import { type Packed, zipOf } from '../../../packages/transport/src/zip.fixture.ts'
import type { Cases } from '../trial.ts'

const MB = 1024 * 1024
const LIMIT = 4 * MB
const DETAIL = '20885016245603350156_20211021_detail.csv'
const member = { charset: 'utf-8', wanted: (name: string) => name.endsWith('detail.csv') }

export const parseFiles: Cases = {
  A065: async (trial) => {
    const bomb = gzipSync(Buffer.alloc(32 * MB))
    const zipBomb = zipOf([{ name: DETAIL, content: Buffer.alloc(32 * MB) }])
    const twice = gzipSync(gzipSync(Buffer.alloc(32 * MB)))
    await trial.bad(`gzip: ${bomb.byteLength} bytes that are 32 MB`, () => stopsAtLimit(bomb, 'gzip'))
    await trial.bad('gzip: several files one behind the other', () => stopsAtLimit(Buffer.concat([bomb, bomb]), 'gzip'))
    await trial.bad('zip: 32 MB of one file', () => stopsAtLimit(zipBomb, 'zip'))
    await trial.bad('zip: an archive that is larger than the limit itself', () => stopsAtLimit(Buffer.alloc(8 * MB, 1), 'zip'))
    await trial.twin('gzip: what is within the limit', () => comesOut(gzipSync(Buffer.alloc(MB)), 'gzip', MB))
    await trial.twin('gzip in gzip is unpacked once', () => comesOut(twice, 'gzip', gzipSync(Buffer.alloc(32 * MB)).byteLength))
  },
  A066: async (trial) => {
    const right: Packed = { name: DETAIL, content: 'detail' }
    const archives: Readonly<Record<string, Buffer>> = {
      '../../x': zipOf([{ name: '../../tpkit-abuse-x', content: 'x' }, right]),
      '../../x as the wanted one': zipOf([{ name: '../../tpkit-abuse-detail.csv', content: 'x' }]),
      '/abs/x': zipOf([{ name: '/tmp/tpkit-abuse-x', content: 'x' }, right]),
      'C:\\x': zipOf([{ name: 'C:\\tpkit-abuse-x', content: 'x' }, right]),
      '..\\..\\x': zipOf([{ name: '..\\..\\tpkit-abuse-x', content: 'x' }, right]),
      '65 000 entries': zipOf([
        ...Array.from({ length: 65_000 }, (_none, n) => ({ name: `${n}`, content: '', method: 0 })),
        right,
      ]),
      'a declared size of 0': zipOf([{ ...right, size: 0 }]),
      'a declared size of 4 GiB': zipOf([{ ...right, size: 0xffff_fffe }]),
      'another name in the file': zipOf([{ ...right, local: { name: '../x' } }]),
      'a checksum that is wrong': zipOf([{ ...right, crc: 1 }]),
      'cut in the middle': zipOf([right]).subarray(0, 60),
      'no archive': Buffer.from('not a zip'),
    }
    for (const [what, archive] of Object.entries(archives)) await trial.bad(what, () => writesNothing(archive))
    await trial.twin('an archive as the wallet makes it', () => comesOut(zipOf([right]), 'zip', 6))
  },
}

/** In pieces, and counted. */
function pieces(packed: Uint8Array) {
  const taken = { bytes: 0 }
  async function* stream(): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < packed.byteLength; at += 4096) {
      const piece = packed.subarray(at, at + 4096)
      taken.bytes += piece.byteLength
      yield piece
    }
  }
  return { taken, stream: stream() }
}

/** Unpacks with a folder of its own for temporary files; answers what is left there, too. */
async function unpacked(packed: Uint8Array, how: 'gzip' | 'zip') {
  const folder = mkdtempSync(join(tmpdir(), 'tpkit-abuse-files-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  const { stream, taken } = pieces(packed)
  let [out, failure]: [number, unknown] = [0, undefined]
  try {
    for await (const piece of zlibUnpack.unpack(stream, how, LIMIT, member)) out += piece.byteLength
  } catch (error) {
    failure = error
  }
  const left = readdirSync(folder)
  rmSync(folder, { recursive: true })
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  return { out, taken: taken.bytes, failure, left }
}

async function stopsAtLimit(packed: Uint8Array, how: 'gzip' | 'zip'): Promise<string | undefined> {
  const { out, failure, left } = await unpacked(packed, how)
  if (!isTPError(failure)) return `expected a refusal, found ${failure} and ${out} bytes`
  if (out > LIMIT) return `${out} bytes came out`
  if (left.length > 0) return `left behind: ${left.join()}`
  const isNamed = failure.code === 'LIMIT' && failure.message.includes(String(LIMIT))
  return isNamed || (how === 'zip' && failure.code !== 'INTERNAL')
    ? undefined
    : `expected the limit in it, found ${failure.message}`
}

async function comesOut(packed: Uint8Array, how: 'gzip' | 'zip', bytes: number): Promise<string | undefined> {
  const { out, failure } = await unpacked(packed, how)
  return out === bytes && failure === undefined ? undefined : `expected ${bytes} bytes, found ${out}, ${failure}`
}

/** The wanted file alone comes out, and only where the whole archive may be believed; no other is ever written. */
async function writesNothing(archive: Uint8Array): Promise<string | undefined> {
  const { out, failure, left } = await unpacked(archive, 'zip')
  const escaped = ['/tmp/tpkit-abuse-x', '/tmp/tpkit-abuse-detail.csv', join(tmpdir(), '..', 'tpkit-abuse-x')].filter(existsSync)
  if (escaped.length > 0 || left.length > 0) return `written: ${[...escaped, ...left].join()}`
  if (failure !== undefined) return isTPError(failure) ? undefined : `expected a refusal, found ${failure}`
  return `it was taken, ${out} bytes came out`
}
