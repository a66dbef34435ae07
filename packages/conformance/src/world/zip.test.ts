import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readZip, writeZip } from './zip.ts'

const entries = fc.array(fc.record({ name: fc.uint8Array({ maxLength: 20 }), content: fc.uint8Array({ maxLength: 200 }) }), {
  maxLength: 4,
})

test('what was written is read', () => {
  fc.assert(
    fc.property(entries, (files) => {
      const read = readZip(writeZip(files))
      expect(read.map(({ name, content }) => [Buffer.from(name), Buffer.from(content)])).toEqual(
        files.map(({ name, content }) => [Buffer.from(name), Buffer.from(content)]),
      )
    }),
  )
})

test('a deflated file of another writer is read, and not with another checksum', () => {
  const deflated = Buffer.from(
    'UEsDBBQAAAAIAAAAIQDjUT2NCgAAABcAAAAFAAAAYS50eHTLSM3JyVfIQCcBUEsBAhQDFAAAAAgAAAAhAONRPY0KAAAAFwAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAAC0AAAAAAA==',
    'base64',
  )
  expect(readZip(deflated).map(({ name, content }) => [String(name), String(content)])).toEqual([
    ['a.txt', 'hello hello hello hello'],
  ])
  const changed = Buffer.from(deflated)
  changed[deflated.indexOf('PK\x01\x02') + 16] = 0
  expect(() => readZip(changed)).toThrow(/a whole zip archive/)
})

test('a file that is larger than allowed is not unpacked', () => {
  const archive = writeZip([{ name: Buffer.from('a'), content: Buffer.alloc(11) }])
  expect(() => readZip(archive, 10)).toThrow(/files of at most 10 bytes, found one of 11/)
  expect(readZip(archive, 11)).toHaveLength(1)
})

test('a cut archive is none', () => {
  const whole = writeZip([{ name: Buffer.from('a'), content: Buffer.from('some text') }])
  for (let keep = 0; keep < whole.length; keep += 1) expect(() => readZip(whole.subarray(0, keep))).toThrow(/a whole zip archive/)
})
