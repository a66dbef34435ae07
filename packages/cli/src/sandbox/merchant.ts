import { randomBytes, randomInt } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { QQMerchant, SandboxAccount } from '@tpkit/sandbox'

/** What the merchant of a sandbox is known by; a configuration that was pasted once stays right while the folder stays. */
type Kept = Pick<QQMerchant, 'mchId' | 'apiKey' | 'appId' | 'appKey'> & { readonly opUserPassword: string }

const FILE = 'merchant.json'

/** A merchant's secrets, a file each: what a configuration refers to instead of holding them. */
export const KEY_FILES = { apiKey: 'api-key.txt', appKey: 'app-key.txt', operatorPassword: 'operator-password.txt' } as const

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
  await keep(dir, { mchId, apiKey, opUserPassword: operatorPassword, ...(appId && { appId }), ...(appKey && { appKey }) })
}

/** The merchant that the sandbox will have in that folder: the one of an earlier run, or one that is drawn and kept now. */
export async function settledMerchant(dir: string): Promise<Kept> {
  const kept = await keptMerchant(dir)
  if (kept) {
    await keepKeys(dir, kept)
    return kept
  }
  const drawn = drawnMerchant()
  // The folder alone is closed and kept out of repositories, not the ones on the way to it.
  await mkdir(dirname(dir), { recursive: true })
  const created = await mkdir(dir, { recursive: true, mode: 0o700 })
  if (created !== undefined) await writeFile(join(dir, '.gitignore'), '*\n')
  await keep(dir, drawn)
  return drawn
}

/** A merchant of this folder alone: by its number two sandboxes on one machine can be told apart. */
export function drawnMerchant(): Kept {
  const place = String(randomInt(100_000_000)).padStart(8, '0')
  return { mchId: `19${place}`, apiKey: secret(), opUserPassword: secret(), appId: `11${place}`, appKey: secret() }
}

/** The secrets once more, a file each; a folder of an earlier version lacks them. */
export async function keepKeys(dir: string, { apiKey, appKey, opUserPassword }: Kept): Promise<void> {
  const texts = { apiKey, appKey, operatorPassword: opUserPassword }
  for (const [name, file] of Object.entries(KEY_FILES)) {
    const [path, text] = [join(dir, file), Reflect.get(texts, name)]
    if (text === undefined || (await readFile(path, 'utf8').catch(() => '')).trim() === text) continue
    // A new file, so that an old one's mode or somebody's link does not count.
    await rm(path, { force: true })
    await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx' })
  }
}

async function keep(dir: string, kept: Kept): Promise<void> {
  await writeFile(join(dir, FILE), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await keepKeys(dir, kept)
}

function secret(): string {
  return randomBytes(KEY_LENGTH / 2).toString('hex')
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
