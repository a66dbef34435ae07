import type { QQMerchant } from '../qqwallet/merchant.ts'
import { type EnrolledAs, type OwnWallet, ownWalletOf } from './enrol.ts'
import type { SandboxAccount } from './qqwallet/account.ts'
import { qqKind, type WalletOptions } from './qqwallet/kind.ts'
import { type SandboxOf, type ServerOptions, start } from './start.ts'

/** How the shared wallet is, and where it stands. */
export interface SandboxOptions extends WalletOptions, ServerOptions {
  /** The merchant at the QQ wallet. Default: a throwaway one with secrets of its own. */
  readonly qqwallet?: Partial<QQMerchant>
}

/** What a merchant may ask for; what is missing is drawn. */
export interface Enrolment extends Partial<QQMerchant>, OwnWallet<WalletOptions> {}

/** A merchant of the sandbox, with what is theirs to look at and act on. */
export type Enrolled = EnrolledAs<SandboxAccount, QQMerchant>

/** `url` stands for `https://qpay.qq.com`, `tlsUrl` for `https://api.qpay.qq.com`: mutual TLS. */
export interface Sandbox extends SandboxOf<SandboxAccount> {
  /**
   * Takes one more merchant in, with a client certificate from this run's authority. Rejects for a number that is taken.
   *
   * @example const { account } = await sandbox.enrol({ name: 'Second shop' })
   */
  readonly enrol: (wanted?: Enrolment) => Promise<Enrolled>
}

/**
 * Starts a local QQ Wallet. No account, ever, offline.
 * Rejects in production, and when a port or the folder is taken.
 *
 * @example
 * const sandbox = await startSandbox({ port: 9101, tlsPort: 9102, dir: 'sandbox' })
 * console.log(sandbox.account, sandbox.phoneUrl)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { qqwallet: first = {}, port, tlsPort, host, dir, clock, behindMs, allowRemoteNotify, mode, ...wallet } = options
  const started = await start({ kind: qqKind, first, wallet }, options)
  return {
    ...started,
    enrol: ({ ownWallet = false, ...wish } = {}) => started.enrol(wish, ownWalletOf(ownWallet, {})),
  }
}
