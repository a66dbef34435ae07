import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitStatementLine } from './statement-line.ts'

const malformed = expect.objectContaining({ code: 'MALFORMED' })

describe('both styles of back-ticks', () => {
  test.each([
    ['before every value', '`1,`a, b,`2', ['1', 'a, b', '2']],
    ['before some', '1,`a,2', ['1', 'a', '2']],
    ['before none', '1,a,2', ['1', 'a', '2']],
    ['before every value, all empty', '`,`,`', ['', '', '']],
    ['before none, all empty', ',,', ['', '', '']],
    ['two of them: only one goes', '`1,``a,`2', ['1', '`a', '2']],
    ['quotes are text like any other', '`1,`"a","b",`2', ['1', '"a","b"', '2']],
    ['a name that looks like two values', '`1,`a,`b,`2', ['1', 'a,`b', '2']],
    ['a name with commas where only some values are ticked', '`1,a,b,c,2', ['1', 'a,b,c', '2']],
  ])('%s', (_what, line, values) => {
    expect(splitStatementLine(line, { columns: 3, texts: [1] })).toEqual(values)
  })

  test.each([
    ['too few values', '1,2'],
    ['too few ticked values', '`1,`2'],
    ['a text with ",`" that fills up the count of a half-ticked line', '`1,8.88,a,`b,`c,`d'],
  ])('%s cannot be told apart', (_what, line) => {
    expect(() => splitStatementLine(line, { columns: 4, texts: [2] })).toThrow(malformed)
  })

  test('without a free text nothing may be too many', () => {
    expect(splitStatementLine('1,2', { columns: 2 })).toEqual(['1', '2'])
    expect(() => splitStatementLine('1,2,3', { columns: 2 })).toThrow(malformed)
  })

  test('a text further left keeps its own commas where every value is ticked, and takes no others', () => {
    const layout = { columns: 5, texts: [0, 2, 3] }
    expect(splitStatementLine('`a,b,`1,`c,`d,`2', layout)).toEqual(['a,b', '1', 'c', 'd', '2'])
    expect(splitStatementLine('`a,b,`1,`c,`d,`e,`2', layout)).toEqual(['a,b', '1', 'c,`d', 'e', '2'])
  })
})

const text = fc.string({ unit: fc.constantFrom(...'a茶,`" 1.'), maxLength: 12 })
const fixed = fc.string({ unit: fc.constantFrom(...'0123456789.-:/A '), maxLength: 8 })
const line = fc.record({ left: fc.array(fixed, { minLength: 1, maxLength: 5 }), text, right: fc.array(fixed, { maxLength: 4 }) })

describe('whatever a name says, every other value stays where it was', () => {
  test('a back-tick before every value', () => {
    fc.assert(
      fc.property(line, ({ left, text, right }) => {
        const values = [...left, text, ...right]
        const layout = { columns: values.length, texts: [left.length] }
        expect(splitStatementLine(values.map((value) => `\`${value}`).join(','), layout)).toEqual(values)
      }),
    )
  })

  test('no back-tick before the first value', () => {
    fc.assert(
      fc.property(line, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), ({ left, text, right }, ticks) => {
        const values = [...left, text, ...right]
        const written = values.map((value, place) => (place > 0 && ticks[place] ? `\`${value}` : value))
        const found = splitStatementLine(written.join(','), { columns: values.length, texts: [left.length] })
        expect(found.toSpliced(left.length, 1)).toEqual(values.toSpliced(left.length, 1))
        expect([text, text.replace('`', '')]).toContain(found[left.length])
      }),
    )
  })

  test('two neighbouring texts may take commas from each other, never from an amount', () => {
    fc.assert(
      fc.property(line, text, fc.boolean(), ({ left, text: name, right }, attach, ticked) => {
        const [tick, glue] = ticked ? ['`', ',`'] : ['', ',']
        const values = [...left, name, attach, ...right]
        const layout = { columns: values.length, texts: [left.length, left.length + 1] }
        const found = splitStatementLine(values.map((value) => `${tick}${value}`).join(','), layout)
        expect(found.slice(0, left.length)).toEqual(left)
        expect(found.slice(left.length + 2)).toEqual(right)
        if (ticked) expect(found.slice(left.length, left.length + 2).join(glue)).toBe(`${name}${glue}${attach}`)
      }),
    )
  })

  test('any line is split or refused, never a crash', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 6 }), fc.array(fc.integer({ min: 0, max: 5 })), (any, columns, places) => {
        const texts = places.filter((place) => place < columns)
        try {
          expect(splitStatementLine(any, { columns, texts })).toHaveLength(columns)
        } catch (error) {
          expect(error).toMatchObject({ code: 'MALFORMED' })
        }
      }),
    )
  })
})
