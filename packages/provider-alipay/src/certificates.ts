import { X509Certificate } from 'node:crypto'
import { tpError } from '@tpkit/core/errors'
import { md5Hex } from '@tpkit/wire'

/** 公钥证书方式, read once: how an application and its wallet name each other's keys. */
export interface Certificates {
  /** 应用公钥证书 SN: sent with every call. */
  readonly appSn: string
  /** 支付宝根证书 SN: sent with every call. */
  readonly rootSn: string
  /** 支付宝公钥证书 that are configured, the present one first, each with what its file holds behind it. */
  readonly wallet: readonly Chain[]
  readonly walletSns: readonly string[]
  readonly roots: readonly X509Certificate[]
}

/** A certificate, and the issuers that stand in the same file. */
export interface Chain {
  readonly leaf: X509Certificate
  readonly issuers: readonly X509Certificate[]
}

/** The three files of the console, as PEM. */
export interface CertificateFiles {
  /** 应用公钥证书. */
  readonly appCert: string
  /** 支付宝公钥证书. The first is the present one: a list is a rotation. */
  readonly alipayCerts: readonly string[]
  /** 支付宝根证书, the whole bundle. */
  readonly rootCert: string
}

/** Throws `CONFIG` for a file without a readable certificate. */
export function certificatesIn({ appCert, alipayCerts, rootCert }: CertificateFiles): Certificates {
  const wallet = alipayCerts.map((pem, index) => chainIn(pem, `alipayCerts[${index}]`))
  if (wallet.length === 0) throw noCertificate('alipayCerts')
  const { leaf, issuers } = chainIn(rootCert, 'rootCert')
  const roots = [leaf, ...issuers]
  return {
    appSn: snOf(chainIn(appCert, 'appCert').leaf),
    rootSn: roots.filter(isRsaSigned).map(snOf).join('_'),
    wallet,
    walletSns: wallet.map((chain) => snOf(chain.leaf)),
    roots,
  }
}

/** If a file holds a chain, its first certificate counts. */
export function chainIn(pem: string, field: string): Chain {
  const [leaf, ...issuers] = pemBlocks(pem).map((block) => certificate(block, field))
  if (!leaf) throw noCertificate(field)
  return { leaf, issuers }
}

/** 证书 SN: MD5 over the issuer's name (RFC 2253) and the serial number in decimal. */
export function snOf({ issuer, serialNumber }: X509Certificate): string {
  return md5Hex(`${issuer.split('\n').reverse().join(',')}${BigInt(`0x${serialNumber}`)}`)
}

/** Every certificate in a text, as PEM each. */
function pemBlocks(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
}

function certificate(block: string, field: string): X509Certificate {
  try {
    return new X509Certificate(block)
  } catch {
    throw noCertificate(field)
  }
}

function noCertificate(field: string): Error {
  return tpError('CONFIG', `${field}: expected a PEM certificate ("-----BEGIN CERTIFICATE-----" …), found none that can be read`)
}

/** PKCS #1: 1.2.840.113549.1.1, of which RSA signatures are. */
const RSA_FAMILY = Buffer.from('2a864886f70d0101', 'hex')

/** By the signature's algorithm, as the wallet counts: the bundle also has one of SM2 and one of ECDSA. */
function isRsaSigned({ raw }: X509Certificate): boolean {
  // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER … }, … }
  const algorithm = skipped(raw, inside(raw, 0))
  const oid = inside(raw, inside(raw, algorithm))
  return raw.subarray(oid, oid + RSA_FAMILY.length).equals(RSA_FAMILY)
}

/** Where the content of the DER value begins that stands there. */
function inside(der: Buffer, at: number): number {
  const length = der[at + 1] ?? 0
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f)
}

/** Where the next value begins. */
function skipped(der: Buffer, at: number): number {
  const begin = inside(der, at)
  const length = der[at + 1] ?? 0
  return begin + (length < 0x80 ? length : der.readUIntBE(at + 2, length & 0x7f))
}
