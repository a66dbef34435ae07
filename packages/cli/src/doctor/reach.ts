import type { AccountDescription } from 'tpkit'
import type { Finding } from './finding.ts'
import { type Contact, contact } from './wire.ts'
import type { Words } from './words.ts'

const TIMEOUT_MS = 5_000
/** The wallets that look at the time allow five minutes; certificates allow less. */
const FAR_MS = 300_000
const NEAR_MS = 30_000

/** Calls every address that the account will call, at the same time, and compares clocks. */
export async function reachFindings(
  account: AccountDescription,
  words: Words,
  timeoutMs = TIMEOUT_MS,
): Promise<readonly Finding[]> {
  const { name, manifest, endpoints = {}, proxy, ca } = account
  const head = { check: 'reachable', account: name } as const
  if (proxy !== undefined) {
    return [{ ...head, level: 'warning', found: words.reach.proxied(proxy), todo: words.reach.proxyTodo }]
  }
  const addresses = manifest.origins.map((origin) => endpoints[origin] ?? origin)
  const contacts = await Promise.all(addresses.map((address) => contact(address, { timeoutMs, ...(ca && { ca }) })))
  const bad = contacts.flatMap((one, at) =>
    one.kind === 'failed'
      ? [{ ...head, level: 'error' as const, ...failureWords(one, addresses[at] ?? '', account, words) }]
      : [],
  )
  const good: Finding = { ...head, level: 'ok', found: words.reach.good(addresses) }
  return [...(bad.length > 0 ? bad : [good]), ...clockFindings(name, contacts, words)]
}

type Failed = Extract<Contact, { readonly kind: 'failed' }>

function failureWords(
  { code, isTls }: Failed,
  address: string,
  { endpoints }: AccountDescription,
  words: Words,
): Pick<Finding, 'found' | 'todo'> {
  const todo = isTls ? words.reach.tls : endpoints ? words.reach.startSandbox : words.reach.network
  return { found: words.reach.bad(address, code === 'ABORT_ERR' ? 'TIMEOUT' : code), todo }
}

function clockFindings(account: string, contacts: readonly Contact[], words: Words): readonly Finding[] {
  const told = contacts.find((one) => one.kind === 'answered' && one.dateMs !== undefined)
  if (told?.kind !== 'answered' || told.dateMs === undefined) return []
  // The header leaves out parts of a second.
  const offMs = told.ourMs - (told.dateMs + 500)
  const seconds = Math.round(Math.abs(offMs) / 1000)
  const head = { check: 'clock', account } as const
  if (Math.abs(offMs) <= NEAR_MS) return [{ ...head, level: 'ok', found: words.clock.good(seconds) }]
  const found = words.clock.bad(iso(told.ourMs), iso(told.dateMs), seconds)
  return [{ ...head, level: Math.abs(offMs) > FAR_MS ? 'error' : 'warning', found, todo: words.clock.todo }]
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
