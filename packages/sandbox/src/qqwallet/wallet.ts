import type { FaultRule } from '@tpkit/core'
import { faultBox } from '../faults/box.ts'
import { faultyWallet, type OpenWallet } from '../faults/faulty-wallet.ts'
import { magicRules } from '../faults/order-rules.ts'
import { type QQDeskOptions, qqDesk } from './desk.ts'
import { inspector } from './diagnose-exchanges.ts'
import { QQ_FAULTS } from './faults.ts'
import { type Joint, joinedCalls, joinedNotifies, passingCall } from './faults-wiring.ts'
import type { QQMerchant } from './merchant.ts'

export interface QQWalletOptions extends QQDeskOptions {
  /** What it is to do wrong from the start. */
  readonly faults?: readonly FaultRule[]
}

export type QQWallet = OpenWallet<QQMerchant>

/**
 * QQ Wallet (QQ钱包) as a pure object: the classic protocol of XML and MD5, its own books, its own strictness, and
 * faults on demand. No socket, clock or randomness: what happens depends on the calls, their `now` and the seed alone.
 *
 * @example
 * const wallet = qqWallet({ merchants: [{ mchId: '1900000109', apiKey: 'test-key-0123456789abcdef0123456789' }] })
 * const answer = wallet.handle(request, now)      // a unified order
 * wallet.act(codeUrl, 'pay', now)                 // the payer pays
 * for (const notify of wallet.due(now)) post(notify)
 */
export function qqWallet({ faults = [], ...options }: QQWalletOptions): QQWallet {
  const desk = qqDesk(options)
  const box = faultBox(QQ_FAULTS, options.seed ?? 'sandbox', faults)
  const joint: Joint = { desk, box, rulesOf: options.magicAmounts === false ? () => [] : magicRules(box) }
  return faultyWallet({
    desk,
    box,
    watch: inspector(desk.merchants),
    calls: joinedCalls(joint),
    passing: (request, now) => passingCall(joint, request, now),
    notifies: (spoilt) => joinedNotifies(joint, spoilt),
  })
}
