import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PemPair } from './certificates.ts'
import { refuseForeignFiles } from './foreign.ts'
import { type Doors, lockFolder } from './lock.ts'
import { CA_FILE, CERT_FILE, KEY_FILE } from './names.ts'

/** Where the merchant finds its files. */
export interface MerchantFiles {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** Takes a folder for the sandbox at these doors, or rejects and leaves it as it was; what it answers with gives the folder back. */
export async function takeFolder(dir: string, doors: Doors): Promise<() => Promise<void>> {
  await refuseForeignFiles(dir) // before anything is written
  await makeFolder(dir)
  return lockFolder(dir, doors)
}

/** Writes what a merchant needs; the door's own key and the authority's stay in memory and end with the process. */
export async function writeMerchantFiles(dir: string, ca: string, pair: PemPair): Promise<MerchantFiles> {
  const files = { ca: join(dir, CA_FILE), cert: join(dir, CERT_FILE), key: join(dir, KEY_FILE) }
  await refuseForeignFiles(dir)
  await makeFolder(dir)
  await writeFresh(files.ca, ca, 0o644)
  await writeFresh(files.cert, pair.cert, 0o644)
  await writeFresh(files.key, pair.key, 0o600)
  return files
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'tpkit-sandbox-'))
}

export function removeFolder(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true })
}

async function makeFolder(dir: string): Promise<void> {
  // The folder alone is closed and kept out of repositories, not the ones on the way to it.
  await mkdir(dirname(dir), { recursive: true })
  const created = await mkdir(dir, { recursive: true, mode: 0o700 })
  // A folder of ours holds a key and does not belong into a repository; in one that was there already this is not ours to say.
  if (created !== undefined) await writeFile(join(dir, '.gitignore'), '*\n')
}

/** A new file, so that an old one's mode or somebody's link does not count. */
async function writeFresh(path: string, text: string, mode: number): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, text, { mode, flag: 'wx' })
}
