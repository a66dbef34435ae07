import type { RowReader, StatementRow, StatementSummary } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { type Columns, malformedStatement } from '@tpkit/wire'
import { type BillColumn, billColumn, splitBillLine } from './bill-line.ts'

/** What only one kind of bill knows. */
export interface BillKind {
  /** What brackets the lines: 业务明细列表, and behind them 业务明细列表结束. */
  readonly table: string
  /** Titles without which a line says nothing. */
  readonly demanded: readonly string[]
  /** Titles that other files of the wallet have for the same column. */
  readonly synonyms?: Readonly<Record<string, string>>
  readonly row: (columns: Columns) => StatementRow
  /** Holds what stands behind the lines, by name, against them; tells where they differ. */
  readonly compare: (totals: Totals, titles: readonly string[]) => string | undefined
}

/** `交易合计` → `2笔，商家实收共30.16元，商家优惠共0.00元`. */
export type Totals = ReadonlyMap<string, string>

/** Whose bill it must be, and of which day. */
export interface BillOf {
  /** PID. */
  readonly sellerId: string
  /** `2021-10-21`. */
  readonly day: string
}

/**
 * Comments (`#`) with account and day, titles, lines, comments with totals. Nothing signs the file, so whatever does not fit the
 * question, its own form or its own totals is not believed: another merchant's, a cut-off one, an edited one.
 */
export function billReader(kind: BillKind, of: BillOf): RowReader {
  return new BillFile(kind, of)
}

/** The very last line: when the file was written. */
const LAST = '导出时间'

class BillFile implements RowReader {
  readonly #kind: BillKind
  readonly #of: BillOf
  #read: (text: string) => StatementRow | undefined = (text) => this.#head(text)
  #line = 0
  #rows = 0
  #begin = ''
  #columns: readonly BillColumn[] = []
  #totals: Map<string, string> | undefined

  constructor(kind: BillKind, of: BillOf) {
    this.#kind = kind
    this.#of = of
  }

  readonly line = (text: string): StatementRow | undefined => {
    this.#line += 1
    if (text.trim() === '') return undefined
    try {
      return this.#read(text)
    } catch (error) {
      // A file of a million lines is not searched by eye.
      throw isTPError(error) ? tpError('MALFORMED', `line ${this.#line}: ${error.message}`) : error
    }
  }

  readonly end = (): StatementSummary => {
    const mismatch =
      this.#broken() ??
      this.#kind.compare(
        this.#totals ?? new Map(),
        this.#columns.map(({ title }) => title),
      )
    return { rows: this.#rows, ...(mismatch !== undefined && { mismatch }) }
  }

  #broken(): string | undefined {
    if (this.#columns.length === 0) return 'the file is empty, not even titles stand in it'
    if (!this.#totals) return 'the file ends before its totals: it is cut off'
    return this.#totals.has(LAST) ? undefined : `the file ends before its last line (${LAST}): it is cut off`
  }

  #head(text: string): undefined {
    const comment = commentIn(text)
    if (comment === undefined) throw malformedStatement(`#${this.#kind.table} before the titles`, text)
    if (!isBracket(comment, this.#kind.table)) {
      this.#begin += `${comment}\n`
      return
    }
    checkHead(this.#begin, this.#of)
    this.#read = (titles) => this.#titles(titles)
  }

  #titles(text: string): undefined {
    const { demanded, synonyms = {}, table } = this.#kind
    const columns = text.split(',').map(billColumn)
    this.#columns = columns.map(({ title, kind }) => ({ title: synonyms[title] ?? title, kind }))
    const titles = this.#columns.map(({ title }) => title)
    const missing = demanded.find((title) => !titles.includes(title))
    if (missing !== undefined) throw malformedStatement(`the titles of ${table}, ${missing} among them`, text)
    if (titles.includes('') || new Set(titles).size !== titles.length) throw malformedStatement('titles, each once', text)
    this.#read = (line) => this.#row(line)
  }

  #row(text: string): StatementRow | undefined {
    const comment = commentIn(text)
    if (comment === undefined) {
      const values = splitBillLine(text, this.#columns)
      this.#rows += 1
      return this.#kind.row(Object.fromEntries(this.#columns.map(({ title }, place) => [title, values[place] ?? ''])))
    }
    if (!isBracket(comment, `${this.#kind.table}结束`)) throw malformedStatement(`a line, or #${this.#kind.table}结束`, text)
    const totals = new Map<string, string>()
    this.#totals = totals
    this.#read = (line) => readTotal(line, totals)
    return undefined
  }
}

function readTotal(text: string, totals: Map<string, string>): undefined {
  const [, name, value] = /^([^：:]+)[：:](.*)$/.exec(commentIn(text) ?? '') ?? []
  if (name === undefined || value === undefined || totals.has(name) || totals.has(LAST))
    throw malformedStatement(`totals, each once, and nothing behind #${LAST}`, text)
  totals.set(name, value)
}

/** Longer than any comment of the wallet. */
const MOST_COMMENT = 1_000

/** Without `#`, and without the commas that a spreadsheet leaves behind it. */
function commentIn(text: string): string | undefined {
  if (!text.startsWith('#')) return undefined
  if (text.length > MOST_COMMENT) throw malformedStatement(`a comment of at most ${MOST_COMMENT} characters`, text)
  return text.replace(/^#+/, '').replace(/[\s,]+$/, '')
}

/** `-----------业务明细列表-----------`. */
function isBracket(comment: string, name: string): boolean {
  return comment.replace(/^-+|-+$/g, '') === name && comment.startsWith('-')
}

const ACCOUNT = /^账号[：:]\s*\[([0-9]+)\]/m
const DAYS =
  /^起始日期[：:]\s*\[(\d{4})年(\d{1,2})月(\d{1,2})日 00:00:00\]\s+终止日期[：:]\s*\[(\d{4})年(\d{1,2})月(\d{1,2})日 00:00:00\]/m

/** 账号 is the PID and `0156`. */
function checkHead(head: string, { sellerId, day }: BillOf): void {
  const account = ACCOUNT.exec(head)?.[1] ?? ''
  if (!account.startsWith(sellerId)) throw malformedStatement(`账号 ${sellerId} and 0156`, account)
  const parts = DAYS.exec(head)?.slice(1) ?? []
  const date = (from: number) =>
    parts
      .slice(from, from + 3)
      .map((part) => part.padStart(2, '0'))
      .join('-')
  const [expected, found] = [`${day} ${dayAfter(day)}`, `${date(0)} ${date(3)}`]
  if (found !== expected) throw malformedStatement(`起始日期 and 终止日期 ${expected}`, found)
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
