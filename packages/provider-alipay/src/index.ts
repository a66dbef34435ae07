import { definePlugin } from '@tpkit/core'
import { decided } from './doubts.ts'
import { inspect } from './inspect.ts'
import { manifestOf } from './manifest.ts'
import { alipay } from './protocol.ts'
import { config, keys } from './schema.ts'

export type { AlipayConfig } from './config.ts'
export type { Doubts } from './doubts.ts'
export type { AlipayExtra } from './extra.ts'
export type { AlipayAbility, AlipayScene } from './manifest.ts'
export type { AlipayEntry } from './schema.ts'

/** Alipay (支付宝, gateway protocol): name this package as `plugin` of an account. */
export default definePlugin({
  name: 'alipay',
  contract: '1.0',
  manifest: manifestOf(decided()),
  config,
  keys,
  protocol: alipay,
  inspect,
})
