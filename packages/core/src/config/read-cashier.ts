import { resolve } from 'node:path'
import type { Secrets } from '../ports.ts'
import { Secret } from '../secret.ts'
import type { CashierPlan } from './cashier-plan.ts'
import { type CashierEntry, cashierSchema, ledgerSchema, type WebhookEntry, webhooksSchema } from './cashier-schema.ts'
import { exposed, literalSecrets } from './exposure.ts'
import type { Mode } from './file-schema.ts'
import { type PathProblem, PLAIN_ADDRESS } from './path-problem.ts'
import type { Entry, Path } from './plain-data.ts'
import { partReader } from './read-part.ts'
import { isReference, resolveReferences } from './references.ts'
import { riskPlan } from './risk-plan.ts'
import { writtenSchema } from './zod-schema.ts'

export interface CashierReading {
  readonly plan: CashierPlan
  /** Paths are from the file. */
  readonly problems: readonly PathProblem[]
  readonly warnings: readonly PathProblem[]
}

export interface CashierReadingWorld {
  readonly secrets: Secrets
  readonly mode: Mode
  readonly base: string
  /** Paths whose problem was told already. */
  readonly gaps: readonly Path[]
  /** Those who own accounts. */
  readonly merchants: readonly string[]
}

export const NO_CASHIER: CashierPlan = { webhooks: [], keep: {} }

const KEYS = ['ledger', 'webhooks', 'cashier'] as const

/** Reads what the file says to the cashier; what is wrong with one part does not hide the others. */
export async function readCashier(file: Entry, world: CashierReadingWorld): Promise<CashierReading> {
  const own = Object.fromEntries(KEYS.filter((key) => file[key] !== undefined).map((key) => [key, file[key]]))
  const { value, bad, read } = await resolveReferences(own, world.secrets, world.base)
  const part = partReader(Object(value), [...world.gaps, ...bad.map(({ path }) => path)])
  const ledger = part('ledger', ledgerSchema)
  const webhooks = part('webhooks', webhooksSchema)
  const cashier = part('cashier', cashierSchema)
  const open = await exposed(read, world.secrets, world.base)
  const production = world.mode === 'production'
  const key = digestKeyFinding(ledger.made !== undefined && cashier.problems.length === 0, cashier.made, production)
  return {
    plan: planOf(ledger.made, webhooks.made ?? [], cashier.made ?? {}, world.base),
    problems: [
      ...bad,
      ...[ledger, webhooks, cashier].flatMap(({ problems }) => problems),
      ...webhookProblems(webhooks.made ?? [], world),
      ...(production ? [...open, ...key] : []),
    ],
    warnings: [...(production ? [] : [...open, ...key]), ...openSecrets(own)],
  }
}

function planOf(ledger: string | undefined, webhooks: readonly WebhookEntry[], entry: CashierEntry, base: string): CashierPlan {
  const { orderMinutes, concurrency, digestKey, keep = {}, risk } = entry
  return {
    ...(ledger !== undefined && { ledger: new Secret(fromFolder(ledger, base)) }),
    webhooks: webhooks.flatMap(webhookPlan),
    ...(orderMinutes !== undefined && { orderMinutes }),
    ...(concurrency !== undefined && { concurrency }),
    keep: Object.fromEntries(Object.entries(keep).filter(([, days]) => days !== undefined)),
    ...(risk && { risk: riskPlan(risk) }),
    ...(digestKey && { digestKey }),
  }
}

function webhookPlan({ name, url, secrets, events, merchant = 'main' }: WebhookEntry): CashierPlan['webhooks'] {
  const [first, ...rest] = secrets
  return first ? [{ name, url, merchant, secrets: [first, ...rest], ...(events && { events }) }] : []
}

const MEMORY = ':memory:'

/** As every path in the file, from the file's folder. */
function fromFolder(address: string, base: string): string {
  const [, path] = /^sqlite:(.+)$/s.exec(address) ?? []
  return path === undefined || path === MEMORY ? address : `sqlite:${resolve(base, path)}`
}

function webhookProblems(webhooks: readonly WebhookEntry[], { mode, merchants }: CashierReadingWorld): readonly PathProblem[] {
  return webhooks.flatMap(({ name, url, merchant = 'main' }, index) => {
    const at = (field: string, reason: string): PathProblem => ({ path: ['webhooks', index, field], reason })
    const twice = webhooks.findIndex((one) => one.name === name) < index
    const strange = merchants.length > 0 && !merchants.includes(merchant)
    return [
      ...(twice ? [at('name', 'expected every endpoint under a name of its own, found one twice; rename one')] : []),
      ...(mode === 'production' && url.startsWith('http:') ? [at('url', PLAIN_ADDRESS)] : []),
      ...(strange
        ? [
            at(
              'merchant',
              `expected a merchant who has accounts (${merchants.join(', ')}), found "${merchant}"; name one of them`,
            ),
          ]
        : []),
    ]
  })
}

const NEEDS_KEY =
  'expected a key for digests of payer ids in production, found none; draw one of 32 random bytes, and write cashier: { digestKey: env:NAME }'
const DERIVED_KEY =
  'expected a key for digests of payer ids, found none; until there is one it is derived from a text that everybody knows; write cashier: { digestKey: env:NAME } before production'

/** Whoever keeps orders keeps digests of payers; in development one may begin without a key. */
function digestKeyFinding(keeps: boolean, cashier: CashierEntry | undefined, production: boolean): readonly PathProblem[] {
  if (!keeps || cashier?.digestKey) return []
  return [{ path: cashier ? ['cashier', 'digestKey'] : ['ledger'], reason: production ? NEEDS_KEY : DERIVED_KEY }]
}

const PASSWORD = /^postgres(?:ql)?:\/\/[^/@]*:[^/@]+@/

function openSecrets({ ledger, webhooks, cashier }: Entry): readonly PathProblem[] {
  const below = (key: string, findings: readonly PathProblem[]) =>
    findings.map((finding) => ({ ...finding, path: [key, ...finding.path] }))
  const isOpen = typeof ledger === 'string' && !isReference(ledger) && PASSWORD.test(ledger)
  return [
    ...(isOpen ? [{ path: ['ledger'], reason: OPEN_ADDRESS }] : []),
    ...below('webhooks', literalSecrets(webhooks, writtenSchema(webhooksSchema))),
    ...below('cashier', literalSecrets(cashier, writtenSchema(cashierSchema))),
  ]
}

const OPEN_ADDRESS =
  'expected a reference (env:NAME or file:path) in place of an address with a password, found the password itself; move the address there'
