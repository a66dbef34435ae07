import { didYouMean, someOf } from './nearest.ts'
import type { PathProblem } from './path-problem.ts'
import { type Entry, isEntry } from './plain-data.ts'

/** The accounts with what each takes from the one that it `extends`. */
export interface Inherited {
  readonly value: unknown
  readonly problems: readonly PathProblem[]
  /** Whether an account would have more, if everything that it extends were right. */
  readonly unknown: (account: string) => boolean
  /** The other account that an account has a field from. */
  readonly source: (account: string, field: string) => string | undefined
}

/** A notify belongs to one account: at another's address it would be genuine and foreign, and accepted for good. */
const NEVER_INHERITED: readonly string[] = ['extends', 'notifyUrl']

/** Nobody sees through more, and what is bounded takes no time. */
const MOST_STEPS = 16

/**
 * Fills in what an account leaves to the one that it `extends`, key by key, its `notifyUrl` excepted: what it says itself
 * wins, whole. Through several accounts too; never in a circle. Works on the raw file: what it makes of nonsense, the schemas refuse.
 */
export function inherit(file: unknown): Inherited {
  const accounts = isEntry(file) && isEntry(file.accounts) ? file.accounts : undefined
  if (!isEntry(file) || !accounts) return { value: file, problems: [], unknown: () => false, source: () => undefined }
  const problems = Object.keys(accounts).flatMap((name) => problemOf(name, accounts))
  const broken = new Set(problems.map(({ path }) => path[1]))
  const whole = Object.entries(accounts).map(([name, own]) => [name, broken.has(name) ? own : filled(own, accounts)] as const)
  return {
    value: { ...file, accounts: Object.fromEntries(whole) },
    problems,
    unknown: (account) => isBroken(account, accounts, broken),
    source: (account, field) => {
      const found = sourceOf(account, field, accounts, broken)
      return found === account ? undefined : found
    },
  }
}

function filled(own: unknown, accounts: Entry): unknown {
  if (!isEntry(own)) return own
  const parent = parentOf(own)
  if (parent === undefined) return own
  const { extends: _parent, ...said } = own
  const taken = filled(accounts[parent], accounts)
  return { ...(isEntry(taken) && inheritable(taken)), ...said }
}

function inheritable(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => !NEVER_INHERITED.includes(field)))
}

function isBroken(account: string, accounts: Entry, broken: ReadonlySet<unknown>): boolean {
  const parent = parentOf(accounts[account])
  return broken.has(account) || (parent !== undefined && isBroken(parent, accounts, broken))
}

function sourceOf(account: string, field: string, accounts: Entry, broken: ReadonlySet<unknown>): string | undefined {
  const own = accounts[account]
  if (isEntry(own) && Object.hasOwn(own, field)) return account
  const parent = parentOf(own)
  return parent === undefined || broken.has(account) ? undefined : sourceOf(parent, field, accounts, broken)
}

function problemOf(name: string, accounts: Entry): Inherited['problems'] {
  const trail = [name]
  for (let parent = parentOf(accounts[name]); parent !== undefined; parent = parentOf(accounts[parent])) {
    // What is wrong further up is said there, once.
    if (!Object.hasOwn(accounts, parent)) return trail.length > 1 ? [] : [tell(name, unknownParent(parent, name, accounts))]
    if (trail.includes(parent))
      return [tell(name, `expected an account that stands on its own in the end, found a circle; remove one "extends" of it`)]
    if (trail.length > MOST_STEPS) return [tell(name, TOO_FAR)]
    trail.push(parent)
  }
  return []
}

const TOO_FAR = `expected at most ${MOST_STEPS} accounts that extend each other in a row, found more; extend one that says more itself`

function tell(name: string, reason: string): Inherited['problems'][number] {
  return { path: ['accounts', name, 'extends'], reason }
}

function unknownParent(parent: string, name: string, accounts: Entry): string {
  const known = Object.keys(accounts).filter((each) => each !== name)
  const reason = `expected the name of another account (${someOf(known) || 'there is none'}), found "${parent.slice(0, 64)}"`
  return `${reason}${didYouMean(parent, known, '; name one, or remove the line')}`
}

/** Whatever else stands there, the schema refuses. */
function parentOf(entry: unknown): string | undefined {
  return isEntry(entry) && typeof entry.extends === 'string' ? entry.extends : undefined
}
