/** Values of one line: a back-tick before each. What a person wrote must not look like the end of a value, or of the line. */
export function billLine(values: readonly string[]): string {
  return values.map((value) => `\`${oneLine(value)}`).join()
}

/** Lines as the wallet writes them, each with CR LF. */
export function billText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('')
}

function oneLine(text: string): string {
  return text.replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll(',`', ', `')
}
