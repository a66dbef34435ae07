import { type TPError, tpError } from '@tpkit/core/errors'
import { CONTENT, FORBIDDEN, NAME, PROLOG, SPACE } from './xml-grammar.ts'

/** Characters of the document that a sentence may show. */
const SHOWN = 12

/** What the text at the place of trouble is; the first that fits. */
const KINDS: readonly (readonly [begin: RegExp, words: string])[] = [
  [/^$/, 'the end of the message'],
  [/^<!--/, 'a comment'],
  [/^<!DOCTYPE/i, 'a DOCTYPE'],
  [/^<!\[CDATA\[/, 'a CDATA section that is out of place, unended or holds a forbidden character'],
  [/^<!/, 'a declaration'],
  [/^<\?/, 'a processing instruction'],
  [/^<\//, 'an end tag that does not fit or is cut off'],
  [/^</, 'a tag that does not fit or is cut off'],
  [/^&/, 'an unknown or malformed entity'],
  [/^\]\]>/, 'the end of a CDATA section that was not begun'],
  [new RegExp(`^(?:${FORBIDDEN.source})`), 'a character that XML forbids'],
  [/^/, 'text'],
]

const AT_PROLOG = new RegExp(PROLOG, 'y')
const AT_START = new RegExp(`<${NAME}${SPACE}`, 'y')
const AT_CONTENT = new RegExp(CONTENT, 'y')

/** One sentence: what was expected, what stands at that place, and the place in characters. */
export function refusal(expected: string, text: string, at: number): TPError {
  const here = text.slice(at, at + SHOWN)
  const kind = KINDS.find(([begin]) => begin.test(here))?.[1]
  const shown = here === '' ? '' : ` ${JSON.stringify(here)}`
  return tpError('MALFORMED', `XML: expected ${expected}, found ${kind}${shown} at character ${at}`)
}

/** Why the message does not begin with the root. */
export function noRoot(text: string): TPError {
  return refusal('<xml>, after nothing but an XML 1.0 declaration in UTF-8', text, after(AT_PROLOG, text, 0) ?? 0)
}

/** Why neither a field nor the end of the root stands at this place. */
export function noField(text: string, at: number): TPError {
  const tag = after(AT_START, text, at)
  if (tag === undefined) return refusal('a field or </xml>', text, at)
  if (text[tag] !== '>') return refusal('">" and no attributes', text, tag)
  return refusal('text, CDATA or the end tag of the field', text, after(AT_CONTENT, text, tag + 1) ?? tag)
}

/** The place behind a match at exactly this place. */
function after(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at
  return sticky.test(text) ? sticky.lastIndex : undefined
}
