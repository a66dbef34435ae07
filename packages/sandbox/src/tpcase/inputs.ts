import type { FaultRule, Instant, PayerAction, WalletRequest } from '@tpkit/core'
import type { OpenWallet } from '../faults/faulty-wallet.ts'
import type { Heard } from '../faults/notify-line.ts'
import type { OrderName, RefundEnding, RefundName } from '../wallet.ts'

/** Of whatever kind: a merchant out of a file is checked by the wallet. */
type Wallet = OpenWallet<never>

/** Everything that can change a wallet: the names of what goes in, in their order, and the call. */
export const INPUTS = {
  handle: {
    names: ['request', 'now'],
    run: (wallet: Wallet, request: WalletRequest, now: Instant) => wallet.handle(request, now),
  },
  act: {
    names: ['prompt', 'action', 'now'],
    run: (wallet: Wallet, prompt: string, action: PayerAction, now: Instant) => wallet.act(prompt, action, now),
  },
  paymentCode: {
    names: ['now'],
    run: (wallet: Wallet, now: Instant) => wallet.paymentCode(now),
  },
  due: {
    names: ['now'],
    run: (wallet: Wallet, now: Instant) => wallet.due(now),
  },
  delivered: {
    names: ['id', 'answer', 'now'],
    run: (wallet: Wallet, id: string, answer: Heard, now: Instant) => wallet.delivered(id, answer, now),
  },
  arm: {
    names: ['rules'],
    run: (wallet: Wallet, rules: readonly FaultRule[]) => wallet.faults.arm(rules),
  },
  enrol: {
    names: ['merchant'],
    run: (wallet: Wallet, merchant: never) => wallet.enrol(merchant),
  },
  replay: {
    names: ['order', 'now', 'fault'],
    run: (wallet: Wallet, order: OrderName, now: Instant, fault?: string) => wallet.replay(order, now, fault),
  },
  settleRefund: {
    names: ['refund', 'ending', 'now'],
    run: (wallet: Wallet, refund: RefundName, ending: RefundEnding, now: Instant) => wallet.settleRefund(refund, ending, now),
  },
  ahead: {
    names: ['ms'],
    run: (wallet: Wallet, ms: number) => wallet.ahead?.(ms),
  },
  books: {
    names: ['now'],
    run: (wallet: Wallet, now: Instant) => wallet.books(now),
  },
} as const

export type InputName = keyof typeof INPUTS

export function isInputName(name: unknown): name is InputName {
  return typeof name === 'string' && Object.hasOwn(INPUTS, name)
}
