import type { FaultRule } from '@tpkit/core'
import { faultBox } from '../faults/box.ts'
import { faultyWallet, type OpenWallet } from '../faults/faulty-wallet.ts'
import { magicRules } from '../faults/order-rules.ts'
import { type WeChatDeskOptions, weChatDesk } from './desk.ts'
import { WECHAT_FAULTS } from './faults.ts'
import { type Joint, joinedCalls, joinedNotifies, passingCall } from './faults-wiring.ts'
import { inspector } from './inspector.ts'
import type { WeChatMerchant } from './merchant.ts'

export interface WeChatWalletOptions extends WeChatDeskOptions {
  /** A private key that is not the wallet's, PEM: for faults that sign with one. */
  readonly strangerKey: string
  /** What it is to do wrong from the start. */
  readonly faults?: readonly FaultRule[]
}

export type WeChatWallet = OpenWallet<WeChatMerchant>

/**
 * WeChat Pay (微信支付) as a pure object: APIv3 with JSON, RSA signatures both ways and encrypted notifies, its own books, its own
 * strictness, and faults on demand. No socket, clock or randomness: what happens depends on the calls, their `now`, the seed and
 * the keys alone.
 *
 * @example
 * const wallet = weChatWallet({ merchants: [{ mchId: '1900000109', appId, certificate, apiV3Key }], walletKeys, strangerKey })
 * const answer = wallet.handle(request, now)      // a native order
 * wallet.act(codeUrl, 'pay', now)                 // the payer pays
 * for (const notify of wallet.due(now)) post(notify)
 */
export function weChatWallet({ faults = [], strangerKey: stranger, ...options }: WeChatWalletOptions): WeChatWallet {
  const desk = weChatDesk(options)
  const box = faultBox(WECHAT_FAULTS, options.seed ?? 'sandbox', faults)
  const joint: Joint = { desk, box, stranger, rulesOf: options.magicAmounts === false ? () => [] : magicRules(box) }
  return faultyWallet({
    desk,
    box,
    watch: inspector(desk.state),
    calls: joinedCalls(joint),
    passing: (request, now) => passingCall(joint, request, now),
    notifies: (spoilt) => joinedNotifies(joint, spoilt),
  })
}
