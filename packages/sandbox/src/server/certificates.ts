import 'reflect-metadata' // the library below needs it to be there first
import { randomBytes, webcrypto } from 'node:crypto'
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
/** What wallets demand that sign with RSA. */
const RSA = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
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

/** A certificate with an RSA key, and its number. */
export interface Signer extends PemPair {
  /** 40 hex digits. */
  readonly serial: string
}

/** A throwaway authority. Its own key stays in memory and ends with the process. */
export interface Authority {
  readonly ca: string
  /** For the door with TLS. */
  readonly door: PemPair
  /** A client certificate whose common name is the merchant number. */
  readonly issueMerchant: (mchId: string) => Promise<PemPair>
  /** What messages are signed with; under a number of its own, or the one that is wanted. */
  readonly issueSigner: (commonName: string, serial?: string) => Promise<Signer>
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
    issueSigner: async (commonName, serial = freeSerial()) => {
      const signing = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)
      const signer = await issue(commonName, [signing], authority, { keys: RSA, serial })
      return { ...(await pemPair(signer)), serial: serial.toUpperCase() }
    },
  }
}

/** An authority that signs with RSA, as a wallet's own does whose merchants prove what signed a certificate. */
export interface RsaAuthority {
  readonly root: string
  /** A certificate with an RSA key, and that key. */
  readonly issue: (commonName: string) => Promise<PemPair>
}

export async function openRsaAuthority(): Promise<RsaAuthority> {
  const ends = [
    new BasicConstraintsExtension(true, 0, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]
  const authority = await issue(AUTHORITY, ends, undefined, { keys: RSA })
  const signing = new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)
  return {
    root: authority.certificate.toString('pem'),
    issue: async (commonName) => pemPair(await issue(commonName, [signing], authority, { keys: RSA })),
  }
}

/** How a certificate differs from the usual one. */
interface Wanted {
  readonly keys?: typeof ALGORITHM | typeof RSA
  readonly serial?: string
}

/** 20 bytes, and no sign. */
function freeSerial(): string {
  const bytes = randomBytes(20)
  return Buffer.concat([Buffer.of(((bytes[0] ?? 0) % 64) | 64), bytes.subarray(1)]).toString('hex')
}

async function issue(
  commonName: string,
  extensions: Extension[],
  issuer?: Identity,
  { keys: algorithm = ALGORITHM, serial }: Wanted = {},
): Promise<Identity> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const signer = issuer?.keys.privateKey ?? keys.privateKey
  const name = [{ CN: [commonName] }]
  const now = Date.now()
  const certificate = await X509CertificateGenerator.create({
    subject: name,
    ...(serial !== undefined && { serialNumber: serial }),
    issuer: issuer?.certificate.subject ?? name,
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + 365 * DAY_MS),
    signingAlgorithm: signer.algorithm.name === ALGORITHM.name ? ALGORITHM : RSA,
    publicKey: keys.publicKey,
    signingKey: signer,
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
