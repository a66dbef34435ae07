import { isMap, isScalar, isSeq, type Pair, type Scalar } from 'yaml'
import type { Span } from './frame.ts'
import { parseYaml } from './parse-yaml.ts'
import { WORD } from './path-problem.ts'
import type { Path } from './plain-data.ts'

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
const TOP_KEYS: readonly string[] = ['accounts', 'methods', 'mode', '$schema', 'ledger', 'webhooks', 'cashier', 'gateway']
/** What stands below `webhooks` and `cashier`; values are shown where they are whole numbers. */
const CASHIER_KEYS: readonly string[] = [
  ...['name', 'url', 'secrets', 'events', 'merchant', 'orderMinutes', 'concurrency', 'digestKey'],
  ...['keep', 'rawDays', 'payerDays', 'commandDays', 'orderDays', 'eventDays'],
  ...['risk', 'currency', 'maxAmount', 'reviewFrom', 'refunds', 'perHour', 'perDay', 'count', 'amount'],
]
/** What stands below `gateway`, in the same way. */
const GATEWAY_KEYS: readonly string[] = [
  ...['listen', 'publicUrl', 'trustedProxies', 'sealKeys', 'drainDelaySeconds', 'limits'],
  ...['bodyBytes', 'requestSeconds', 'perKeyPerMinute', 'perAddressPerMinute', 'queue'],
]
const COUNT = /^\d{1,9}$/
const RULE_KEYS: readonly string[] = [
  ...['merchant', 'use', 'rules', 'when', 'scene', 'currency', 'minAmount', 'maxAmount'],
  ...['switch', 'late', 'failover'],
]

const NAME = /^[\w-]{1,64}$/
const FIELD = /^[A-Za-z][A-Za-z_]{0,31}\d{0,2}$/
const REFERENCE = /^(?:env:[A-Za-z_]\w*|file:[^\s"'#]{1,200})$/
/** What somebody may have meant as one of two words. */
const CHOICE = /^[A-Za-z]{1,16}$/

/**
 * The parts of a configuration's text that anybody may see: keys, references, and the values of public keys. Of text that breaks off as
 * YAML nothing behind the break counts. `told` are the paths that problems name.
 */
export function shownSpans(text: string, told: readonly string[]): readonly Span[] {
  const document = parseYaml(text)
  const end = Math.min(text.length, ...document.errors.map(({ pos }) => pos[0]))
  const spans: Span[] = []
  const named = prefixes(told)
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
    if (isScalar(key) && isShownKey(path, value, named)) show(key)
    walk(value, path)
  }
  walk(document.contents, [])
  return spans.toSorted((a, b) => a.start - b.start)
}

/**
 * What stands before a colon may be a piece of a secret that has one. So it must be told of, or stand where a name or a field stands and look
 * like one; deep in an account it must lead to a reference.
 */
function isShownKey(path: Path, value: unknown, named: ReadonlySet<string>): boolean {
  const name = String(path.at(-1))
  const dotted = path.join('.')
  if (value === null) return false
  if (named.has(dotted)) return true
  if (path.length === 1) return TOP_KEYS.includes(name)
  if (path[0] === 'methods') return isRouting(path) && NAME.test(name)
  if (path[0] === 'webhooks' || path[0] === 'cashier') return CASHIER_KEYS.includes(name)
  if (path[0] === 'gateway') return GATEWAY_KEYS.includes(name)
  return path[0] === 'accounts' && isAccountKey(path, value)
}

const LONGEST_PATH = 300

/** The paths, and those of everything that they lead through. What is longer than any sound one is not shown. */
function prefixes(paths: readonly string[]): ReadonlySet<string> {
  const sound = paths.filter(({ length }) => length <= LONGEST_PATH)
  return new Set(sound.flatMap((path) => path.split('.').map((_part, index, parts) => parts.slice(0, index + 1).join('.'))))
}

function isAccountKey(path: Path, value: unknown): boolean {
  const name = String(path.at(-1))
  if (path.length === 2) return NAME.test(name)
  if (path.length === 3) return FIELD.test(name)
  return path[2] === 'endpoints' ? WORD.test(name) : FIELD.test(name) && isScalar(value) && REFERENCE.test(String(value.value))
}

function isShownValue(value: unknown, path: Path): boolean {
  const text = String(value)
  const [top, , field] = path
  if (value === null || REFERENCE.test(text)) return value !== null
  if (!WORD.test(text)) return false
  if (top === 'mode' || field === 'retired') return CHOICE.test(text)
  if (top === 'cashier') return COUNT.test(text) && path.at(-1) !== 'digestKey'
  if (top === 'gateway') return COUNT.test(text) && (path[1] === 'limits' || path[1] === 'drainDelaySeconds')
  if (path.length === 1) return path[0] !== 'ledger' && TOP_KEYS.includes(String(top))
  if (top === 'accounts') return PUBLIC_FIELDS.includes(String(field)) && (path.length === 3 || field === 'endpoints')
  return top === 'methods' && isRouting(path)
}

/** A method's own shape, or an account with its weight. */
function isRouting(path: Path): boolean {
  const inside = path.slice(2)
  return (inside.at(-2) === 'use' ? inside.slice(0, -1) : inside).every(isRulePart)
}

function isRulePart(part: PropertyKey): boolean {
  return typeof part === 'number' || RULE_KEYS.includes(String(part))
}
