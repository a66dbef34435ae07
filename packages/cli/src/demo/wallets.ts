import { type SandboxAccount, type SandboxOptions, startSandbox, startWeChatSandbox, type WeChatAccount } from '@tpkit/sandbox'
import type { SandboxWalletName } from '../sandbox/wallets.ts'

export type Account = SandboxAccount | WeChatAccount

/** What the demo needs of a sandbox, whichever its wallet. */
export interface DemoSandbox {
  readonly url: string
  readonly account: Account
  /** One more merchant of the same wallet. */
  readonly enrol: () => Promise<Account>
  readonly close: () => Promise<void>
}

type Options = Required<Pick<SandboxOptions, 'dir' | 'faults' | 'clock'>>

interface Playing {
  /** Of its accounts in the configuration: the one that is there from the start, and one more. */
  readonly accounts: readonly [first: string, second: string]
  /** What goes wrong so that the first code of an order outlives the second. */
  readonly double: SandboxOptions['faults'] & object
  readonly start: (options: Options) => Promise<DemoSandbox>
}

export const PLAYING: Readonly<Record<SandboxWalletName, Playing>> = {
  qqwallet: {
    accounts: ['qq-demo', 'qq-second'],
    double: [], // it closes nothing within the first minutes
    start: async (options) => {
      const sandbox = await startSandbox(options)
      return { ...sandbox, enrol: async () => (await sandbox.enrol()).account }
    },
  },
  wechatpay: {
    accounts: ['wechat-demo', 'wechat-second'],
    double: [{ fault: 'drop-before', call: 'close', times: 1 }],
    start: async (options) => {
      const sandbox = await startWeChatSandbox(options)
      return { ...sandbox, enrol: async () => (await sandbox.enrol()).account }
    },
  },
}
