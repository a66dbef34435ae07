/** A part of a text, from an offset up to but not another. */
export interface Span {
  readonly start: number
  readonly end: number
}

const CONTEXT_LINES = 2
const WIDTH = 110

/** Draws the lines around a place, counted from 1, with a caret below it. */
export type Frame = (line: number, column: number) => string

/** Of a line only the `shown` parts stand there, and brackets, colons and the like; `…` is everything else, and comments are cut. */
export function codeFrames(text: string, shown: readonly Span[]): Frame {
  const lines = linesOf(text, shown)
  return (line, column) => {
    const first = Math.max(1, line - CONTEXT_LINES)
    const window = windowAround(column - 1)
    const visible = lines.slice(first - 1, line + CONTEXT_LINES).map((one) => masked(text, one, window))
    const digits = String(first + visible.length - 1).length
    const caret = widthBefore(visible[line - first] ?? [], column - 1 - window.start)
    const from = caret < WIDTH - 10 ? 0 : caret - WIDTH / 2
    return visible
      .flatMap((pieces, index) => {
        const number = first + index
        const words = pieces
          .map(render)
          .join('')
          .slice(from, from + WIDTH)
        const row = `${line === number ? '>' : ' '} ${String(number).padStart(digits)} | ${words}`.trimEnd()
        return line === number ? [row, `  ${' '.repeat(digits)} | ${' '.repeat(caret - from)}^`] : [row]
      })
      .join('\n')
  }
}

/** A line of the text, with what is shown of it. */
interface Line extends Span {
  readonly shown: readonly Span[]
}

/** No part that is shown goes over the end of its line. */
function linesOf(text: string, shown: readonly Span[]): readonly Line[] {
  let start = 0
  let next = 0
  return text.split('\n').map(({ length }) => {
    const end = start + length
    const from = next
    while ((shown[next]?.start ?? Number.POSITIVE_INFINITY) <= end) next += 1
    const line = { start, end, shown: shown.slice(from, next) }
    start = end + 1
    return line
  })
}

/** Of a line without end (JSON in one line) so many characters on either side are looked at. */
const REACH = 2000

function windowAround(at: number): Span {
  return { start: Math.max(0, at - REACH), end: at + REACH }
}

interface Piece {
  readonly text: string
  readonly shown: boolean
}

/** A line in pieces: what is shown whole, and what lies between. A comment ends it. */
function masked(text: string, line: Line, window: Span): readonly Piece[] {
  const pieces = piecesOf(text, line, window)
  const comment = pieces.findIndex((piece) => !piece.shown && COMMENT.test(piece.text))
  if (comment < 0) return pieces
  const before = pieces[comment]?.text.replace(COMMENT, '') ?? ''
  return [...pieces.slice(0, comment), { text: before, shown: false }]
}

const COMMENT = /(?:^|(?<=\s))#.*$/s

function piecesOf(text: string, line: Line, window: Span): readonly Piece[] {
  const end = Math.min(line.end, line.start + window.end)
  const pieces: Piece[] = []
  let at = line.start + window.start
  for (const span of line.shown.filter((one) => one.start >= at && one.end <= end)) {
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), shown: false })
    pieces.push({ text: text.slice(span.start, span.end), shown: true })
    at = span.end
  }
  return at < end ? [...pieces, { text: text.slice(at, end), shown: false }] : pieces
}

/** How wide the first so many characters of a line come out. */
function widthBefore(line: readonly Piece[], characters: number): number {
  let left = characters
  let width = 0
  for (const piece of line) {
    const taken = piece.text.slice(0, left)
    width += render({ ...piece, text: taken }).length
    left -= taken.length
  }
  return width
}

const STRUCTURE = /^[{}[\],:?|>-]{1,3}$/

/** Blanks and structure stay; words become `…`, and how many there were is nobody's business. */
function render({ text, shown }: Piece): string {
  if (shown) return text
  const hidden = text.replaceAll('\t', ' ').replaceAll(/\S+/g, (word) => {
    if (STRUCTURE.test(word)) return word
    const [lead = ''] = /^[:{[]*/.exec(word) ?? []
    return `${lead}…${word.slice(Math.max(lead.length, trailOf(word)))}`
  })
  return hidden.replaceAll(/…(?: *…)+/g, '…')
}

/** Where the brackets and colons at a word's end begin. From the end, for a pattern would begin anew at each of them. */
function trailOf(word: string): number {
  let at = word.length
  while (at > 0 && ']},:'.includes(word.charAt(at - 1))) at -= 1
  return at
}
