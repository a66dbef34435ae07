import type { Output } from './terminal.ts'

/** Tables for terminals: a Chinese character is two columns wide. */

let segmenter: Intl.Segmenter | undefined

/** Made with the first table, and not by every command: making it takes half as long as an empty process lives. */
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter()
  return segmenter.segment(text)
}

/** East Asian wide and full-width blocks, and emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  return [...segmentsOf(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0)
}

/** A text, filled up with spaces to so many columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Rows with their cells below each other, two spaces between. */
export function alignRows(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(0, ...rows.map((row) => displayWidth(row[at] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, at) => padTo(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** Within the terminal, where there is one; whoever reads from a pipe wants one line. `used` columns stand before the text. */
export function wrapAt({ isTTY, columns }: Output, text: string, used: number): readonly string[] {
  return isTTY && columns !== undefined ? wrapText(text, Math.max(30, columns - used)) : [text]
}

/** Lines of at most so many columns, cut between words; Chinese may be cut anywhere. */
export function wrapText(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let [line, used] = ['', 0]
  for (const piece of text.split(/(?<=\s)|(?<=[\u2e80-\uff60])(?![，。；：、）”])/u)) {
    const width = displayWidth(piece.trimEnd())
    if (line !== '' && used + width > columns) {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    line += piece
    used += displayWidth(piece)
  }
  return [...lines, line.trimEnd()]
}
