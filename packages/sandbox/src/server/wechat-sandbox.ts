import type { WeChatMerchant } from '../wechatpay/merchant.ts'
import { type EnrolledAs, type OwnWallet, ownWalletOf } from './enrol.ts'
import { type SandboxOf, type ServerOptions, start } from './start.ts'
import type { WeChatAccount, WeChatWish } from './wechatpay/account.ts'
import { type Rotation, type WeChatOptions, weChatKind } from './wechatpay/kind.ts'

/** How the shared wallet is, and where it stands. */
export interface WeChatSandboxOptions extends WeChatOptions, ServerOptions {
  /** The merchant at WeChat Pay. Default: a throwaway one with keys of its own. */
  readonly wechatpay?: WeChatWish
  /** 公钥ID of the wallet's public key, whose pair is drawn in every run. Default: drawn as well. */
  readonly publicKeyId?: string
  /** The platform certificate is replaced while the sandbox runs. Default: one certificate for good. */
  readonly rotation?: Rotation
}

/** What a merchant may ask for; what is missing is drawn. */
export interface WeChatEnrolment extends WeChatWish, OwnWallet<WeChatOptions> {}

/** A merchant of the sandbox, with what is theirs to look at and act on. */
export type WeChatEnrolled = EnrolledAs<WeChatAccount, WeChatMerchant>

/** `url` and `tlsUrl` stand for `https://api.mch.weixin.qq.com` and its backup: requests are signed, and nobody needs a certificate. */
export interface WeChatSandbox extends SandboxOf<WeChatAccount> {
  /**
   * Takes one more merchant in, with a key pair of their own. Rejects for a number that is taken.
   *
   * @example const { account } = await sandbox.enrol({ name: 'Second shop' })
   */
  readonly enrol: (wanted?: WeChatEnrolment) => Promise<WeChatEnrolled>
}

/**
 * Starts a local WeChat Pay. No account, ever, offline.
 * Rejects in production, and when a port or the folder is taken.
 *
 * @example
 * const sandbox = await startWeChatSandbox({ port: 9111, tlsPort: 9112, dir: 'sandbox-wechatpay' })
 * console.log(sandbox.account, sandbox.phoneUrl)
 */
export async function startWeChatSandbox(options: WeChatSandboxOptions = {}): Promise<WeChatSandbox> {
  const {
    wechatpay: first = {},
    publicKeyId,
    rotation,
    port,
    tlsPort,
    host,
    dir,
    clock,
    behindMs,
    allowRemoteNotify,
    mode,
    ...wallet
  } = options
  const started = await start(
    {
      kind: (authority) => weChatKind(authority, { publicKeyId, rotation, startedAt: (clock ?? Date.now)() - (behindMs ?? 0) }),
      first,
      wallet,
    },
    options,
  )
  return {
    ...started,
    enrol: ({ ownWallet = false, ...wish } = {}) => started.enrol(wish, ownWalletOf(ownWallet, {})),
  }
}
