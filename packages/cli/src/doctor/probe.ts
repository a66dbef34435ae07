import { type AccountDescription, isTPError, type Tpkit } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Sends the account's harmless signed question; nothing where its provider has none. */
export async function probeFindings(
  tpkit: Tpkit,
  { name, endpoints }: Pick<AccountDescription, 'name' | 'endpoints'>,
  words: Words,
): Promise<readonly Finding[]> {
  const account = tpkit.account(name)
  if (!account.manifest.abilities.includes('probe')) return []
  const head = { check: 'probe', account: name } as const
  const todo = endpoints ? words.probe.sandbox : words.probe.todo
  try {
    const { ok, message: said } = await account.probe()
    const message = words.reason(said)
    return [ok ? { ...head, level: 'ok', found: message } : { ...head, level: 'error', found: message, todo }]
  } catch (error) {
    if (!isTPError(error)) throw error
    const found = `${error.code}${words.marks.colon}${words.reason(error.message)}`
    // Whoever was not reached has said nothing of number and key; the check of the addresses says what to do.
    return [{ ...head, level: 'error', found, ...(!UNREACHED.has(error.code) && { todo }) }]
  }
}

const UNREACHED: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT', 'RATE'])
