import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../config/problem.ts'
import type { ConfigReading } from '../config/read-config.ts'
import type { BuiltAccount, Generation } from './generation.ts'
import type { Reloaded } from './tpkit.ts'

/** What a running program cannot go over to, though a start would take it: somebody's yesterday depends on it. */
export function reloadProblems(old: Generation, next: Generation, busy: readonly string[] = []): readonly Problem[] {
  return [
    ...modeProblems(old.reading, next.reading),
    ...otherLedger(old.reading, next.reading),
    ...droppedAccounts(old, next, busy),
    ...changedAccounts(old, next),
    ...movedMethods(old, next),
  ]
}

function modeProblems(old: ConfigReading, next: ConfigReading): readonly Problem[] {
  if (old.mode !== 'production' || next.mode === 'production') return []
  return [next.problem(['mode'], `expected production, as it stands, found ${next.mode}; to lower it, restart`)]
}

/** The books stay open under the old address, with yesterday's payments in them. */
function otherLedger(old: ConfigReading, next: ConfigReading): readonly Problem[] {
  const [was, is] = [old.cashier.ledger?.reveal(), next.cashier.ledger?.reveal()]
  // One that is wrong, or cannot be read, is told of already.
  if (was === is || next.problems.some(({ path }) => path === 'ledger')) return []
  return [next.problem(['ledger'], 'expected the same ledger, as it stands, found another one; to move to it, restart')]
}

const DROPPED =
  'expected the account to stay, found it gone; what was paid through it still needs it: write "retired: true"; a restart drops it'
const DROPPED_BUSY =
  'expected the account to stay, found it gone while payments or refunds of it are not final; write "retired: true" until they are'

function droppedAccounts({ accounts }: Generation, { reading }: Generation, busy: readonly string[]): readonly Problem[] {
  // A file of which nothing could be read has problems enough.
  if (reading.accountNames.length === 0) return []
  return [...accounts.keys()]
    .filter((name) => !reading.accountNames.includes(name))
    .map((name) => reading.problem(['accounts', name], busy.includes(name) ? DROPPED_BUSY : DROPPED))
}

function changedAccounts(old: Generation, { accounts, reading }: Generation): readonly Problem[] {
  return [...accounts].flatMap(([name, next]) => {
    const before = old.accounts.get(name)
    const reason = before && change(before, next)
    return reason ? [reading.problem(['accounts', name], reason)] : []
  })
}

/** A name that an app holds would take somebody else's money from one moment to the next. */
function movedMethods(old: Generation, { methods, reading }: Generation): readonly Problem[] {
  return [...methods].flatMap(([name, { merchant: is }]) => {
    const was = old.methods.get(name)?.merchant ?? is
    return was === is ? [] : [reading.problem(['methods', name], otherMerchant(was, is))]
  })
}

function otherMerchant(was: string, is: string): string {
  return `expected the same merchant under this name (${was}), found ${is}; ${CURE}`
}

const CURE = 'give the other one a name of its own'

function change(before: BuiltAccount, next: BuiltAccount): string | undefined {
  const [was, is] = [before.tp.manifest.provider, next.tp.manifest.provider]
  if (was !== is) return `expected the same provider under this name (${was}), found ${is}; ${CURE}`
  const [mine, theirs] = [before.plan.merchant, next.plan.merchant]
  if (mine !== theirs) return otherMerchant(mine, theirs)
  const [from, to] = [walletOf(before), walletOf(next)]
  if (from !== to) return `expected ${from} under this name, as it stands, found ${to}; ${CURE}, or restart`
  if (isDeepStrictEqual({ ...before.tp.payee }, { ...next.tp.payee })) return undefined
  return `expected the same payee under this name (${show(before)}), found ${show(next)}; ${CURE}`
}

/** Neither knows the other's payments, and keys that one was believed by must not make the other's notifies genuine. */
function walletOf({ plan: { endpoints } }: BuiltAccount): string {
  return endpoints ? 'a sandbox' : 'the real wallet'
}

function show({ tp: { payee } }: BuiltAccount): string {
  return Object.entries(payee)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

/** What a reload changed, by names. */
export function difference(old: Generation, next: Generation): Reloaded {
  const added = (before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>) =>
    [...after.keys()].filter((name) => !before.has(name))
  return {
    accounts: {
      added: added(old.accounts, next.accounts),
      changed: [...next.accounts]
        .filter(([name, { plan }]) => (old.accounts.get(name)?.plan ?? plan).fingerprint !== plan.fingerprint)
        .map(([name]) => name),
    },
    methods: {
      added: added(old.methods, next.methods),
      removed: added(next.methods, old.methods),
      changed: [...next.methods]
        .filter(([name, plan]) => old.methods.has(name) && !isDeepStrictEqual(old.methods.get(name), plan))
        .map(([name]) => name),
    },
  }
}
