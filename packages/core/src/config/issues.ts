import type { z } from 'zod'
import { didYouMean, nearest } from './nearest.ts'
import type { PathProblem } from './path-problem.ts'
import { isEntry, kindOf, leadsTo, type Path, valueAt } from './plain-data.ts'
import { keysAt, type SchemaNode } from './zod-schema.ts'

type Issue = z.core.$ZodIssue

/** What a schema's issues are held against. */
export interface Reading {
  /** What the schema read. */
  readonly value: unknown
  readonly schema: SchemaNode | undefined
  /** More keys that may stand beside the schema's own, at its root. */
  readonly rootKeys?: readonly string[]
  /** Fields whose problem was told already: what the schema says of them follows from it. */
  readonly told?: readonly Path[]
  /** Something could not be read here: that keys are missing follows from it. */
  readonly partial?: boolean
}

/** A schema's issues in sentences, those that follow from others left out. Paths are from the schema's root. */
export function findingsOf(issues: readonly Issue[], reading: Reading): readonly PathProblem[] {
  const plain = issues.flatMap((issue) => fitting(issue, reading.value))
  const unknown = plain.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue, reading) : []))
  const meant = unknown.flatMap(({ path, meant: key }) => (key === undefined ? [] : [[...path.slice(0, -1), key]]))
  const others = plain
    .filter((issue) => issue.code !== 'unrecognized_keys')
    .filter((issue) => !follows(issue, reading, meant))
    .map((issue) => ({
      path: issue.path,
      reason: reasonOf(issue, valueAt(reading.value, issue.path)),
      ...(issue.code === 'invalid_key' && { atKey: true }),
    }))
  return [...others, ...unknown.map(({ path, reason }) => ({ path, reason, atKey: true }))]
}

function follows(issue: Issue, { value, told = [], partial = false }: Reading, meant: readonly Path[]): boolean {
  const missing = valueAt(value, issue.path) === undefined
  if (missing && (partial || meant.some((path) => leadsTo(path, issue.path)))) return true
  if (issue.code === 'custom' && meant.some((path) => leadsTo(issue.path, path))) return true
  if (issue.path.length === 0) return issue.code === 'custom' && (partial || told.length > 0)
  return told.some((path) => leadsTo(path, issue.path) || leadsTo(issue.path, path))
}

interface UnknownKey extends PathProblem {
  readonly meant: string | undefined
}

function unknownKeys(issue: Extract<Issue, { code: 'unrecognized_keys' }>, reading: Reading): readonly UnknownKey[] {
  const { schema, rootKeys = [], told = [], value } = reading
  const known = [...keysAt(schema, issue.path), ...(issue.path.length === 0 ? rootKeys : [])]
  const here = valueAt(value, issue.path)
  // A key that is there already was not what a second one meant.
  const free = known.filter((key) => !key.startsWith('$') && (!isEntry(here) || !Object.hasOwn(here, key)))
  return issue.keys
    .map((key) => ({ path: [...issue.path, key], ...unknownKey(key, free) }))
    .filter(({ path }) => !told.some((one) => leadsTo(one, path)))
}

/** The sentence about a key that nobody knows. `free` are those that could still stand there. */
export function unknownKey(
  key: string,
  free: readonly string[],
): { readonly reason: string; readonly meant: string | undefined } {
  const otherwise = free.length === 0 ? '; remove it' : `; remove it, or choose one of ${free.join(', ')}`
  return { reason: `expected no such key${didYouMean(key, free, otherwise)}`, meant: nearest(key, free) }
}

/** Of a union's branches the one that a value was meant for: its issues instead of the union's. */
function fitting(issue: Issue, value: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const inner = issue.errors
    .filter((branch) => branch.length > 0 && !branch.some(({ path, code }) => path.length === 0 && code === 'invalid_type'))
    .map((branch) => branch.map((one) => ({ ...one, path: [...issue.path, ...one.path] })))
    .toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)
  return inner[0]?.flatMap((one) => fitting(one, value)) ?? [issue]
}

function depth(branch: readonly Issue[]): number {
  return Math.max(...branch.map(({ path }) => path.length))
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
}

const QUOTES = 'write it in quotes'

/** zod's sentences hold no values. An id that YAML reads as a number has lost its zeros already. */
function reasonOf(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message
  if (issue.code === 'invalid_union' && value === undefined)
    return `expected "${String(issue.path.at(-1))}" here, found none; write it`
  const said = ownSentence(issue)
  if (issue.code === 'invalid_union') return unionReason(issue, value, said)
  if (said !== undefined) return said
  if (issue.code === 'invalid_type') return typeReason(issue.expected, value)
  if (issue.code === 'invalid_value') return choiceReason(issue.values.map(String), value)
  if (issue.code === 'too_small' && issue.origin === 'array')
    return `expected at least ${issue.minimum} in the list, found fewer; write them`
  const bare = issue.message.replace(/^(?:Invalid input|Invalid string|Too small|Too big|Invalid number): /, '')
  return bare.replace(/^must match pattern/, 'expected text that matches')
}

/** What the schema's author wrote, not zod. */
function ownSentence({ code, message }: Issue): string | undefined {
  const zods = /^(?:Invalid|Too small|Too big|Unrecognized)\b/.test(message)
  return zods && code !== 'custom' ? undefined : message
}

function typeReason(expected: string, value: unknown): string {
  const reason = `expected ${WORDS[expected] ?? expected}, found ${kindOf(value)}`
  if (value === undefined || value === null) return `${reason}; write it here`
  return expected === 'string' && typeof value !== 'object' ? `${reason}; ${QUOTES}` : reason
}

function choiceReason(words: readonly string[], value: unknown): string {
  const reason = words.length === 1 ? `expected ${words[0]}` : `expected one of ${words.join(', ')}`
  if (typeof value !== 'string') return `${reason}, found ${kindOf(value)}`
  return `${reason}; found another word${didYouMean(value, words, '; choose one')}`
}

function unionReason(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown, said: string | undefined): string {
  const types = issue.errors.flatMap((branch) => branch.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : [])))
  const own = said ?? `expected ${[...new Set(types.map((type) => WORDS[type] ?? type))].join(' or ')}, found ${kindOf(value)}`
  const unquoted = types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')
  return unquoted && !own.includes('in quotes') ? `${own}; found ${kindOf(value)}: ${QUOTES}` : own
}
