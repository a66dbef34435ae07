import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What the merchant of a sandbox is known by; a configuration that was pasted once stays right while the folder stays. */
export interface KeptForm<Kept> {
  /** Its secrets, a file each: what a configuration refers to instead of holding them. */
  readonly keys: (kept: Kept) => Readonly<Record<string, string | undefined>>
  /** Undefined for what no sandbox of this wallet kept. */
  readonly read: (found: Readonly<Record<string, unknown>>) => Kept | undefined
  /** A merchant of this folder alone: by its number two sandboxes on one machine can be told apart. */
  readonly draw: () => Kept
}

const FILE = 'merchant.json'

/** The merchant of an earlier run in that folder, if there was one. Throws when the file is there and cannot be what it was. */
export async function keptMerchant<Kept>(dir: string, form: KeptForm<Kept>): Promise<Kept | undefined> {
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const kept = parsed(text, form)
  if (kept) return kept
  throw new Error(
    `${join(dir, FILE)}: expected the merchant of an earlier sandbox, found something else; choose another folder, or delete the file if it was a sandbox's`,
  )
}

/** The merchant that the sandbox will have in that folder: the one of an earlier run, or one that is drawn and kept now. */
export async function settledMerchant<Kept>(dir: string, form: KeptForm<Kept>): Promise<Kept> {
  const kept = await keptMerchant(dir, form)
  if (kept) {
    await keepKeys(dir, kept, form)
    return kept
  }
  const drawn = form.draw()
  // The folder alone is closed and kept out of repositories, not the ones on the way to it.
  await mkdir(dirname(dir), { recursive: true })
  const created = await mkdir(dir, { recursive: true, mode: 0o700 })
  if (created !== undefined) await writeFile(join(dir, '.gitignore'), '*\n')
  await keepMerchant(dir, drawn, form)
  return drawn
}

/** Keeps the merchant for the next run, readable by its owner alone. Rejects where one is kept already. */
export async function keepMerchant<Kept>(dir: string, kept: Kept, form: KeptForm<Kept>): Promise<void> {
  await writeFile(join(dir, FILE), `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await keepKeys(dir, kept, form)
}

/** The secrets once more, a file each; a folder of an earlier version lacks them. */
export async function keepKeys<Kept>(dir: string, kept: Kept, { keys }: KeptForm<Kept>): Promise<void> {
  for (const [file, text] of Object.entries(keys(kept))) {
    const path = join(dir, file)
    if (text === undefined || (await readFile(path, 'utf8').catch(() => '')).trim() === text) continue
    // A new file, so that an old one's mode or somebody's link does not count.
    await rm(path, { force: true })
    await writeFile(path, `${text}\n`, { mode: 0o600, flag: 'wx' })
  }
}

function parsed<Kept>(text: string, { read }: KeptForm<Kept>): Kept | undefined {
  try {
    const found: Record<string, unknown> = JSON.parse(text)
    return read(found)
  } catch {
    return undefined
  }
}
