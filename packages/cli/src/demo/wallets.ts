import type { SandboxOptions } from '@tpkit/sandbox'
import type { StartedWallet } from '../sandbox/start-wallet.ts'
import type { SandboxWalletName } from '../sandbox/wallets.ts'

export type DemoSandbox = StartedWallet

interface Playing {
  /** Of its account in the configuration. */
  readonly account: string
  /** Where an order goes on that is paid twice. */
  readonly other: SandboxWalletName
  /** What goes wrong so that the first code of an order outlives the second. */
  readonly double: SandboxOptions['faults'] & object
}

export const PLAYING: Readonly<Record<SandboxWalletName, Playing>> = {
  qqwallet: {
    account: 'qq-demo',
    other: 'wechatpay',
    double: [], // it closes nothing within the first minutes
  },
  wechatpay: {
    account: 'wechat-demo',
    other: 'alipay',
    double: [{ fault: 'drop-before', call: 'close', times: 1 }],
  },
  alipay: {
    account: 'alipay-demo',
    other: 'qqwallet',
    double: [], // of a code that nobody scanned it knows nothing, so that there is nothing to close
  },
}
