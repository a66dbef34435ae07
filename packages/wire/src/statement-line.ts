import { type TPError, tpError } from '@tpkit/core/errors'

/** How the lines of a statement are laid out. */
export interface LineLayout {
  /** How many values a line has. */
  readonly columns: number
  /**
   * Positions of the free texts (商品名称, 商户数据包): they may hold commas. Where a line has too many values, the last
   * neighbours among them share what stands in the middle.
   */
  readonly texts?: readonly number[]
}

/**
 * The values of one line of a statement (对账单), without the back-ticks that keep spreadsheets from damaging numbers.
 *
 * Nothing is quoted or escaped, so a comma inside a product name looks like the end of a value. Two styles are in use: a
 * back-tick before every value, then the values part at ",`"; or before some, then they part at ",". Values left of the free
 * texts are counted from the beginning, values right of them from the end, so that a name never shifts an amount.
 * Throws `MALFORMED` where the values cannot be told apart.
 *
 * @example splitStatementLine('`2016-07-23,`8.88,`tea, green,`0.05', { columns: 4, texts: [2] }) // […, 'tea, green', '0.05']
 */
export function splitStatementLine(line: string, layout: LineLayout): readonly string[] {
  const ticked = line.startsWith('`') ? line.slice(1).split(',`') : []
  if (ticked.length < layout.columns) return fitted(line.split(','), ',', layout).map(withoutTick)
  const values = fitted(ticked, ',`', layout)
  // Only some values had a back-tick, and a text with ",`" in it filled up the count: every place would be a guess.
  const unclear = values.findIndex((value, place) => value.includes(',') && !layout.texts?.includes(place))
  if (unclear >= 0) throw malformedStatement(`no comma in value ${unclear + 1}`, values[unclear] ?? '')
  return values
}

/** As many values as there are columns: the free texts take what is too many. */
function fitted(values: readonly string[], glue: string, { columns, texts = [] }: LineLayout): readonly string[] {
  const surplus = values.length - columns
  if (surplus === 0) return values
  const first = lastNeighbours(texts)
  if (surplus < 0 || first === undefined) throw malformedStatement(`${columns} values in a line`, `${values.length}`)
  const end = first + surplus + 1
  return [...values.slice(0, first), values.slice(first, end).join(glue), ...values.slice(end)]
}

/** The first of the last run of neighbours. */
function lastNeighbours(texts: readonly number[]): number | undefined {
  const places = [...texts].sort((a, b) => b - a)
  return places.find((place) => !places.includes(place - 1))
}

/** Without the one back-tick before it. */
export function withoutTick(value: string): string {
  return value.startsWith('`') ? value.slice(1) : value
}

/** `MALFORMED`, for whatever in a statement is not what it must be. */
export function malformedStatement(expected: string, found: string): TPError {
  return tpError('MALFORMED', `statement: expected ${expected}, found ${JSON.stringify(found.slice(0, 40))}`)
}
