import 'reflect-metadata' // the library below needs it to be there first
import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { AUTHORITY } from './names.ts'

/** EC keys are made in a millisecond; RSA ones would make every start wait. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000

interface Identity {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

/** A certificate and its private key, PEM. */
export interface PemPair {
  readonly cert: string
  readonly key: string
}

/** A throwaway authority. Its own key stays in memory and ends with the process. */
export interface Authority {
  readonly ca: string
  /** For the door with TLS. */
  readonly door: PemPair
  /** A client certificate whose common name is the merchant number. */
  readonly issueMerchant: (mchId: string) => Promise<PemPair>
}

/** Makes an authority for one run, and the certificate of its door. */
export async function openAuthority(host: string, name = AUTHORITY): Promise<Authority> {
  const authority = await issue(name, [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ])
  const door = await issue('tpkit sandbox', [serverNames(host), usage(ExtendedKeyUsage.serverAuth)], authority)
  return {
    ca: authority.certificate.toString('pem'),
    door: await pemPair(door),
    issueMerchant: async (mchId) => pemPair(await issue(mchId, [usage(ExtendedKeyUsage.clientAuth)], authority)),
  }
}

async function issue(commonName: string, extensions: Extension[], issuer?: Identity): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const name = [{ CN: [commonName] }]
  const now = Date.now()
  const certificate = await X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 365 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    extensions,
  })
  return { certificate, keys }
}

/** `host` is where the door stands, when that is neither of the usual two. */
function serverNames(host: string): Extension {
  const names = new Map<string, 'dns' | 'ip'>([
    ['localhost', 'dns'],
    ['127.0.0.1', 'ip'],
    [host, isIP(host) ? 'ip' : 'dns'],
  ])
  return new SubjectAlternativeNameExtension([...names].map(([value, type]) => ({ type, value })))
}

function usage(purpose: ExtendedKeyUsage): Extension {
  return new ExtendedKeyUsageExtension([purpose])
}

async function pemPair({ certificate, keys }: Identity): Promise<PemPair> {
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { cert: certificate.toString('pem'), key }
}
