import { createPrivateKey, X509Certificate } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from './errno.ts'
import {
  ALIPAY_CERT_FILE,
  ALIPAY_KEY_FILE,
  ALIPAY_PUBLIC_KEY_FILE,
  ALIPAY_ROOT_FILE,
  ALIPAY_WALLET_CERT_FILE,
  AUTHORITY,
  CA_FILE,
  CERT_FILE,
  FORMER_AUTHORITY,
  KEY_FILE,
  PUBLIC_KEY_FILE,
} from './names.ts'
import { Refused } from './refused.ts'

/**
 * Throws for a folder whose certificates or key an earlier sandbox did not write. A real merchant's files have the same names, and
 * nobody gets a lost key back.
 */
export async function refuseForeignFiles(dir: string): Promise<void> {
  const foreign = (await foreignIn(dir, PLATFORM)) ?? (await foreignIn(dir, ALIPAY)) ?? (await foreignAuthority(dir))
  if (foreign !== undefined) {
    throw new Refused(
      409,
      `sandbox: ${join(dir, foreign)} was not written by a sandbox, which would overwrite it; choose another folder, one that holds no certificates of yours`,
    )
  }
}

/** Files that belong together: the merchant's certificate says whose they all are. */
interface FileSet {
  readonly key: string
  readonly cert: string
  /** Bare as they are, their neighbour says whose they are. */
  readonly beside: readonly string[]
}

const PLATFORM: FileSet = { key: KEY_FILE, cert: CERT_FILE, beside: [PUBLIC_KEY_FILE] }
const ALIPAY: FileSet = {
  key: ALIPAY_KEY_FILE,
  cert: ALIPAY_CERT_FILE,
  beside: [ALIPAY_PUBLIC_KEY_FILE, ALIPAY_WALLET_CERT_FILE, ALIPAY_ROOT_FILE],
}

async function foreignIn(dir: string, { key, cert, beside }: FileSet): Promise<string | undefined> {
  const [keyText, certText, ...others] = await Promise.all([key, cert, ...beside].map((name) => textAt(join(dir, name))))
  const certificate = certificateIn(certText)
  const isOurs = isOurName(certificate?.toLegacyObject().issuer?.CN)
  if (keyText !== undefined && !(isOurs && certificate && belongs(keyText, certificate))) return key
  if (isOurs) return undefined
  return certText === undefined ? beside.find((_, place) => others[place] !== undefined) : cert
}

async function foreignAuthority(dir: string): Promise<string | undefined> {
  const ca = await textAt(join(dir, CA_FILE))
  return ca === undefined || isOurName(certificateIn(ca)?.toLegacyObject().subject?.CN) ? undefined : CA_FILE
}

function isOurName(name: unknown): boolean {
  return name === AUTHORITY || name === FORMER_AUTHORITY
}

const MISSING: readonly string[] = ['ENOENT', 'ENOTDIR']

/** Undefined where nothing is there. What is there and cannot be read, a link to nowhere too, is nobody's to overwrite. */
async function textAt(path: string): Promise<string | undefined> {
  try {
    await lstat(path)
  } catch (error) {
    if (MISSING.includes(errnoOf(error) ?? '')) return undefined
  }
  return readFile(path, 'utf8').catch(() => '')
}

function certificateIn(text = ''): X509Certificate | undefined {
  try {
    return new X509Certificate(text)
  } catch {
    return undefined
  }
}

function belongs(key = '', certificate: X509Certificate): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
