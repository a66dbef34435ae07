import type { MethodPlan } from '@tpkit/core'
import type { AccountDescription, Description } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** What the whole configuration says of itself. */
export function standingFindings(description: Description, words: Words): readonly Finding[] {
  const { accounts, methods, mode } = description
  const readable: Finding = { check: 'configuration', level: 'ok', found: words.readable(accounts.length, methods.length) }
  return [
    readable,
    modeFinding(accounts, mode, words),
    ...ledgerFindings(description, words),
    ...gatewayFindings(description, words),
  ]
}

function modeFinding(accounts: readonly AccountDescription[], mode: Description['mode'], words: Words): Finding {
  const head = { check: 'mode' } as const
  if (mode === 'production') return { ...head, level: 'ok', found: words.mode.production }
  if (accounts.every(({ endpoints }) => endpoints !== undefined)) return { ...head, level: 'ok', found: words.mode.development }
  return { ...head, level: 'warning', found: words.mode.realInDevelopment, todo: words.mode.realTodo }
}

/** Nothing where the configuration says nothing to the cashier. */
function ledgerFindings(description: Description, words: Words): readonly Finding[] {
  const { cashier } = description
  if (!cashier) return []
  const head = { check: 'ledger' } as const
  const { ledger } = cashier
  const standing: Finding =
    ledger === undefined
      ? { ...head, level: 'warning', found: words.ledger.none, todo: words.ledger.todo }
      : { ...head, level: 'ok', found: ledger.startsWith('sqlite:') ? words.ledger.sqlite : words.ledger.postgres }
  return [standing, ...warned(description, 'ledger', /^(?:ledger|webhooks|cashier)\b/, words)]
}

/** Nothing where the configuration says nothing to the gateway. */
function gatewayFindings(description: Description, words: Words): readonly Finding[] {
  const { gateway } = description
  const open = warned(description, 'gateway', /^gateway\b/, words)
  if (!gateway) return open
  const { host, port } = gateway.listen ?? { host: '127.0.0.1', port: 8080 }
  const at = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const standing: Finding = { check: 'gateway', level: 'ok', found: words.gateway(at, gateway.publicUrl) }
  return [standing, ...open]
}

/** What works and should be looked at. */
function warned({ warnings, source }: Description, check: Finding['check'], paths: RegExp, words: Words): readonly Finding[] {
  const open = warnings.filter(({ path }) => paths.test(path))
  return open.map(({ path, reason, line, column }) => ({
    check,
    level: 'warning',
    found: `${path}${words.marks.colon}${words.reason(reason)}`,
    ...(line !== undefined && { place: `${source}:${line}:${column}` }),
  }))
}

/** What a description does not tell of an account. */
export interface FromOutside {
  /** Of its plugin. */
  readonly version: string
  /** The accounts that extend it. */
  readonly heirs: readonly string[]
}

/** What can be said of an account without asking anybody. */
export function accountFindings(
  account: AccountDescription,
  { warnings, methods, source }: Description,
  { version, heirs }: FromOutside,
  words: Words,
): readonly Finding[] {
  const { name, manifest } = account
  const planned = manifest.status === 'planned'
  const plugin: Finding = planned
    ? { check: 'plugin', level: 'warning', account: name, found: words.planned.found, todo: words.planned.todo }
    : { check: 'plugin', level: 'ok', account: name, found: words.ready(account.plugin, version) }
  const open = warnings.filter(({ path }) => path === `accounts.${name}` || path.startsWith(`accounts.${name}.`))
  const keys = open.map(
    ({ path, reason, line, column }): Finding => ({
      check: 'keys',
      level: 'warning',
      account: name,
      found: `${path.split('.').slice(2).join('.')}${words.marks.colon}${words.reason(reason)}`,
      todo: words.keys.todo,
      ...(line !== undefined && { place: `${source}:${line}:${column}` }),
    }),
  )
  const good: Finding = { check: 'keys', level: 'ok', account: name, found: words.keys.good }
  return [plugin, ...(keys.length > 0 ? keys : [good]), ...standing(account, heirs, methods, words)]
}

/** Retired, or named by no method. What others extend is there for them, and `retired` would be theirs, too. */
function standing(
  { name, retired }: AccountDescription,
  heirs: readonly string[],
  methods: readonly MethodPlan[],
  words: Words,
): readonly Finding[] {
  const head = { check: 'account', account: name } as const
  if (retired) return [{ ...head, level: 'ok', found: words.retired }]
  const used = methods.some(({ rules }) => rules.some(({ use }) => use.some(({ account }) => account === name)))
  if (used) return []
  if (heirs.length > 0) return [{ ...head, level: 'ok', found: words.extendedBy(heirs) }]
  return [{ ...head, level: 'warning', found: words.unused.found, todo: words.unused.todo }]
}
