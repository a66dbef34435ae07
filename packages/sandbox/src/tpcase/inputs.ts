import type { FaultRule, Instant, PayerAction, WalletRequest } from '@tpkit/core'
import type { Heard } from '../faults/notify-line.ts'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import type { QQWallet } from '../qqwallet/wallet.ts'
import type { OrderName, RefundEnding, RefundName } from '../wallet.ts'

/** Everything that can change a wallet: the names of what goes in, in their order, and the call. */
export const INPUTS = {
  handle: {
    names: ['request', 'now'],
    run: (wallet: QQWallet, request: WalletRequest, now: Instant) => wallet.handle(request, now),
  },
  act: {
    names: ['prompt', 'action', 'now'],
    run: (wallet: QQWallet, prompt: string, action: PayerAction, now: Instant) => wallet.act(prompt, action, now),
  },
  paymentCode: {
    names: ['now'],
    run: (wallet: QQWallet, now: Instant) => wallet.paymentCode(now),
  },
  due: {
    names: ['now'],
    run: (wallet: QQWallet, now: Instant) => wallet.due(now),
  },
  delivered: {
    names: ['id', 'answer', 'now'],
    run: (wallet: QQWallet, id: string, answer: Heard, now: Instant) => wallet.delivered(id, answer, now),
  },
  arm: {
    names: ['rules'],
    run: (wallet: QQWallet, rules: readonly FaultRule[]) => wallet.faults.arm(rules),
  },
  enrol: {
    names: ['merchant'],
    run: (wallet: QQWallet, merchant: QQMerchant) => wallet.enrol(merchant),
  },
  replay: {
    names: ['order', 'now', 'fault'],
    run: (wallet: QQWallet, order: OrderName, now: Instant, fault?: string) => wallet.replay(order, now, fault),
  },
  settleRefund: {
    names: ['refund', 'ending', 'now'],
    run: (wallet: QQWallet, refund: RefundName, ending: RefundEnding, now: Instant) => wallet.settleRefund(refund, ending, now),
  },
  books: {
    names: ['now'],
    run: (wallet: QQWallet, now: Instant) => wallet.books(now),
  },
} as const

export type InputName = keyof typeof INPUTS

export function isInputName(name: unknown): name is InputName {
  return typeof name === 'string' && Object.hasOwn(INPUTS, name)
}
