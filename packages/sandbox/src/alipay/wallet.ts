import type { FaultRule } from '@tpkit/core'
import { faultBox } from '../faults/box.ts'
import { faultyWallet, type OpenWallet } from '../faults/faulty-wallet.ts'
import { magicRules } from '../faults/order-rules.ts'
import { type AlipayDeskOptions, alipayDesk } from './desk.ts'
import { ALIPAY_FAULTS } from './faults.ts'
import { type Joint, joinedCalls, joinedNotifies, passingCall } from './faults-wiring.ts'
import { inspector } from './inspector.ts'
import type { AlipayMerchant } from './merchant.ts'

export interface AlipayWalletOptions extends AlipayDeskOptions {
  /** A private key that is not the wallet's, PEM: for faults that sign with one. */
  readonly strangerKey: string
  /** What it is to do wrong from the start. */
  readonly faults?: readonly FaultRule[]
}

export type AlipayWallet = OpenWallet<AlipayMerchant>

/**
 * Alipay (支付宝) as a pure object: the gateway protocol with forms, JSON and RSA2 signatures both ways, a cashier for browsers, its
 * own books, its own strictness, and faults on demand. No socket, clock or randomness: what happens depends on the calls, their
 * `now`, the seed and the keys alone.
 *
 * @example
 * const wallet = alipayWallet({ merchants: [{ mchId: '2088000000000001', appId, publicKey }], walletKeys, strangerKey })
 * const answer = wallet.handle(request, now)      // a QR code
 * wallet.act(qrCode, 'pay', now)                  // the payer scans it and pays
 * for (const notify of wallet.due(now)) post(notify)
 */
export function alipayWallet({ faults = [], strangerKey: stranger, ...options }: AlipayWalletOptions): AlipayWallet {
  const desk = alipayDesk(options)
  const box = faultBox(ALIPAY_FAULTS, options.seed ?? 'sandbox', faults)
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
