import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { refuseForeignFiles } from './foreign.ts'
import { type Doors, lockFolder } from './lock.ts'
import {
  ALIPAY_CERT_FILE,
  ALIPAY_KEY_FILE,
  ALIPAY_PUBLIC_KEY_FILE,
  ALIPAY_ROOT_FILE,
  ALIPAY_WALLET_CERT_FILE,
  CA_FILE,
  CERT_FILE,
  KEY_FILE,
  PUBLIC_KEY_FILE,
} from './names.ts'

/** What a merchant needs, PEM; or where it finds that. */
export interface MerchantFiles {
  readonly ca: string
  readonly cert: string
  readonly key: string
  /** Of the wallet, where merchants verify with one. */
  readonly publicKey?: string
}

const NAMES = { ca: CA_FILE, cert: CERT_FILE, key: KEY_FILE, publicKey: PUBLIC_KEY_FILE } as const

/** The same for an application at Alipay. */
export interface ApplicationFiles {
  readonly ca: string
  readonly cert: string
  readonly key: string
  /** Of the wallet: its bare key, or its certificate and what that stands on. */
  readonly publicKey?: string
  readonly walletCert?: string
  readonly root?: string
}

const APPLICATION_NAMES = {
  ca: CA_FILE,
  cert: ALIPAY_CERT_FILE,
  key: ALIPAY_KEY_FILE,
  publicKey: ALIPAY_PUBLIC_KEY_FILE,
  walletCert: ALIPAY_WALLET_CERT_FILE,
  root: ALIPAY_ROOT_FILE,
} as const

/** Takes a folder for the sandbox at these doors, or rejects and leaves it as it was; what it answers with gives the folder back. */
export async function takeFolder(dir: string, doors: Doors): Promise<() => Promise<void>> {
  await refuseForeignFiles(dir) // before anything is written
  await makeFolder(dir)
  return lockFolder(dir, doors)
}

/** Writes what a merchant needs; the door's own key and the authority's stay in memory and end with the process. */
export function writeMerchantFiles<Files extends MerchantFiles>(dir: string, texts: Files): Promise<Files> {
  return written(dir, texts, NAMES)
}

export function writeApplicationFiles<Files extends ApplicationFiles>(dir: string, texts: Files): Promise<Files> {
  return written(dir, texts, APPLICATION_NAMES)
}

async function written<Files extends object>(dir: string, texts: Files, names: Readonly<Record<string, string>>): Promise<Files> {
  await refuseForeignFiles(dir)
  await makeFolder(dir)
  const paths: Record<string, string> = {}
  for (const [name, text] of Object.entries(texts)) {
    paths[name] = join(dir, names[name] ?? name)
    await writeFresh(paths[name], text, name === 'key' ? 0o600 : 0o644)
  }
  return { ...texts, ...paths } // each name with the path of its text
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
