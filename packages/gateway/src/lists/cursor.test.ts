import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CursorOf, cursors } from './cursor.ts'

const random = { bytes: (length: number) => randomBytes(length) }
const { seal, open } = cursors(Buffer.alloc(32, 'k'), random)

const of: fc.Arbitrary<CursorOf> = fc.record({
  list: fc.constantFrom('payments', 'refunds', 'events'),
  merchant: fc.constantFrom('main', 'other', 'ma', 'in'),
  filter: fc.dictionary(fc.constantFrom('status', 'text', 'method'), fc.constantFrom('a', 'b', '', undefined)),
})

/** Some of it, and often only one thing, is another's. */
const change = fc.oneof(
  of,
  of.map(({ merchant }) => ({ merchant })),
  of.map(({ list }) => ({ list })),
  of.map(({ filter }) => ({ filter })),
)

const foreign = expect.objectContaining({ kind: 'CURSOR' })

/** What is not asked for is not in a filter. */
function sameList(a: CursorOf, b: CursorOf): boolean {
  const text = ({ list, merchant, filter }: CursorOf) =>
    JSON.stringify([
      list,
      merchant,
      Object.entries(filter)
        .filter(([, value]) => value !== undefined)
        .toSorted(),
    ])
  return text(a) === text(b)
}

describe('a cursor', () => {
  it('opens at its own list, merchant and filter, in whatever order these are written, and nowhere else', () => {
    fc.assert(
      fc.property(of, change, fc.string({ maxLength: 80 }), (mine, other, place) => {
        const theirs = { ...mine, ...other }
        const cursor = seal(place, mine)
        const turned = Object.fromEntries(Object.entries(mine.filter).toReversed())
        expect(open(cursor, { ...mine, filter: turned })).toBe(place)
        if (!sameList(mine, theirs)) expect(() => open(cursor, theirs)).toThrow(foreign)
      }),
    )
  })

  it('of which one character differs opens nothing', () => {
    const here: CursorOf = { list: 'payments', merchant: 'main', filter: {} }
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ '
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.nat(), fc.constantFrom(...alphabet), (place, at, other) => {
        const cursor = seal(place, here)
        const index = at % cursor.length
        const forged = `${cursor.slice(0, index)}${other}${cursor.slice(index + 1)}`
        if (forged !== cursor) expect(() => open(forged, here)).toThrow(foreign)
      }),
      { numRuns: 1000 },
    )
  })

  it('that is shorter, longer or made up opens nothing', () => {
    const here: CursorOf = { list: 'payments', merchant: 'main', filter: {} }
    const cursor = seal('1.ord_1', here)
    for (let length = 0; length < cursor.length; length += 1) expect(() => open(cursor.slice(0, length), here)).toThrow(foreign)
    fc.assert(fc.property(fc.string(), (text) => void expect(() => open(text, here)).toThrow(foreign)))
    fc.assert(
      fc.property(
        fc.uint8Array(),
        (bytes) => void expect(() => open(Buffer.from(bytes).toString('base64url'), here)).toThrow(foreign),
      ),
    )
    expect(() => open(`${cursor}AAAA`, here)).toThrow(foreign)
  })

  it('says nothing, and is made under another key by nobody', () => {
    const here: CursorOf = { list: 'events', merchant: 'main', filter: {} }
    const cursor = seal('1234567', here)
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('1234567')
    expect(seal('1234567', here)).not.toBe(cursor)
    expect(() => cursors(Buffer.alloc(32, 'x'), random).open(cursor, here)).toThrow(foreign)
  })
})
