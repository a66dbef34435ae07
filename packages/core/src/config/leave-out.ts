import { type Document, isAlias, isMap, isScalar, isSeq, type Pair } from 'yaml'
import type { PathProblem } from './path-problem.ts'
import type { Path } from './plain-data.ts'
import { PROTOTYPE_KEYS } from './prototype-keys.ts'

/** What was taken out of a tree, and why. */
export interface LeftOut {
  readonly problems: (PathProblem & { readonly offset: number })[]
  readonly gaps: Path[]
  readonly partial: Path[]
}

const NO_ALIAS = 'expected no alias, found one; write the value out, so that everybody sees who gets the money'

/** Takes out of the tree what must not become data, and says so. */
export function leaveOut(document: Document): LeftOut {
  const left: LeftOut = { problems: [], gaps: [], partial: [] }
  const tell = (path: Path, { reason, at, complete = false }: WrongPair) => {
    left.problems.push({ path, reason, offset: rangeOf(at) })
    if (!complete) left.gaps.push(path)
  }
  const visit = (node: unknown, path: Path): void => {
    if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        if (isAlias(item)) tell([...path, index], { reason: NO_ALIAS, at: item })
        else visit(item, [...path, index])
      }
      node.items = node.items.map((item) => (isAlias(item) ? null : item))
    }
    if (!isMap(node)) return
    const seen = new Set<string>()
    node.items = node.items.filter((pair) => {
      const wrong = wrongPair(pair, seen)
      const name = isScalar(pair.key) ? String(pair.key.value) : ''
      if (!wrong) visit(pair.value, [...path, name])
      else tell(wrong.nameless ? path : [...path, name], wrong)
      if (wrong && name === '<<') left.partial.push(path)
      seen.add(name)
      return !wrong
    })
  }
  visit(document.contents, [])
  if (isAlias(document.contents)) document.contents = null
  return left
}

interface WrongPair {
  readonly reason: string
  readonly at: unknown
  /** What stands as the key may be anything, a secret too: no path names it. */
  readonly nameless?: boolean
  /** Nothing is missing without it. */
  readonly complete?: boolean
}

function wrongPair({ key, value }: Pair, seen: ReadonlySet<string>): WrongPair | undefined {
  if (!isScalar(key))
    return { reason: 'expected text as a key, found something else; write it in quotes', at: key, nameless: true }
  const name = String(key.value)
  if (PROTOTYPE_KEYS.has(name))
    return { reason: `expected a key of the configuration, found "${name}"; remove it`, at: key, complete: true }
  // A merge key is one of YAML 1.1, which aliases are made for.
  if (isAlias(value) || name === '<<') return { reason: NO_ALIAS, at: isAlias(value) ? value : key }
  if (value === null) return { reason: 'expected "key: value", found a word without ":"; write both', at: key, nameless: true }
  if (seen.has(name))
    return { reason: 'expected every key once, found one repeated; remove one of the two', at: key, complete: true }
  return undefined
}

/** Where a node begins in the text. */
export function rangeOf(node: unknown): number {
  return (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) && node.range[0]) || 0
}
