import { isTPError, type Tpkit } from 'tpkit'
import type { Finding } from './finding.ts'
import type { Words } from './words.ts'

/** Sends the account's harmless signed question; nothing where its provider has none. */
export async function probeFindings(tpkit: Tpkit, name: string, words: Words): Promise<readonly Finding[]> {
  const account = tpkit.account(name)
  if (!account.manifest.abilities.includes('probe')) return []
  const head = { check: 'probe', account: name } as const
  try {
    const { ok, message: said } = await account.probe()
    const message = words.reason(said)
    return [ok ? { ...head, level: 'ok', found: message } : { ...head, level: 'error', found: message, todo: words.probe.todo }]
  } catch (error) {
    if (!isTPError(error)) throw error
    return [{ ...head, level: 'error', found: `${error.code}: ${words.reason(error.message)}`, todo: words.probe.todo }]
  }
}
