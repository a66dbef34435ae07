import { type SandboxOptions, startAlipaySandbox, startSandbox, startWeChatSandbox } from '@tpkit/sandbox'
import type { Account } from './local.ts'
import type { SandboxWalletName } from './wallets.ts'

/** A local wallet, whichever it is. */
export interface StartedWallet {
  readonly url: string
  readonly phoneUrl: string
  readonly account: Account
  readonly close: () => Promise<void>
}

/** What starts each wallet with a merchant that is drawn, in a folder of its own. */
export const START_WALLET: Readonly<
  Record<
    SandboxWalletName,
    (options: Pick<SandboxOptions, 'dir' | 'port' | 'tlsPort' | 'faults' | 'clock'>) => Promise<StartedWallet>
  >
> = {
  qqwallet: startSandbox,
  wechatpay: startWeChatSandbox,
  alipay: startAlipaySandbox,
}
