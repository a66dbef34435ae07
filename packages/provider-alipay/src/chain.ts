import type { X509Certificate } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Certificates, type Chain, snOf } from './certificates.ts'

/**
 * Is this the wallet's certificate under that number? It must bear exactly the names (subject and issuer) of a configured one, be valid
 * now, and lead to a root of the bundle. Names alone tell it from an application's, which the same authority issues to every merchant.
 * Throws `UNVERIFIED`.
 */
export function checkWalletCertificate(found: Chain, sn: string, known: Certificates, nowMs: Instant): void {
  const { leaf, issuers } = found
  if (snOf(leaf) !== sn) throw untrusted(`expected the certificate ${sn}, found ${snOf(leaf)}`)
  const same = known.wallet.find((chain) => namesOf(chain.leaf) === namesOf(leaf))
  if (!same || leaf.ca) throw untrusted('expected one with the names of alipayCert, found one of somebody else')
  if (!isStrong(leaf)) throw untrusted('expected an RSA key of 2048 bits or more, found another')
  const path = { pool: [...issuers, ...same.issuers].filter(({ ca }) => ca), roots: known.roots, nowMs }
  if (!isRooted(leaf, path, MOST_ISSUERS))
    throw untrusted('expected one that is valid now and leads to rootCert, found one that does not')
}

const MOST_ISSUERS = 3

interface Path {
  readonly pool: readonly X509Certificate[]
  readonly roots: readonly X509Certificate[]
  readonly nowMs: Instant
}

function isRooted(certificate: X509Certificate, path: Path, issuersLeft: number): boolean {
  if (!isValid(certificate, path.nowMs)) return false
  if (path.roots.some((root) => isValid(root, path.nowMs) && isIssuedBy(certificate, root))) return true
  if (issuersLeft === 0) return false
  return path.pool.some((issuer) => isIssuedBy(certificate, issuer) && isRooted(issuer, path, issuersLeft - 1))
}

/** By name, and by a signature that fits. A key of a kind that is not known here (SM2) has signed nothing for us. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

function isValid({ validFrom, validTo }: X509Certificate, nowMs: Instant): boolean {
  return Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validTo)
}

function isStrong({ publicKey }: X509Certificate): boolean {
  return publicKey.asymmetricKeyType === 'rsa' && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048
}

function namesOf({ subject, issuer }: X509Certificate): string {
  return JSON.stringify([subject, issuer])
}

function untrusted(message: string): Error {
  return tpError('UNVERIFIED', `trust: ${message}; if it is right, download it from the open platform (支付宝公钥证书)`)
}
