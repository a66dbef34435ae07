import type { ConfigDocument } from './document.ts'
import { type PathProblem, pathWords } from './path-problem.ts'
import type { Path } from './plain-data.ts'
import { PROTOTYPE_KEYS } from './prototype-keys.ts'

/** What a module exports, as a document: it has paths and no lines. */
export function valueDocument(exported: unknown): ConfigDocument {
  const { value, findings } = plainValue(exported)
  const problem = (found: PathProblem) => ({ path: pathWords(found), reason: found.reason })
  return { value, readable: true, problems: findings.map(problem), gaps: findings.map(({ path }) => path), partial: [], problem }
}

interface PlainValue {
  readonly value: unknown
  readonly findings: readonly PathProblem[]
}

const EXPECTED = 'expected plain data (text, numbers, true or false, lists, objects)'

/** Takes plain data out of a value. What is none is told and left out, and so are prototype keys and what stands in itself. */
function plainValue(exported: unknown): PlainValue {
  const findings: PathProblem[] = []
  const copy = (value: unknown, path: Path, above: readonly object[]): unknown => {
    if (isLeaf(value)) return value
    const reason = wrongWith(value, above)
    if (reason !== undefined || typeof value !== 'object' || value === null) {
      findings.push({ path, reason: `${EXPECTED}, ${reason}` })
      return undefined
    }
    const within = [...above, value]
    if (Array.isArray(value)) return Array.from(value, (item, index) => copy(item, [...path, index], within))
    const kept = Object.entries(value).filter(([name, item]) => item !== undefined && !refused([...path, name], findings))
    return Object.fromEntries(kept.map(([name, item]) => [name, copy(item, [...path, name], within)]))
  }
  return { value: copy(exported, [], []), findings }
}

function isLeaf(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean'
}

function refused(path: Path, findings: PathProblem[]): boolean {
  const name = String(path.at(-1))
  if (!PROTOTYPE_KEYS.has(name)) return false
  findings.push({ path, reason: `expected a key of the configuration, found "${name}"; remove it` })
  return true
}

function wrongWith(value: unknown, above: readonly object[]): string | undefined {
  if (typeof value !== 'object' || value === null)
    return `found ${typeof value === 'number' ? 'no finite number' : `a ${typeof value}`}; write the value out`
  if (above.includes(value)) return 'found an object that stands in itself; write the value out'
  if (Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null
  if (!plain || Object.hasOwn(value, Symbol.toStringTag))
    return 'found an object of a class; a key is written as env:NAME or file:path'
  return undefined
}
