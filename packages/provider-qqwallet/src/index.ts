import { definePlugin } from '@tpkit/core'
import { decided } from './doubts.ts'
import { inspect } from './inspect.ts'
import { manifestOf } from './manifest.ts'
import { qqwallet } from './protocol.ts'
import { config, keys } from './schema.ts'

export type { QQWalletConfig, RefundAccount } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AccountType, BillType, LimitPay, QQWalletExtra } from './extra.ts'

/** QQ Wallet (QQ钱包): name this package as `plugin` of an account. */
export default definePlugin({
  name: 'qqwallet',
  contract: '1.0',
  manifest: manifestOf(decided()),
  config,
  keys,
  protocol: qqwallet,
  inspect,
})
