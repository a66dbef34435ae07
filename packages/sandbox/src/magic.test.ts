import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MAGIC_AMOUNTS, type MagicAmount, magicAmount } from './magic.ts'

const page = readFileSync(new URL('../../../docs/magic-amounts.md', import.meta.url), 'utf8')

/** The rows of the page, as code would have them, by the heading above them. */
function pageRows(): readonly object[] {
  const [, total = '', refund = ''] = page.split(/^## /m)
  return [...rowsOf(total, 'total'), ...rowsOf(refund, 'refund')]
}

function rowsOf(part: string, on: MagicAmount['on']): readonly object[] {
  const rows = part.matchAll(/^\| ([0-9]+)\.([0-9]{2}) \| `([a-z-]+)` \| (.+) \| (.+) \|$/gm)
  return [...rows].map(([, yuan = '', fen = '', name, en, zh]) => ({ on, fen: BigInt(yuan + fen), name, title: { en, zh } }))
}

test('docs/magic-amounts.md and the table of the code are the same, row by row', () => {
  expect(pageRows()).toEqual(MAGIC_AMOUNTS.map(({ on, fen, name, title }) => ({ on, fen, name, title })))
})

test('every amount and every name stands there once', () => {
  expect(new Set(MAGIC_AMOUNTS.map(({ fen }) => fen)).size).toBe(MAGIC_AMOUNTS.length)
  expect(new Set(MAGIC_AMOUNTS.map(({ name }) => name)).size).toBe(MAGIC_AMOUNTS.length)
})

test('an amount decides only where it belongs: a total is no refund', () => {
  expect(magicAmount('total', 95301n)?.name).toBe('no-funds')
  expect(magicAmount('refund', 95301n)).toBeUndefined()
  expect(magicAmount('total', 1990n)).toBeUndefined()
})
