import { definePlugin } from '@tpkit/core'
import { manifest } from './manifest.ts'
import { wechatpay } from './protocol.ts'
import { config, keys } from './schema.ts'

export type { WeChatPayScene } from './manifest.ts'
export type { WeChatPayConfig } from './schema.ts'

/** WeChat Pay (微信支付), planned: name this package as `plugin` of an account to prepare and check its configuration. */
export default definePlugin({ name: 'wechatpay', contract: '0.1', manifest, config, keys, protocol: wechatpay })
