import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar } from 'yaml'
import type { Path } from './finding.ts'
import type { Span } from './frame.ts'

/** What is no secret, wherever it stands in an account. */
const PUBLIC_FIELDS: readonly string[] = [
  'plugin',
  'extends',
  'merchant',
  'retired',
  'endpoints',
  'proxy',
  'notifyUrl',
  'acceptContract',
]
const PUBLIC_TOP: readonly string[] = ['mode', '$schema']
const RULE_KEYS: readonly string[] = ['merchant', 'use', 'rules', 'when', 'scene', 'currency', 'minAmount', 'maxAmount']

const KEY = /^[\w$][\w$-]{0,39}$/
const REFERENCE = /^(?:env:[A-Za-z_]\w*|file:[^\s"'#]{1,200})$/
/** Names, numbers, packages, and addresses without user, query or fragment. */
const WORD = /^(?:[\w@./-]{1,100}|https?:\/\/[^\s?#@"']{1,150})$/

/**
 * The parts of a configuration's text that anybody may see: keys, references, and the values of public keys. Of text that breaks off as
 * YAML nothing behind the break counts. `told` are the paths that problems name.
 */
export function shownSpans(text: string, told: readonly string[]): readonly Span[] {
  const document = parseDocument(text, { uniqueKeys: false, stringKeys: true, prettyErrors: false })
  const end = Math.min(text.length, ...document.errors.map(({ pos }) => pos[0]))
  const spans: Span[] = []
  const show = ({ range }: Scalar): void => {
    const [start, stop] = [range?.[0] ?? 0, range?.[1] ?? 0]
    // A quote that was forgotten makes a scalar of several lines, and what is in it is anything.
    if (stop <= end && !text.slice(start, stop).includes('\n')) spans.push({ start, end: stop })
  }
  const walk = (node: unknown, path: Path): void => {
    if (isScalar(node) && isShownValue(node.value, path)) show(node)
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index])
    if (isMap(node)) for (const pair of node.items) walkPair(pair, path)
  }
  const walkPair = ({ key, value }: Pair, above: Path): void => {
    const path = [...above, isScalar(key) ? String(key.value) : '']
    if (isScalar(key) && isShownKey(path, value, told)) show(key)
    walk(value, path)
  }
  walk(document.contents, [])
  return spans.toSorted((a, b) => a.start - b.start)
}

/** Deep in an account a "key" may be a piece of a secret that has a colon: there it must be told of, or lead to a reference or to more keys. */
function isShownKey(path: Path, value: unknown, told: readonly string[]): boolean {
  const [top, , field] = path
  const name = String(path.at(-1))
  const dotted = path.join('.')
  if (value === null) return false
  if (told.some((one) => one === dotted || one.startsWith(`${dotted}.`))) return true
  if (top === 'accounts' && field === 'endpoints') return WORD.test(name)
  if (!KEY.test(name)) return false
  if (path.length <= (top === 'accounts' ? 3 : 2)) return true
  if (top === 'methods') return path.slice(2).every(isRulePart) || path.at(-2) === 'use'
  return isMap(value) || (isScalar(value) && REFERENCE.test(String(value.value)))
}

function isShownValue(value: unknown, path: Path): boolean {
  const text = String(value)
  const [top, , field] = path
  if (value === null || REFERENCE.test(text)) return value !== null
  if (!WORD.test(text)) return false
  if (path.length === 1) return PUBLIC_TOP.includes(String(top))
  if (top === 'accounts') return PUBLIC_FIELDS.includes(String(field)) && (path.length === 3 || field === 'endpoints')
  return top === 'methods' && (path.slice(2).every(isRulePart) || path.at(-2) === 'use')
}

function isRulePart(part: PropertyKey): boolean {
  return typeof part === 'number' || RULE_KEYS.includes(String(part))
}
