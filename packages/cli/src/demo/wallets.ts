import { type SandboxOptions, startAlipaySandbox, startSandbox, startWeChatSandbox } from '@tpkit/sandbox'
import type { Account } from '../sandbox/local.ts'
import type { SandboxWalletName } from '../sandbox/wallets.ts'

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
    other: 'alipay',
    double: [{ fault: 'drop-before', call: 'close', times: 1 }],
    start: startWeChatSandbox,
  },
  alipay: {
    account: 'alipay-demo',
    other: 'qqwallet',
    double: [], // of a code that nobody scanned it knows nothing, so that there is nothing to close
    start: startAlipaySandbox,
  },
}
