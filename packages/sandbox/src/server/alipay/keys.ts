import { createPublicKey } from 'node:crypto'
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

/** Certificates are drawn with the first application that wants them: their keys take a while. */
export async function drawRunKeys(authority: Authority, certificates: boolean): Promise<RunKeys> {
  const [own, stranger] = await Promise.all([drawPair(), drawPair()])
  const rsa = certificates ? await drawCertified() : undefined
  const bare: AlipayWalletKey = { privateKey: own.privateKey }
  return {
    wallet: {
      walletKeys: rsa ? [bare, { privateKey: rsa.wallet.key, certificate: rsa.wallet.cert }] : [bare],
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
  readonly wallet: PemPair
}

async function drawCertified(): Promise<Certified> {
  // As heavy to load as it is seldom wanted.
  const { openRsaAuthority } = await import('../certificates.ts')
  const authority = await openRsaAuthority()
  return { authority, wallet: await authority.issue('Alipay, throwaway') }
}

function inKeyMode({ cert, key }: PemPair, ca: string, publicKey: string): ApplicationKeys {
  const known = createPublicKey(cert).export({ type: 'spki', format: 'pem' }).toString()
  return { known: { publicKey: known }, files: { ca, cert, key, publicKey } }
}

function inCertificateMode({ cert, key }: PemPair, ca: string, { authority, wallet }: Certified): ApplicationKeys {
  return { known: { certificate: cert }, files: { ca, cert, key, walletCert: wallet.cert, root: authority.root } }
}
