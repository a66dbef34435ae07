/**
 * The flat dialect as patterns over UTF-16 code units: the characters are those of XML 1.0, section 2.2.
 * No carriage return among them: the reader has turned it into a line feed (2.11), the writer sends it as `&#13;`.
 * Alternatives begin with characters of their own and repetitions cannot meet, so matching takes linear time.
 */
const TEXT = String.raw`[\t\n\x20-\x25\x27-\x3B\x3D-\x5C\x5E-\uD7FF\uE000-\uFFFD]*` // without & < ]
const CDATA = String.raw`[\t\n\x20-\x5C\x5E-\uD7FF\uE000-\uFFFD]*` // without ]
/** A character beyond U+FFFF; half of one is no character. */
const PAIR = String.raw`[\uD800-\uDBFF][\uDC00-\uDFFF]`
const BRACKET = String.raw`\](?!\]>)`
const REFERENCE = '&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});'
const SECTION = String.raw`<!\[CDATA\[${CDATA}(?:(?:${PAIR}|${BRACKET})${CDATA})*\]\]>`

export const SPACE = String.raw`[ \t\n]*`
export const NAME = '[A-Za-z_][A-Za-z0-9_.-]*'

/** The common content: one CDATA section without a bracket or a character beyond U+FFFF; captures its text. */
export const PLAIN_SECTION = String.raw`<!\[CDATA\[(${CDATA})\]\]>`

/** Everything that may stand in an element. */
export const CONTENT = `${TEXT}(?:(?:${PAIR}|${BRACKET}|${REFERENCE}|${SECTION})${TEXT})*`

const given = (name: string, value: string) => String.raw`[ \t\n]+${name}${SPACE}=${SPACE}(?:"${value}"|'${value}')`
const DECLARATION = String.raw`<\?xml${given('version', String.raw`1\.0`)}(?:${given('encoding', '[Uu][Tt][Ff]-?8')})?(?:${given('standalone', '(?:yes|no)')})?${SPACE}\?>`

/** What may stand before the root: a byte order mark, a declaration of XML 1.0 in UTF-8, white space. */
export const PROLOG = `\uFEFF?(?:${DECLARATION})?${SPACE}`

const POLLUTING: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Names to which ordinary objects give a meaning: such a field could do harm in a later copy. */
export function isPolluting(name: string): boolean {
  return POLLUTING.has(name)
}

/** Finds what XML 1.0 cannot carry: control characters, U+FFFE, U+FFFF, half of a pair. */
export const FORBIDDEN = /[^\t\n\r\x20-\uFFFD]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
