import { createPublicKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { certificatesIn, snOf } from './certificates.ts'
import type { AlipayConfig } from './config.ts'
import { account, appKey, walletKey } from './wallet.fixture.ts'

/** X.509 certificates of any names and times, written by hand (DER), so that every wrong one can be made. */

const tlv = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(content)
  const size = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}
const hex = (text: string): Uint8Array => Buffer.from(text, 'hex')
const sequence = (...content: readonly Uint8Array[]) => tlv(0x30, ...content)
const integer = (text: string) => tlv(0x02, hex(text))
const SHA256_WITH_RSA = sequence(tlv(0x06, hex('2a864886f70d01010b')), tlv(0x05))

const NAMES = { C: '550406', O: '55040a', OU: '55040b', CN: '550403' } as const
type Name = Readonly<Partial<Record<keyof typeof NAMES, string>>>

function nameOf(name: Name): Uint8Array {
  const parts = (['C', 'O', 'OU', 'CN'] as const).flatMap((key) => {
    const text = name[key]
    return text === undefined ? [] : [tlv(0x31, sequence(tlv(0x06, hex(NAMES[key])), tlv(0x0c, Buffer.from(text))))]
  })
  return sequence(...parts)
}

const utcTime = (instant: number) =>
  tlv(0x17, Buffer.from(`${new Date(instant).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
/** basicConstraints, critical: an authority. */
const AUTHORITY = tlv(
  0xa3,
  sequence(sequence(tlv(0x06, hex('551d13')), tlv(0x01, hex('ff')), tlv(0x04, sequence(tlv(0x01, hex('ff')))))),
)

export interface Made {
  readonly subject: Name
  readonly publicKey: KeyObject
  readonly issuer: Name
  readonly signer: KeyObject
  readonly serial?: string
  readonly from?: number
  readonly to?: number
  readonly ca?: boolean
}

const YEAR = 365 * 86_400_000
const MIDDLE = Date.UTC(2026, 10, 23)

/** One certificate, PEM. */
export function certificate(made: Made): string {
  const {
    subject,
    publicKey,
    issuer,
    signer,
    serial = '2020051462',
    from = MIDDLE - YEAR,
    to = MIDDLE + 4 * YEAR,
    ca = false,
  } = made
  const body = sequence(
    tlv(0xa0, integer('02')),
    integer(serial),
    SHA256_WITH_RSA,
    nameOf(issuer),
    sequence(utcTime(from), utcTime(to)),
    nameOf(subject),
    publicKey.export({ format: 'der', type: 'spki' }),
    ...(ca ? [AUTHORITY] : []),
  )
  const signature = tlv(0x03, hex('00'), sign('RSA-SHA256', body, signer))
  const lines =
    Buffer.from(sequence(body, SHA256_WITH_RSA, signature))
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

export const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

const root = keyPair()
const middle = keyPair()
const fresh = keyPair()

const ANT = { C: 'CN', O: 'Ant Financial', OU: 'Certification Authority' }
const ROOT = { ...ANT, CN: 'Ant Financial Certification Authority R1' }
export const CLASS_2: Name = { ...ANT, CN: 'Ant Financial Certification Authority Class 2 R1' }
export const CLASS_1: Name = { ...ANT, CN: 'Ant Financial Certification Authority Class 1 R1' }
const MERCHANT = { C: 'CN', O: '测试商户', OU: 'Alipay' }
/** As the wallet names its certificate for one merchant, and that merchant's own. */
export const WALLET: Name = { ...MERCHANT, CN: `支付宝(中国)网络技术有限公司-${account.sellerId}` }
export const APPLICATION: Name = { ...MERCHANT, CN: `${account.sellerId}-${account.appId}` }

const rootPem = certificate({
  subject: ROOT,
  publicKey: root.publicKey,
  issuer: ROOT,
  signer: root.privateKey,
  serial: '01',
  ca: true,
})
/** The authority between the root and the wallet; its file is not in the bundle. */
export const authority = { key: middle.privateKey, name: CLASS_2 }
export const authorityPem = certificate({
  subject: CLASS_2,
  publicKey: middle.publicKey,
  issuer: ROOT,
  signer: root.privateKey,
  serial: '02',
  ca: true,
})

/** A certificate from that authority, of the wallet unless said otherwise. */
export function issued(made: Partial<Made> = {}): string {
  return certificate({
    subject: WALLET,
    publicKey: fresh.publicKey,
    issuer: CLASS_2,
    signer: middle.privateKey,
    serial: '2025',
    ...made,
  })
}

export const numberOf = (pem: string) => snOf(new X509Certificate(pem))

const walletPem = issued({ publicKey: createPublicKey(walletKey), serial: '2020' })
const freshPem = issued()

export const chain = {
  /** The one that is configured: with its authority behind it, as the console's file has it. */
  wallet: { pem: walletPem + authorityPem, sn: numberOf(walletPem), key: walletKey },
  /** The one that the wallet goes on with. */
  fresh: { pem: freshPem + authorityPem, sn: numberOf(freshPem), key: fresh.privateKey, publicKey: fresh.publicKey },
  root: rootPem,
}

const appPem = certificate({ subject: APPLICATION, publicKey: appKey, issuer: CLASS_1, signer: middle.privateKey, serial: '77' })

/** The account in certificate mode, and what it holds. */
export const withCertificates: AlipayConfig = {
  ...account,
  certificates: { appCert: appPem, alipayCerts: [chain.wallet.pem], rootCert: rootPem },
}
export const certified = certificatesIn({ appCert: appPem, alipayCerts: [chain.wallet.pem], rootCert: rootPem })
/** The application's own certificate. */
export { appPem }

/** What core holds for it. */
export const PINNED: ReadonlyMap<string, KeyObject> = new Map([[chain.wallet.sn, createPublicKey(walletKey)]])
