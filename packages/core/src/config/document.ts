import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Problem } from './problem.ts'

export type Path = readonly PropertyKey[]

/** A configuration file as data that remembers where everything stands. */
export interface ConfigDocument {
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Where a path stands, or its nearest parent that exists. `key` points at the key instead of its value. */
  readonly where: (path: Path, key?: string) => Place
}

interface Place {
  readonly line: number
  readonly column: number
}

/** Keys that would reach into an object's prototype. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads YAML (of which JSON is a part). Repeated keys, aliases and prototype keys are problems, not surprises. */
export function readDocument(text: string): ConfigDocument {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, stringKeys: true, prettyErrors: false })
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset)
    return { line, column: col }
  }
  const problems = [
    ...document.errors.map((error) => ({ path: '', reason: sentence(error.code), ...at(error.pos[0]) })),
    ...(document.errors.length > 0 ? [] : unwanted(document, at)),
  ]
  return {
    value: problems.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }),
    problems,
    where: (path, key) => at(offsetOf(document, path, key)),
  }
}

function unwanted(document: Document, at: (offset: number) => Place): readonly Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Alias: (_key, alias) => {
      const reason = 'expected no alias, found one; write the value out, so that everybody sees who gets the money'
      problems.push({ path: '', reason, ...at(alias.range?.[0] ?? 0) })
    },
    Pair: (_key, { key }) => {
      if (!isScalar(key) || !PROTOTYPE_KEYS.has(String(key.value))) return
      problems.push({
        path: '',
        reason: `expected a key of the configuration, found "${key.value}"`,
        ...at(key.range?.[0] ?? 0),
      })
    },
  })
  return problems
}

function offsetOf(document: Document, path: Path, key?: string): number {
  if (key !== undefined) return keyOffset(document.getIn(path, true), key) ?? offsetOf(document, path)
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined // getIn with `true` keeps nodes
    if (node?.range) return node.range[0]
  }
  return 0
}

function keyOffset(map: unknown, name: string): number | undefined {
  if (!isMap(map)) return undefined
  const pair = map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === name)
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined
}

/** Sentences of our own, by the parser's codes: its messages quote the file, and the file holds keys. */
const SENTENCES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'expected every key once, found one repeated',
  NON_STRING_KEY: 'expected text as a key, found something else; write it in quotes',
  TAB_AS_INDENT: 'expected spaces for indentation, found a tab',
  BAD_INDENT: 'expected lines of one level to be indented alike',
  MULTIPLE_DOCS: 'expected one YAML document, found several ("---")',
  MISSING_CHAR: 'expected YAML, found a quote, bracket or comma missing',
  BAD_ALIAS: 'expected no alias, found one; write the value out, so that everybody sees who gets the money',
}

function sentence(code: string): string {
  return SENTENCES[code] ?? `expected YAML, found what cannot be read as it (${code}); check quotes, brackets and indentation`
}
