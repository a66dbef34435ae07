import { definePlugin } from '@tpkit/core'
import { decided } from './doubts.ts'
import { inspect } from './inspect.ts'
import { manifestOf } from './manifest.ts'
import { wechatpay } from './protocol.ts'
import { config, keys } from './schema.ts'

export type { WeChatPayConfig } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AbnormalRefund, BillType, FundAccount, WeChatPayExtra } from './extra.ts'
export type { WeChatPayAbility, WeChatPayScene } from './manifest.ts'
export type { WeChatPayEntry } from './schema.ts'

/** WeChat Pay (微信支付, APIv3): name this package as `plugin` of an account. */
export default definePlugin({
  name: 'wechatpay',
  contract: '1.0',
  manifest: manifestOf(decided()),
  config,
  keys,
  protocol: wechatpay,
  inspect,
})
