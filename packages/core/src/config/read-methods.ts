import type { Manifest } from '../contract/manifest.ts'
import type { MethodPlan, RouteRule, RuleCondition } from '../domain/route.ts'
import { type MethodEntry, methodSchema, nameSchema } from './file-schema.ts'
import { findingsOf } from './issues.ts'
import { methodPlan, rulePath } from './method-plan.ts'
import { didYouMean, someOf } from './nearest.ts'
import type { PathProblem } from './path-problem.ts'
import { isEntry, type Path } from './plain-data.ts'
import type { AccountReading } from './read-account.ts'
import { writtenSchema } from './zod-schema.ts'

export interface MethodsReading {
  readonly plans: ReadonlyMap<string, MethodPlan>
  /** Paths are from the file. */
  readonly problems: readonly PathProblem[]
}

const SCHEMA = writtenSchema(methodSchema)

/** Checks every method by itself, and against the accounts that it names. `gaps` are accounts and methods of which a problem was told. */
export function readMethods(methods: unknown, accounts: readonly AccountReading[], gaps: readonly Path[]): MethodsReading {
  if (!isEntry(methods)) return { plans: new Map(), problems: [] }
  const known = new Map<string, AccountReading | undefined>(accounts.map((account) => [account.name, account]))
  for (const [top, account] of gaps)
    if (top === 'accounts' && account !== undefined) known.set(String(account), known.get(String(account)))
  const read = Object.entries(methods).map(([name, entry]) => readMethod(name, entry, known, gaps))
  return {
    plans: new Map(read.flatMap(({ plan }) => (plan ? [[plan.name, plan] as const] : []))),
    problems: read.flatMap(({ problems }) => problems),
  }
}

type Known = ReadonlyMap<string, AccountReading | undefined>

interface MethodReading {
  readonly plan?: MethodPlan
  readonly problems: readonly PathProblem[]
}

function readMethod(name: string, entry: unknown, known: Known, gaps: readonly Path[]): MethodReading {
  const path = ['methods', name]
  const told = gaps.filter(([top, method]) => top === 'methods' && String(method) === name).map((gap) => gap.slice(2))
  const wrongName = nameSchema.safeParse(name).error?.issues.map(({ message }) => ({ path, reason: message, atKey: true })) ?? []
  const result = methodSchema.safeParse(entry)
  if (!result.success) {
    const found = findingsOf(result.error.issues, { value: entry, schema: SCHEMA, told })
    return { problems: [...wrongName, ...found.map((one) => ({ ...one, path: [...path, ...one.path] }))] }
  }
  const plan = methodPlan(name, result.data)
  return { plan, problems: [...wrongName, ...planProblems(plan, result.data, known)] }
}

function planProblems(plan: MethodPlan, entry: MethodEntry, known: Known): readonly PathProblem[] {
  const catchAll = plan.rules.findIndex(({ when }) => Object.keys(when).length === 0)
  return plan.rules.flatMap((rule, index) => {
    const path = ['methods', plan.name, ...rulePath(entry, index)]
    const named = path.length > 2 || typeof entry !== 'string' ? [...path, 'use'] : path
    return [
      ...(catchAll >= 0 && index > catchAll ? [unreachable(path, catchAll)] : []),
      ...rangeProblems(rule, path),
      ...rule.use.flatMap(({ account }) =>
        accountProblems(account, plan, rule, known, { path, named, alone: rule.use.length === 1 }),
      ),
    ]
  })
}

function unreachable(path: Path, catchAll: number): PathProblem {
  const reason = `expected a rule that a payment can reach, found one behind rule ${catchAll + 1}, which has no "when" and takes every payment; put it before that, or remove it`
  return { path, reason }
}

function rangeProblems({ when: { minAmount, maxAmount } }: RouteRule, path: Path): readonly PathProblem[] {
  if (minAmount === undefined || maxAmount === undefined || minAmount <= maxAmount) return []
  const reason = `expected minAmount up to maxAmount, found ${minAmount} above ${maxAmount}; no payment fits: change one of them`
  return [{ path: [...path, 'when', 'minAmount'], reason }]
}

interface Place {
  readonly path: Path
  /** Where the account's name stands. */
  readonly named: Path
  readonly alone: boolean
}

function accountProblems(
  account: string,
  plan: MethodPlan,
  { when }: RouteRule,
  known: Known,
  place: Place,
): readonly PathProblem[] {
  const at = place.alone ? { path: place.named } : { path: [...place.named, account], atKey: true }
  // Without any account there is another problem.
  if (known.size === 0) return []
  if (!known.has(account)) return [{ ...at, reason: unknownAccount(account, known) }]
  const found = known.get(account)
  if (!found) return []
  return [
    ...(found.retired
      ? [{ ...at, reason: `expected an account that takes payments, found "${account}", which is retired; name another` }]
      : []),
    ...(found.merchant !== undefined && found.merchant !== plan.merchant
      ? [{ ...at, reason: foreign(account, found.merchant, plan.merchant) }]
      : []),
    ...(found.manifest ? lacking(account, found.manifest, when, [...place.path, 'when']) : []),
  ]
}

/** What the rule lets through and the account's wallet cannot take. */
function lacking(
  account: string,
  { scenes, limits }: Manifest,
  { scene = [], currency }: RuleCondition,
  path: Path,
): readonly PathProblem[] {
  const wrong = (field: string, known: readonly string[], found: string): PathProblem => ({
    path: [...path, field],
    reason: `expected what "${account}" takes (${known.join(', ')}), found ${found}; remove it, or use an account that takes it`,
  })
  return [
    ...scene.filter((one) => !scenes.includes(one)).map((one) => wrong('scene', scenes, one)),
    ...(currency === undefined || limits.currencies.includes(currency) ? [] : [wrong('currency', limits.currencies, currency)]),
  ]
}

function unknownAccount(account: string, known: Known): string {
  const names = [...known.keys()]
  const reason = `expected the name of an account (${someOf(names)}), found "${account}"`
  return `${reason}${didYouMean(account, names, '; name one of them')}`
}

function foreign(account: string, owner: string, merchant: string): string {
  return `expected an account of the merchant ${merchant}, found "${account}" of ${owner}; name another, or write merchant: ${owner} at the method`
}
