import { describe, expect, it } from 'vitest'
import { alignRows, displayWidth, padTo } from './table.ts'

describe('a table in a terminal', () => {
  it.each([
    ['abc', 3],
    ['扫码', 4],
    ['QQ钱包', 6],
    ['（一）', 6],
    ['✓', 1],
    ['é', 1],
    ['', 0],
  ])('counts %j as %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width)
    expect(displayWidth(padTo(text, 8))).toBe(8)
  })

  it('stands straight with Chinese in it', () => {
    expect(alignRows([['扫码', 'x'], ['ab', 'y'], ['c']])).toEqual(['扫码  x', 'ab    y', 'c'])
  })
})
