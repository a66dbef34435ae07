import { describe, expect, it } from 'vitest'
import { alignRows, displayWidth, padTo, wrapText } from './table.ts'

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

  it('wraps between words, and Chinese anywhere but before a comma', () => {
    expect(wrapText('a long text', 6)).toEqual(['a long', 'text'])
    expect(wrapText('unbreakable', 4)).toEqual(['unbreakable'])
    expect(wrapText('没有证书，需要', 8)).toEqual(['没有证', '书，需要'])
  })

  it('stands straight with Chinese in it', () => {
    expect(alignRows([['扫码', 'x'], ['ab', 'y'], ['c']])).toEqual(['扫码  x', 'ab    y', 'c'])
  })
})
