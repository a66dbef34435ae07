import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'

type Row = Readonly<Record<string, string>>

export interface ReadBill {
  /** The lines above the table, the one that begins it left out. */
  readonly head: readonly string[]
  readonly titles: readonly string[]
  /** Without the tabs behind values. */
  readonly rows: readonly Row[]
  /** The lines below the table, the one that ends it left out. */
  readonly ends: readonly string[]
}

/** Reads a bill's text with a reading of its own. */
export function readBill(text: string): ReadBill {
  expect(text.endsWith('\r\n')).toBe(true)
  const lines = text.slice(0, -2).split('\r\n')
  for (const line of lines) expect(line).not.toMatch(/[\r\n]/)
  const [begin, end] = [
    lines.findIndex((line) => /^#-+[^-]+列表-+$/.test(line)),
    lines.findIndex((line) => /^#-+[^-]+列表结束-+$/.test(line)),
  ]
  expect([begin, end > begin]).toEqual([3, true])
  const [titles = [], ...rows] = parse(lines.slice(begin + 1, end).join('\n'), { trim: true })
  expect(new Set(titles).size).toBe(titles.length)
  return {
    head: lines.slice(0, begin),
    titles,
    rows: rows.map((values) =>
      Object.fromEntries(titles.map((title, index) => [title.replace(/（.*）/, ''), values[index] ?? ''])),
    ),
    ends: lines.slice(end + 1),
  }
}

/** Yuan text as fen. */
export function fenOf(yuan = ''): bigint {
  expect(yuan).toMatch(/^-?[0-9]+\.[0-9]{2}$/)
  return BigInt(yuan.replace('.', ''))
}

export function column({ rows }: Pick<ReadBill, 'rows'>, title: string): bigint {
  return rows.reduce((sum, row) => sum + fenOf(row[title]), 0n)
}

/** The count and the amounts of a line such as `#退款合计：1笔，商家实收退款共-3.00元，商家优惠退款共0.00元`. */
export function totalIn({ ends }: ReadBill, name: string): readonly [count: number, ...fen: bigint[]] {
  const line = ends.find((each) => each.startsWith(`#${name}合计：`)) ?? ''
  const amounts = [...line.matchAll(/共(-?[0-9.]+)元/g)].map(([, yuan]) => fenOf(yuan))
  return [Number(/：([0-9]+)笔/.exec(line)?.[1]), ...amounts]
}
