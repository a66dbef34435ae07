import type { AlipayMerchant } from '../alipay/merchant.ts'
import type { AlipayAccount, AlipayWish } from './alipay/account.ts'
import type { CertificateRotation } from './alipay/keys.ts'
import { type AlipayOptions, alipayKind } from './alipay/kind.ts'
import { type EnrolledAs, type OwnWallet, ownWalletOf } from './enrol.ts'
import { type SandboxOf, type ServerOptions, start } from './start.ts'

/** How the shared wallet is, and where it stands. */
export interface AlipaySandboxOptions extends AlipayOptions, ServerOptions {
  /** The merchant at Alipay. Default: a throwaway one with keys of its own. */
  readonly alipay?: Omit<AlipayWish, 'certificates'>
  /** Merchants are in certificate mode (公钥证书模式), unless they say otherwise. Default: false, key mode (公钥模式). */
  readonly certificates?: boolean
  /** The wallet's certificate is issued anew while the sandbox runs; for certificate mode. Default: one for good. */
  readonly rotation?: CertificateRotation
}

/** What a merchant may ask for; what is missing is drawn. */
export interface AlipayEnrolment extends AlipayWish, OwnWallet<AlipayOptions> {}

/** A merchant of the sandbox, with what is theirs to look at and act on. */
export type AlipayEnrolled = EnrolledAs<AlipayAccount, AlipayMerchant>

/** `url` and `tlsUrl` stand for `https://openapi.alipay.com` and for the address of the bills: requests are signed, and nobody needs a certificate. */
export interface AlipaySandbox extends SandboxOf<AlipayAccount> {
  /**
   * Takes one more merchant in, with an application and a key pair of their own. Rejects for a number that is taken.
   *
   * @example const { account } = await sandbox.enrol({ name: 'Second shop' })
   */
  readonly enrol: (wanted?: AlipayEnrolment) => Promise<AlipayEnrolled>
}

/**
 * Starts a local Alipay. No account, ever, offline.
 * Rejects in production, and when a port or the folder is taken.
 *
 * @example
 * const sandbox = await startAlipaySandbox({ port: 9121, tlsPort: 9122, dir: 'sandbox-alipay' })
 * console.log(sandbox.account, sandbox.phoneUrl)
 */
export async function startAlipaySandbox(options: AlipaySandboxOptions = {}): Promise<AlipaySandbox> {
  const { alipay: first = {}, certificates = false, rotation, ...rest } = options
  const { port, tlsPort, host, dir, clock, behindMs, allowRemoteNotify, mode, ...wallet } = rest
  const startedAt = (clock ?? Date.now)() - (behindMs ?? 0)
  const run = { certificates, rotation, startedAt }
  const started = await start({ kind: (authority) => alipayKind(authority, run), first, wallet }, options)
  return {
    ...started,
    enrol: ({ ownWallet = false, ...wish } = {}) => started.enrol(wish, ownWalletOf(ownWallet, {})),
  }
}
