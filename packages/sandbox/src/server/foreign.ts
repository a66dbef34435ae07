import { createPrivateKey, X509Certificate } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from './errno.ts'
import { AUTHORITY, CA_FILE, CERT_FILE, KEY_FILE, PUBLIC_KEY_FILE } from './names.ts'
import { Refused } from './refused.ts'

/**
 * Throws for a folder whose certificates or key an earlier sandbox did not write. A real merchant's files have the same names, and
 * nobody gets a lost key back.
 */
export async function refuseForeignFiles(dir: string): Promise<void> {
  const names = [CA_FILE, CERT_FILE, KEY_FILE, PUBLIC_KEY_FILE]
  const [ca, cert, key, publicKey] = await Promise.all(names.map((name) => textAt(join(dir, name))))
  const certificate = certificateIn(cert)
  const isOurs = certificate?.toLegacyObject().issuer?.CN === AUTHORITY
  const files: readonly (readonly [name: string, text: string | undefined, isOurs: boolean])[] = [
    [KEY_FILE, key, isOurs && certificate !== undefined && belongs(key, certificate)],
    [CERT_FILE, cert, isOurs],
    [PUBLIC_KEY_FILE, publicKey, isOurs], // bare as it is, its neighbour says whose it is
    [CA_FILE, ca, certificateIn(ca)?.toLegacyObject().subject?.CN === AUTHORITY],
  ]
  const foreign = files.find(([, text, isOurs]) => text !== undefined && !isOurs)
  if (foreign) {
    throw new Refused(
      409,
      `sandbox: ${join(dir, foreign[0])} was not written by a sandbox, which would overwrite it; choose another folder, one that holds no certificates of yours`,
    )
  }
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
