import { type SandboxAccount, type SandboxOptions, startSandbox, startWeChatSandbox, type WeChatAccount } from '@tpkit/sandbox'
import type { SandboxWalletName } from '../sandbox/wallets.ts'

export type Account = SandboxAccount | WeChatAccount

/** What the demo needs of a sandbox, whichever its wallet. */
export interface DemoSandbox {
  readonly url: string
  readonly account: Account
  readonly close: () => Promise<void>
}

type Options = Required<Pick<SandboxOptions, 'dir' | 'faults' | 'clock'>>

interface Playing {
  /** Of its account in the configuration. */
  readonly account: string
  /** Where an order goes on that is paid twice. */
  readonly other: SandboxWalletName
  /** What goes wrong so that the first code of an order outlives the second. */
  readonly double: SandboxOptions['faults'] & object
  readonly start: (options: Options) => Promise<DemoSandbox>
}

export const PLAYING: Readonly<Record<SandboxWalletName, Playing>> = {
  qqwallet: {
    account: 'qq-demo',
    other: 'wechatpay',
    double: [], // it closes nothing within the first minutes
    start: startSandbox,
  },
  wechatpay: {
    account: 'wechat-demo',
    other: 'qqwallet',
    double: [{ fault: 'drop-before', call: 'close', times: 1 }],
    start: startWeChatSandbox,
  },
}

/** 商户号: what a wallet knows the account by. */
export function numberOf(account: Account): string {
  return account.mchId
}
