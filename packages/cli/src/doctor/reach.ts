import type { AccountDescription, Manifest } from 'tpkit'
import { localTime } from '../desk/time.ts'
import type { Finding } from './finding.ts'
import type { LocalSandbox } from './local-sandbox.ts'
import { type Contact, contact } from './wire.ts'
import type { Words } from './words.ts'

export type Reached = Pick<AccountDescription, 'name' | 'endpoints' | 'proxy' | 'ca'> & {
  readonly manifest: Pick<Manifest, 'origins'>
}

const TIMEOUT_MS = 5_000
/** The wallets that look at the time allow five minutes; certificates allow less. */
const FAR_MS = 300_000
const NEAR_MS = 30_000

/** Calls every address that the account will call, at the same time, and compares clocks. */
export async function reachFindings(
  account: Reached,
  sandbox: LocalSandbox,
  words: Words,
  timeoutMs = TIMEOUT_MS,
): Promise<readonly Finding[]> {
  const { name, manifest, endpoints = {}, proxy, ca } = account
  const head = { check: 'reachable', account: name } as const
  if (proxy !== undefined) {
    return [{ ...head, level: 'warning', found: words.reach.proxied(proxy), todo: words.reach.proxyTodo }]
  }
  const addresses = [...new Set(manifest.origins.map((origin) => endpoints[origin] ?? origin))]
  const contacts = await Promise.all(addresses.map((address) => contact(address, { timeoutMs, ...(ca && { ca }) })))
  const bad = contacts.flatMap((one, at) => (one.kind === 'failed' ? [{ ...one, address: addresses[at] ?? '' }] : []))
  const found = await Promise.all(bad.map((one) => badFinding(one, account, sandbox, words)))
  const good: Finding = { ...head, level: 'ok', found: words.reach.good(addresses) }
  return [...(found.length > 0 ? found : [good]), ...clockFindings(name, contacts, words)]
}

type Failed = Extract<Contact, { readonly kind: 'failed' }>

async function badFinding(
  { code, isTls, address }: Failed & { readonly address: string },
  { name, endpoints }: Reached,
  { dir, line }: LocalSandbox,
  words: Words,
): Promise<Finding> {
  const found = words.reach.bad(address, code === 'ABORT_ERR' ? 'TIMEOUT' : code)
  const head = { check: 'reachable', account: name, level: 'error', found } as const
  if (!endpoints) return { ...head, todo: isTls ? words.reach.tls : words.reach.network }
  const elsewhere = await listening(dir)
  if (elsewhere.length > 0) return { ...head, todo: words.reach.elsewhere(words.reach.good(elsewhere)) }
  // A sandbox draws its CA when it starts: whoever shows another one is another sandbox.
  return isTls ? { ...head, todo: words.reach.otherSandbox(line) } : { ...head, todo: words.reach.startSandbox(line), cure: line }
}

/** Where the sandbox of that folder listens, if it runs. */
async function listening(dir: string): Promise<readonly string[]> {
  const { sandboxIn } = await import('@tpkit/sandbox')
  const { url, tlsUrl } = (await sandboxIn(dir)) ?? {}
  return [url, tlsUrl].filter((one) => one !== undefined)
}

function clockFindings(account: string, contacts: readonly Contact[], words: Words): readonly Finding[] {
  const told = contacts.find((one) => one.kind === 'answered' && one.dateMs !== undefined)
  if (told?.kind !== 'answered' || told.dateMs === undefined) return []
  // The header leaves out parts of a second.
  const offMs = told.ourMs - (told.dateMs + 500)
  const seconds = Math.round(Math.abs(offMs) / 1000)
  const head = { check: 'clock', account } as const
  if (Math.abs(offMs) <= NEAR_MS) return [{ ...head, level: 'ok', found: words.clock.good(seconds) }]
  const found = words.clock.bad(localTime(told.ourMs), localTime(told.dateMs), seconds)
  return [{ ...head, level: Math.abs(offMs) > FAR_MS ? 'error' : 'warning', found, todo: words.clock.todo }]
}
