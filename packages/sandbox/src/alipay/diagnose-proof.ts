import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto'

/** What somebody signed, as their signature tells whoever has the public half. */
export interface Proof {
  readonly hash: 'sha256' | 'sha1' | 'md5' | 'sha512'
  readonly digest: Buffer
}

/** DigestInfo of PKCS #1: what stands before the digest. */
const HEADS: readonly (readonly [Proof['hash'], string])[] = [
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha1', '3021300906052b0e03021a05000414'],
  ['md5', '3020300c06082a864886f70d020505000410'],
  ['sha512', '3051300d060960864801650304020305000440'],
]

/** Opens a signature with a key; undefined where the key does not fit. The padding leaves no room for chance. */
export function proofBy(key: KeyObject, signature: string): Proof | undefined {
  const opened = decrypted(key, Buffer.from(signature, 'base64'))?.toString('hex') ?? ''
  const [hash, head] = HEADS.find((each) => opened.startsWith(each[1])) ?? []
  return hash && { hash, digest: Buffer.from(opened.slice(head?.length), 'hex') }
}

function decrypted(key: KeyObject, bytes: Uint8Array): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes)
  } catch {
    return undefined
  }
}

export function proves({ hash, digest }: Proof, text: Uint8Array): boolean {
  return createHash(hash).update(text).digest().equals(digest)
}
