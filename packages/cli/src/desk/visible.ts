/** What moves a cursor, breaks a line or turns the direction of writing, and what nobody sees. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** A text of somebody else's, with all of that shown in its place: a forged message must not write the terminal's lines. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, escaped)
}

/** The same where its lines are ours. */
export function visibleLines(text: string): string {
  return text.replaceAll(UNSEEN, (one) => (one === '\n' ? one : escaped(one)))
}

/** JSON means the same with it. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN, (one) => (one === '\n' ? one : [...Array(one.length).keys()].map((at) => hex(one, at)).join('')))
}

function escaped(one: string): string {
  if (one === '\n') return '\\n'
  return one === '\r' ? '\\r' : `\\u{${one.codePointAt(0)?.toString(16)}}`
}

function hex(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`
}
