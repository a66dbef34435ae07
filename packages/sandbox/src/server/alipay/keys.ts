import { createPublicKey } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import type { AlipayWalletKey } from '../../alipay/keys.ts'
import type { AlipayMerchant } from '../../alipay/merchant.ts'
import type { AlipayWalletOptions } from '../../alipay/wallet.ts'
import type { Authority, PemPair, RsaAuthority } from '../certificates.ts'
import type { ApplicationFiles } from '../files.ts'
import { drawPair } from '../pair.ts'

/** What the wallet signs with in this run, and what its merchants prove themselves by. */
export interface RunKeys {
  readonly wallet: Pick<AlipayWalletOptions, 'walletKeys' | 'strangerKey' | 'rootCertificates'>
  /** Draws the keys of one application. */
  readonly application: (appId: string, certificates: boolean) => Promise<ApplicationKeys>
}

export interface ApplicationKeys {
  /** How the wallet knows the application. */
  readonly known: Pick<AlipayMerchant, 'publicKey' | 'certificate'>
  /** What the application is given. */
  readonly files: ApplicationFiles
}

/** 支付宝公钥证书 is issued anew while the sandbox runs, in milliseconds after its start; by the wallet's clock. */
export interface CertificateRotation {
  /** The next one can be downloaded. */
  readonly listedAfterMs: number
  /** The next one signs. */
  readonly signsAfterMs: number
}

/** What a run is given. */
export interface RunWish {
  /** Merchants may be in certificate mode: its keys take a while to draw. */
  readonly certificates: boolean
  readonly rotation: CertificateRotation | undefined
  readonly startedAt: Instant
}

export async function drawRunKeys(authority: Authority, { certificates, rotation, startedAt }: RunWish): Promise<RunKeys> {
  const [own, stranger] = await Promise.all([drawPair(), drawPair()])
  const rsa = certificates ? await drawCertified(rotation, startedAt) : undefined
  const bare: AlipayWalletKey = { privateKey: own.privateKey }
  return {
    wallet: {
      walletKeys: [bare, ...(rsa?.walletKeys ?? [])],
      strangerKey: stranger.privateKey,
      ...(rsa && { rootCertificates: rsa.authority.root }),
    },
    application: async (appId, isCertified) => {
      if (!isCertified) return inKeyMode(await authority.issueSigner(appId), authority.ca, own.publicKey)
      if (rsa) return inCertificateMode(await rsa.authority.issue(appId), authority.ca, rsa)
      throw new Error('certificates: expected a sandbox that was started with certificates: true, found one without')
    },
  }
}

interface Certified {
  readonly authority: RsaAuthority
  /** What merchants are given. */
  readonly wallet: PemPair
  readonly walletKeys: readonly AlipayWalletKey[]
}

/** The one that follows has the same name. */
const WALLET = 'Alipay, throwaway'

async function drawCertified(rotation: CertificateRotation | undefined, startedAt: Instant): Promise<Certified> {
  // As heavy to load as it is seldom wanted.
  const { openRsaAuthority } = await import('../certificates.ts')
  const authority = await openRsaAuthority()
  const wallet = await authority.issue(WALLET)
  const next = rotation && {
    ...keyOf(await authority.issue(WALLET)),
    listedFrom: startedAt + rotation.listedAfterMs,
    signsFrom: startedAt + rotation.signsAfterMs,
  }
  return { authority, wallet, walletKeys: [keyOf(wallet), ...(next ? [next] : [])] }
}

function keyOf({ key, cert }: PemPair): AlipayWalletKey {
  return { privateKey: key, certificate: cert }
}

function inKeyMode({ cert, key }: PemPair, ca: string, publicKey: string): ApplicationKeys {
  const known = createPublicKey(cert).export({ type: 'spki', format: 'pem' }).toString()
  return { known: { publicKey: known }, files: { ca, cert, key, publicKey } }
}

function inCertificateMode({ cert, key }: PemPair, ca: string, { authority, wallet }: Certified): ApplicationKeys {
  return { known: { certificate: cert }, files: { ca, cert, key, walletCert: wallet.cert, root: authority.root } }
}
