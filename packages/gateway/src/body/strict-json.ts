/**
 * Strict JSON: what two readers could read differently is refused. UTF-8 without a mark at its beginning, one object, no name
 * twice at any depth, no name that reaches a prototype, whole numbers only, no broken Unicode, at most sixteen levels.
 */

/** Where and why; `pointer` as in RFC 6901. */
export class NotStrict extends Error {
  readonly pointer: string

  constructor(pointer: string, detail: string) {
    super(detail)
    this.pointer = pointer
  }
}

const MOST_LEVELS = 16
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** @throws NotStrict */
export function parseStrictJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = textOf(bytes)
  const value = parsed(text)
  if (!isObject(value)) throw new NotStrict('', `expected a JSON object, found ${kindOf(value)}`)
  checkTokens(text)
  return value
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new NotStrict('', 'expected UTF-8, found bytes that are none')
  }
}

/** The engine's own parser decides what JSON is: everything below may take its grammar for granted. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new NotStrict('', `expected JSON, found ${text.trim() === '' ? 'nothing' : 'what is none'}`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** One open object or list: `names` of an object, the place in a list. */
interface Level {
  readonly names?: Set<string>
  at: string | number
}

/** Strings, numbers and marks of valid JSON, one behind the other. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|[{}[\],:]/g

/** What `JSON.parse` lets through and forgets: a second name wins there, 0.99999999999999999999 becomes 1. */
function checkTokens(text: string): void {
  const open: Level[] = []
  let expectsName = false
  for (const [token] of text.matchAll(TOKEN)) {
    const level = open.at(-1)
    if (token === '{' || token === '[') {
      if (open.length === MOST_LEVELS) throw new NotStrict(pointerOf(open), `expected at most ${MOST_LEVELS} levels, found more`)
      open.push(token === '{' ? { names: new Set(), at: '' } : { at: 0 })
      expectsName = token === '{'
    } else if (token === '}' || token === ']') open.pop()
    else if (token === ',') expectsName = nextOf(level)
    else if (token === ':') expectsName = false
    else if (token.startsWith('"')) checkString(token, open, expectsName ? level : undefined)
    else checkNumber(token, open)
  }
}

/** After a comma: true where a name comes next. */
function nextOf(level: Level | undefined): boolean {
  if (typeof level?.at === 'number') level.at += 1
  return level?.names !== undefined
}

function checkString(token: string, open: readonly Level[], naming: Level | undefined): void {
  const text: string = JSON.parse(token)
  if (naming?.names) {
    naming.at = text
    if (naming.names.has(text)) throw new NotStrict(pointerOf(open), 'expected each name once, found it twice')
    if (FORBIDDEN.has(text))
      throw new NotStrict(pointerOf(open), 'expected a name of the schema, found one that reaches a prototype')
    naming.names.add(text)
  }
  if (/\p{Surrogate}/u.test(text)) throw new NotStrict(pointerOf(open), 'expected Unicode text, found half of a surrogate pair')
  if (text.includes('\0')) throw new NotStrict(pointerOf(open), 'expected text, found a NUL in it')
}

function checkNumber(token: string, open: readonly Level[]): void {
  if (/^-?[0-9]{1,16}$/.test(token) && Number.isSafeInteger(Number(token))) return
  const found = token.length > 20 ? 'another' : token
  throw new NotStrict(pointerOf(open), `expected a whole number without exponent, at most 9007199254740991, found ${found}`)
}

function pointerOf(open: readonly Level[]): string {
  return pointerTo(open.map(({ at }) => at))
}

/** RFC 6901. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
