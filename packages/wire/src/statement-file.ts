import { isTPError, tpError } from '@tpkit/core/errors'
import { malformedStatement, splitStatementLine, withoutTick } from './statement-line.ts'

/** The columns of one line, by title. */
export type Columns = Readonly<Record<string, string>>

/** What only one kind of statement knows. */
export interface StatementFile<Row> {
  /** The values of a line of data, in the order of the titles. */
  readonly split: (line: string, titles: readonly string[]) => readonly string[]
  readonly row: (columns: Columns) => Row
  /** Looks at the titles, once. Throws `MALFORMED`. */
  readonly begin: (titles: readonly string[]) => void
  /** Compares the file's totals with the rows; tells where they differ. Undefined totals: the file has none. */
  readonly compare: (totals: Columns | undefined, rows: number) => string | undefined
  /** Titles that other files of the wallet have for the same column: `{ 支付方式: '支付场景' }`. */
  readonly synonyms?: Readonly<Record<string, string>>
}

/** Reads a file line by line, without the line ends. */
export interface StatementReader<Row> {
  readonly line: (text: string) => Row | undefined
  readonly end: () => { readonly rows: number; readonly mismatch?: string }
}

/**
 * Titles, lines, titles of the totals (汇总), totals. Nothing signs the file, so whatever does not fit its own form or
 * its own totals is not believed: a cut-off file, an edited one, lines behind the end.
 */
export function statementReader<Row>(file: StatementFile<Row>): StatementReader<Row> {
  const state: State = { line: 0, rows: 0 }
  return {
    line: (text) => {
      state.line += 1
      return at(state.line, () => read(file, state, text))
    },
    end: () => summaryOf(file, state),
  }
}

interface State {
  line: number
  rows: number
  titles?: readonly string[]
  totalTitles?: readonly string[]
  totals?: Columns
}

function read<Row>(file: StatementFile<Row>, state: State, text: string): Row | undefined {
  if (!state.titles) {
    state.titles = titlesOf(text, file.synonyms)
    file.begin(state.titles)
    return undefined
  }
  if (text.trim() === '') return undefined
  if (state.totals) throw malformedStatement('nothing behind the totals', text)
  if (state.totalTitles) {
    state.totals = columnsOf(state.totalTitles, splitStatementLine(text, { columns: state.totalTitles.length }))
    return undefined
  }
  if (isTotalTitles(text)) {
    state.totalTitles = titlesOf(text)
    return undefined
  }
  const row = file.row(columnsOf(state.titles, file.split(text, state.titles)))
  state.rows += 1
  return row
}

function summaryOf(
  file: StatementFile<unknown>,
  { rows, titles, totalTitles, totals }: State,
): ReturnType<StatementReader<unknown>['end']> {
  const mismatch = broken(titles, totalTitles, totals) ?? file.compare(totals, rows)
  return { rows, ...(mismatch !== undefined && { mismatch }) }
}

function broken(titles?: readonly string[], totalTitles?: readonly string[], totals?: Columns): string | undefined {
  if (!titles) return 'the file is empty, not even titles stand in it'
  return totalTitles && !totals ? 'the file ends before its totals: it is cut off' : undefined
}

/** The unit "(元)" is in the titles of some files and not of others. */
function titlesOf(text: string, synonyms: Readonly<Record<string, string>> = {}): readonly string[] {
  // Trimming takes a byte order mark away as well.
  const titles = text.split(',').map((title) => withoutTick(title.trim()).replace(/[(（]元[)）]$/, ''))
  const names = titles.map((title) => synonyms[title] ?? title)
  const doubtful = names.some((name) => name === '') || new Set(names).size !== names.length
  if (doubtful) throw malformedStatement('titles, each once', text)
  return names
}

function isTotalTitles(text: string): boolean {
  return /^`?[^,`0-9]*总(?:笔数|交易单数)(?:,|$)/.test(text)
}

function columnsOf(titles: readonly string[], values: readonly string[]): Columns {
  return Object.fromEntries(titles.map((title, place) => [title, values[place] ?? '']))
}

/** Tells where: a file of a million lines is not searched by eye. */
function at<Result>(line: number, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw isTPError(error) ? tpError('MALFORMED', `line ${line}: ${error.message}`) : error
  }
}
