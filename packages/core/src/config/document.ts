import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, type YAMLError, type YAMLMap } from 'yaml'
import { type LeftOut, leaveOut, rangeOf } from './leave-out.ts'
import { parseYaml } from './parse-yaml.ts'
import { type PathProblem, pathWords } from './path-problem.ts'
import type { Path } from './plain-data.ts'
import type { Problem } from './problem.ts'

/** A configuration as data that remembers where everything stands. */
export interface ConfigDocument {
  /** Without the keys that `problems` speak of. */
  readonly value: unknown
  /** Whether there is a value at all. */
  readonly readable: boolean
  readonly problems: readonly Problem[]
  /** What was left out: that it is missing follows from a problem already told. */
  readonly gaps: readonly Path[]
  /** Objects that would hold more keys if everything in the text could be used. */
  readonly partial: readonly Path[]
  /** A problem at its place: a value's own, else the key of its nearest parent. */
  readonly problem: (finding: PathProblem) => Problem
}

interface Place {
  readonly line: number
  readonly column: number
}

/** Reads YAML (of which JSON is a part). Repeated keys, aliases and prototype keys are problems, and left out of the value. */
export function readDocument(text: string): ConfigDocument {
  const counter = new LineCounter()
  const document = parseYaml(text, counter)
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset)
    return { line, column: col }
  }
  const broken = firstBreak(document)
  const left = leaveOut(document)
  const told = [...left.problems, ...tagged(document)].filter(({ offset }) => !broken || offset < broken.pos[0])
  // Further down a "key" may be a piece of a secret.
  const problems = told.map(({ offset, path, reason }) => ({
    path: pathWords({ path: path.slice(0, 3), atKey: true }),
    reason,
    ...at(offset),
  }))
  if (broken) problems.push({ path: '', ...breakIn(text, broken, at) })
  return {
    value: broken ? undefined : document.toJS({ maxAliasCount: 0 }),
    readable: !broken,
    problems,
    gaps: left.gaps,
    partial: left.partial,
    problem: (found) => ({ path: pathWords(found), reason: found.reason, ...at(offsetOf(document, found.path, found.atKey)) }),
  }
}

const NO_TAG = 'expected no tag ("!…"), found one, which nobody reads; remove it (a reference is written env:NAME or file:path)'
const NO_DIRECTIVE = 'expected YAML 1.2, found a line that makes it another version; remove it'

/** What the parser lets pass with a warning would be read as if it were not there. */
function tagged({ warnings, directives }: Document): LeftOut['problems'] {
  const tags = warnings.map(({ code, pos }) => ({
    path: [],
    offset: pos[0],
    reason: code === 'TAG_RESOLVE_FAILED' ? NO_TAG : sentence(code),
  }))
  return directives?.yaml.version === '1.2' ? tags : [{ path: [], offset: 0, reason: NO_DIRECTIVE }, ...tags]
}

const FULL_WIDTH =
  'expected a half-width colon and a space (": ") after a key, found the full-width "：" of a Chinese keyboard; replace it'

/** A key, at the start of a line or within braces, that a full-width colon ends: the parser takes it for text. */
const FULL_WIDTH_KEY = /(?:^|[{,])[ \t]*(?:- +)?["']?[\w$.-]+["']?[ \t]*(?=：)/gm

/** The parser notices such a colon later, as something else: what stands before the break is told as what it is. */
function breakIn(text: string, broken: YAMLError, at: (offset: number) => Place): Pick<Problem, 'reason'> & Place {
  const end = text.indexOf('\n', broken.pos[0])
  const before = end < 0 ? text : text.slice(0, end)
  const [found] = before.matchAll(FULL_WIDTH_KEY)
  if (!found) return { reason: sentence(broken.code), ...at(broken.pos[0]) }
  return { reason: FULL_WIDTH, ...at(found.index + found[0].length) }
}

/** What only looks like a break: found again, with a better sentence, where the tree is walked. */
const MENDED: readonly string[] = ['NON_STRING_KEY', 'BAD_ALIAS', 'DUPLICATE_KEY']

/** One is told: what the parser says behind it follows from it. */
function firstBreak({ errors }: Document): YAMLError | undefined {
  return errors.filter(({ code }) => !MENDED.includes(code)).toSorted((a, b) => a.pos[0] - b.pos[0])[0]
}

function offsetOf(document: Document, path: Path, atKey = false): number {
  const steps = stepsTo(document.contents, path)
  for (const [index, { key, node }] of [...steps.entries()].reverse()) {
    if (isScalar(node) && index === path.length - 1 && !atKey) return rangeOf(node)
    if (key !== undefined) return rangeOf(key)
    if (isMap(node) || isSeq(node)) return rangeOf(node)
  }
  return 0
}

interface Step {
  /** Absent in a list. */
  readonly key?: unknown
  readonly node: unknown
}

/** As far as a path leads. */
function stepsTo(contents: unknown, path: Path): readonly Step[] {
  const steps: Step[] = []
  let node = contents
  for (const part of path) {
    const pair = isMap(node) ? pairsOf(node).get(String(part)) : undefined
    const next: Step = pair ? { key: pair.key, node: pair.value } : { node: isSeq(node) ? node.items[Number(part)] : undefined }
    if (next.node === undefined && !pair) return steps
    steps.push(next)
    node = next.node
  }
  return steps
}

const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>()

/** By name, made once: of a thousand accounts every one may have a problem. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known =
    PAIRS.get(map) ?? new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])))
  PAIRS.set(map, known)
  return known
}

/** Sentences of our own, by the parser's codes: its messages quote the file, and the file holds keys. */
const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'expected spaces for indentation, found a tab; replace it',
  BAD_INDENT: 'expected lines of one level to be indented alike, found one that is not; move it, or close the bracket before it',
  MULTIPLE_DOCS: 'expected one YAML document, found several; remove the "---"',
  MISSING_CHAR: 'expected YAML, found a quote, bracket or comma missing; add it',
  BLOCK_AS_IMPLICIT_KEY: 'expected one "key: value" on a line, found two; put text that has ": " in it in quotes',
}

function sentence(code: string): string {
  return SENTENCES[code] ?? `expected YAML, found what cannot be read as it (${code}); check quotes, brackets and indentation`
}
