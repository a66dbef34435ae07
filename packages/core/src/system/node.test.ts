import { describe, expect, it } from 'vitest'
import { systemRandom } from './node.ts'

describe('random bytes', () => {
  it('come in the length asked for, and none comes twice', () => {
    const seen = new Set<string>()
    for (let draw = 0; draw < 2000; draw += 1) seen.add(Buffer.from(systemRandom.bytes(16)).toString('hex'))
    expect(seen.size).toBe(2000)
    for (const length of [0, 1, 4096, 4097, 10_000]) expect(systemRandom.bytes(length).byteLength).toBe(length)
  })

  it('that were handed out do not change when more are drawn', () => {
    const first = systemRandom.bytes(32)
    const before = Buffer.from(first).toString('hex')
    for (let draw = 0; draw < 500; draw += 1) systemRandom.bytes(64)
    expect(Buffer.from(first).toString('hex')).toBe(before)
  })
})
