/** What zod found wrong, in our sentences: expected, found; never a value, which may be a payment code. */
import type { z } from '@hono/zod-openapi'
import { kindOf, pointerTo } from './strict-json.ts'

type Issue = z.core.$ZodIssue

export interface Mistake {
  readonly pointer: string
  readonly detail: string
}

const MOST = 20

/** Every mistake with its place, at most twenty. */
export function mistakesOf(error: z.core.$ZodError, value: unknown): readonly [Mistake, ...Mistake[]] {
  const [first = UNTOLD, ...rest] = error.issues.flatMap((issue) => mistakes(issue, value)).slice(0, MOST)
  return [first, ...rest]
}

const UNTOLD: Mistake = { pointer: '', detail: 'expected what the schema says, found something else' }

function mistakes(issue: Issue, value: unknown): readonly Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      mistake([...issue.path, key], 'expected no such field, found one; look at /docs for those there are'),
    )
  return [mistake(issue.path, `${expectedBy(issue)}, found ${foundAt(issue.path, value)}`)]
}

function mistake(path: readonly PropertyKey[], sentence: string): Mistake {
  const name = path.length === 0 ? 'body' : path.map(String).join('.')
  return { pointer: pointerTo(path), detail: `${name.slice(0, 80)}: ${sentence}` }
}

/** A rule of a schema brings its own words, which begin with `expected`. */
function expectedBy(issue: Issue): string {
  if (issue.message.startsWith('expected ')) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${TYPE_WORDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `expected ${size(issue.origin, issue.minimum, 'least')}`
    case 'too_big':
      return `expected ${size(issue.origin, issue.maximum, 'most')}`
    case 'invalid_format':
      return `expected ${FORMAT_WORDS[issue.format] ?? issue.format}`
    default:
      return 'expected another value'
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  datetime: 'a time with its offset, such as 2026-11-27T14:30:00+08:00',
  date: 'a calendar day such as 2026-11-27',
}

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' }

function size(origin: string, bound: number | bigint, which: 'least' | 'most'): string {
  const unit = UNITS[origin]
  return unit === undefined ? `at ${which} ${bound}` : `at ${which} ${bound} ${unit}`
}

function foundAt(path: readonly PropertyKey[], value: unknown): string {
  let found = value
  for (const part of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined
  if (found === undefined) return 'nothing'
  if (typeof found === 'string') return `text of ${found.length} characters`
  return typeof found === 'number' ? String(found) : kindOf(found)
}
