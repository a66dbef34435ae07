import { malformedStatement } from '@tpkit/wire'

/** One column of a bill, and what can stand in it: only a text may hold commas, and a time or an amount is known by its form. */
export interface BillColumn {
  readonly title: string
  readonly kind: 'text' | 'time' | 'amount' | 'word'
}

/** What people write freely. */
const TEXTS: readonly string[] = [
  ...['商品名称', '门店编号', '门店名称', '操作员', '终端号', '对方账户', '对方账号', '对方名称', '券名称'],
  ...['备注', '付款备注', '业务描述'],
]

const UNIT = /[(（][+-]?元[)）]$/

/** From a title as it stands in the file: `订单金额（元）`. The unit is left out of its name. */
export function billColumn(written: string): BillColumn {
  const title = written.trim().replace(UNIT, '')
  if (UNIT.test(written.trim())) return { title, kind: 'amount' }
  if (title.endsWith('时间')) return { title, kind: 'time' }
  return { title, kind: TEXTS.includes(title) ? 'text' : 'word' }
}

/**
 * The values of one line of a bill (账单), in the order of its columns, without the blanks and tabs that fill them up.
 *
 * Nothing is quoted as a rule, so a comma inside a product name looks like the end of a value. It is given to the name only where
 * the times and amounts around it allow one reading and no other. A tab before a comma is the end of a value: the wallet puts it
 * behind what spreadsheets would take for a number. Throws `MALFORMED` where the values cannot be told apart.
 */
export function splitBillLine(line: string, columns: readonly BillColumn[]): readonly string[] {
  const cells = line.split(',')
  const quoted = line.includes('"') ? quotedCells(line) : undefined
  if (quoted?.length === columns.length && (quoted.length === cells.length || fitsAll(quoted, columns))) return quoted
  const surplus = cells.length - columns.length
  if (surplus === 0) return cells.map((cell) => cell.trim())
  if (surplus < 0 || surplus > MOST_COMMAS) throw malformedStatement(`${columns.length} values in a line`, `${cells.length}`)
  const [first, second] = new Reading(cells, columns).firstTwo()
  if (first && !second)
    return first.map((end, place) =>
      cells
        .slice(first[place - 1] ?? 0, end)
        .join(',')
        .trim(),
    )
  throw malformedStatement('values that can be told apart in one way', line)
}

/** More commas than any name has. */
const MOST_COMMAS = 100

const TIME = /^\d{4}[-/]\d{1,2}[-/]\d{1,2} {1,2}\d{1,2}:\d{2}(?::\d{2})?$/
/** As the wallet writes it, also where there is none: `0.00`. A number without decimals may be anything. */
const AMOUNT = /^-?\d{1,12}\.\d{1,2}$/

function fits(value: string, { kind }: BillColumn): boolean {
  if (kind === 'time') return TIME.test(value)
  return kind !== 'amount' || AMOUNT.test(value)
}

function fitsAll(values: readonly string[], columns: readonly BillColumn[]): boolean {
  return columns.every((column, place) => fits(values[place] ?? '', column))
}

/** For each column the cell before which it ends. */
type Ends = readonly number[]

/** Gives every column its part of the cells. Remembers where nothing fits, so that a line of commas is soon given up. */
class Reading {
  readonly #cells: readonly string[]
  readonly #columns: readonly BillColumn[]
  readonly #dead = new Set<number>()

  constructor(cells: readonly string[], columns: readonly BillColumn[]) {
    this.#cells = cells
    this.#columns = columns
  }

  firstTwo(): readonly Ends[] {
    const found: Ends[] = []
    for (const ends of this.#from(0, 0)) {
      found.push(ends)
      if (found.length === 2) break
    }
    return found
  }

  /** The ways to read the columns from `place` on out of the cells from `cell` on. */
  *#from(place: number, cell: number): Generator<Ends> {
    const column = this.#columns[place]
    if (!column && cell === this.#cells.length) yield []
    const key = place * (MOST_COMMAS + 1) + cell - place
    if (!column || this.#dead.has(key)) return
    let alive = false
    for (const end of this.#ends(column, cell)) {
      for (const rest of this.#from(place + 1, end)) {
        alive = true
        yield [end, ...rest]
      }
    }
    if (!alive) this.#dead.add(key)
  }

  /** A column takes one cell, and a text as many as nothing ends between. */
  *#ends(column: BillColumn, cell: number): Generator<number> {
    if (!fits(this.#cells[cell]?.trim() ?? '', column)) return
    const most = column.kind === 'text' ? this.#cells.length - this.#columns.length : 0
    for (let end = cell + 1; end <= Math.min(cell + 1 + most, this.#cells.length); end += 1) {
      yield end
      if (this.#cells[end - 1]?.endsWith('\t')) return
    }
  }
}

/** As RFC 4180 has it; undefined where a quotation is not closed, or something stands behind it. */
function quotedCells(line: string): readonly string[] | undefined {
  const cells: string[] = []
  for (let at = 0; ; at += 1) {
    const start = behindBlanks(line, at)
    const end = line[start] === '"' ? closingQuote(line, start + 1) : undefined
    if (end === -1) return undefined
    const next = end === undefined ? line.indexOf(',', at) : behindBlanks(line, end + 1)
    const stop = next < 0 ? line.length : next
    if (stop < line.length && line[stop] !== ',') return undefined
    cells.push(
      end === undefined
        ? line.slice(at, stop).trim()
        : line
            .slice(start + 1, end)
            .replaceAll('""', '"')
            .trim(),
    )
    if (stop >= line.length) return cells
    at = stop
  }
}

function behindBlanks(line: string, from: number): number {
  let at = from
  while (line[at] === ' ' || line[at] === '\t') at += 1
  return at
}

/** A doubled one is a letter of the value. */
function closingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from)
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at
}
