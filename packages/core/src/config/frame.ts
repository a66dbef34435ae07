/** A part of a text, from an offset up to but not another. */
export interface Span {
  readonly start: number
  readonly end: number
}

const CONTEXT_LINES = 2
const WIDTH = 110

/**
 * The lines around a place, with a caret below it. Of a line only the `shown` parts stand there, and brackets, colons and the like;
 * `…` is everything else, and comments are cut.
 */
export function codeFrame(text: string, shown: readonly Span[], line: number, column: number): string {
  const lines = masked(text, shown)
  const first = Math.max(1, line - CONTEXT_LINES)
  const visible = lines.slice(first - 1, line + CONTEXT_LINES)
  const digits = String(first + visible.length - 1).length
  const caret = widthBefore(lines[line - 1] ?? [], column - 1)
  const from = caret < WIDTH - 10 ? 0 : caret - WIDTH / 2
  return visible
    .flatMap((pieces, index) => {
      const number = first + index
      const told = line === number
      const words = pieces
        .map(render)
        .join('')
        .slice(from, from + WIDTH)
      const row = `${told ? '>' : ' '} ${String(number).padStart(digits)} | ${words}`.trimEnd()
      return told ? [row, `  ${' '.repeat(digits)} | ${' '.repeat(caret - from)}^`] : [row]
    })
    .join('\n')
}

interface Piece {
  readonly text: string
  readonly shown: boolean
}

type Line = readonly Piece[]

/** Every line of a text in pieces: what is shown whole, and what lies between. A comment ends its line. */
function masked(text: string, shown: readonly Span[]): readonly Line[] {
  let start = 0
  return text.split('\n').map((line) => {
    const end = start + line.length
    const pieces = piecesOf(text, start, end, shown)
    start = end + 1
    const comment = pieces.findIndex((piece) => !piece.shown && COMMENT.test(piece.text))
    if (comment < 0) return pieces
    const before = pieces[comment]?.text.replace(COMMENT, '') ?? ''
    return [...pieces.slice(0, comment), { text: before, shown: false }]
  })
}

const COMMENT = /(?:^|(?<=\s))#.*$/s

function piecesOf(text: string, start: number, end: number, shown: readonly Span[]): Line {
  const pieces: Piece[] = []
  let at = start
  for (const span of shown.filter((one) => one.start >= start && one.end <= end)) {
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), shown: false })
    pieces.push({ text: text.slice(span.start, span.end), shown: true })
    at = span.end
  }
  return at < end ? [...pieces, { text: text.slice(at, end), shown: false }] : pieces
}

/** How wide the first so many characters of a line come out. */
function widthBefore(line: Line, characters: number): number {
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
    const [trail = ''] = /[\]},:]*$/.exec(word.slice(lead.length)) ?? []
    return `${lead}…${trail}`
  })
  return hidden.replaceAll(/…(?: *…)+/g, '…')
}
