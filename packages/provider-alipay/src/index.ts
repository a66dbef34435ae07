import { definePlugin } from '@tpkit/core'
import { manifest } from './manifest.ts'
import { alipay } from './protocol.ts'
import { config, keys } from './schema.ts'

export type { AlipayScene } from './manifest.ts'
export type { AlipayConfig } from './schema.ts'

/** Alipay (支付宝), planned: name this package as `plugin` of an account to prepare and check its configuration. */
export default definePlugin({ name: 'alipay', contract: '0.1', manifest, config, keys, protocol: alipay })
