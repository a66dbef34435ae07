import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { QQMerchant, SandboxAccount } from '@tpkit/sandbox'

/** What the merchant of a sandbox is known by; a configuration that was pasted once stays right while the folder stays. */
type Kept = Pick<QQMerchant, 'mchId' | 'apiKey' | 'appId' | 'appKey'> & { readonly opUserPassword: string }

const FILE = 'merchant.json'

/** API 密钥; with another one no configuration would be taken. */
const KEY_LENGTH = 32

/** The merchant of an earlier run in that folder, if there was one. Throws when the file is there and cannot be what it was. */
export async function keptMerchant(dir: string): Promise<Kept | undefined> {
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const kept = parsed(text)
  if (kept) return kept
  throw new Error(
    `${join(dir, FILE)}: expected the merchant of an earlier sandbox, found something else; choose another folder, or delete the file if it was a sandbox's`,
  )
}

/** Keeps the merchant for the next run, readable by its owner alone. */
export async function keepMerchant(
  dir: string,
  { mchId, apiKey, operatorPassword, appId, appKey }: SandboxAccount,
): Promise<void> {
  const kept: Kept = { mchId, apiKey, opUserPassword: operatorPassword, ...(appId && { appId }), ...(appKey && { appKey }) }
  await writeFile(join(dir, FILE), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

function parsed(text: string): Kept | undefined {
  try {
    const { mchId, apiKey, opUserPassword, appId, appKey }: Record<string, unknown> = JSON.parse(text)
    if (typeof mchId !== 'string' || typeof apiKey !== 'string' || typeof opUserPassword !== 'string') return undefined
    if (apiKey.length !== KEY_LENGTH) return undefined
    // A merchant of an older sandbox has no application.
    const app = typeof appId === 'string' && typeof appKey === 'string' ? { appId, appKey } : {}
    return { mchId, apiKey, opUserPassword, ...app }
  } catch {
    return undefined
  }
}
