import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PemPair } from './certificates.ts'

/** Where the merchant finds its files; named as the real platform names them. */
export interface MerchantFiles {
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** Writes what a merchant needs; the door's own key and the authority's stay in memory and end with the process. */
export async function writeMerchantFiles(dir: string, ca: string, pair: PemPair): Promise<MerchantFiles> {
  const files = { ca: join(dir, 'ca.pem'), cert: join(dir, 'apiclient_cert.pem'), key: join(dir, 'apiclient_key.pem') }
  const created = await mkdir(dir, { recursive: true, mode: 0o700 })
  // A folder of ours holds a key and does not belong into a repository; in one that was there already this is not ours to say.
  if (created !== undefined) await writeFile(join(created, '.gitignore'), '*\n')
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

/** A new file, so that an old one's mode or somebody's link does not count. */
async function writeFresh(path: string, text: string, mode: number): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, text, { mode, flag: 'wx' })
}
