import { malformedJson, parsedJson } from './json.ts'

const [SPACE, TAB, LF, CR, QUOTE, BACKSLASH] = [0x20, 0x09, 0x0a, 0x0d, 0x22, 0x5c]
const [COMMA, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x2c, 0x7b, 0x7d, 0x5b, 0x5d]

/**
 * The members of a JSON object, each with exactly the bytes that its value has in the body: what a signature over a part of an answer
 * stands over. Escapes, order and spaces inside a value count, so that nothing may be parsed and written anew.
 * Throws `MALFORMED` for what is no JSON object in UTF-8, and where a member is named twice: two readers would see two messages.
 *
 * @example jsonMembers(body).get('alipay_trade_query_response')
 */
export function jsonMembers(body: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const value = parsedJson(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformedJson('a JSON object')
  return scanned(body)
}

/** The parser has accepted the grammar; what is left is to find where each value begins and ends. */
function scanned(body: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const members = new Map<string, Uint8Array>()
  let at = afterSpace(body, body.indexOf(OPEN_BRACE) + 1)
  while (body[at] === QUOTE) {
    const nameEnd = afterString(body, at)
    const name = String(parsedJson(body.subarray(at, nameEnd)))
    const begin = afterSpace(body, afterSpace(body, nameEnd) + 1)
    const end = afterValue(body, begin)
    if (members.has(name)) throw malformedJson(`each member once, not ${JSON.stringify(name.slice(0, 40))} twice`)
    members.set(name, body.subarray(begin, end))
    at = afterSpace(body, end)
    if (body[at] === COMMA) at = afterSpace(body, at + 1)
  }
  return members
}

function afterSpace(body: Uint8Array, from: number): number {
  let at = from
  while (body[at] === SPACE || body[at] === TAB || body[at] === LF || body[at] === CR) at += 1
  return at
}

/** `from` is its opening quote. */
function afterString(body: Uint8Array, from: number): number {
  let at = from + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at + 1
}

function afterValue(body: Uint8Array, from: number): number {
  if (body[from] === QUOTE) return afterString(body, from)
  if (body[from] === OPEN_BRACE || body[from] === OPEN_BRACKET) return afterBrackets(body, from)
  let at = from
  while (at < body.length && !endsLiteral(body[at])) at += 1
  return at
}

/** A brace inside a string is text. */
function afterBrackets(body: Uint8Array, from: number): number {
  let depth = 0
  let at = from
  while (at < body.length) {
    const byte = body[at]
    at = byte === QUOTE ? afterString(body, at) : at + 1
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1
    if (byte !== CLOSE_BRACE && byte !== CLOSE_BRACKET) continue
    depth -= 1
    if (depth === 0) break
  }
  return at
}

/** After a number, `true`, `false` or `null`. */
function endsLiteral(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === SPACE || byte === TAB || byte === LF || byte === CR
}
