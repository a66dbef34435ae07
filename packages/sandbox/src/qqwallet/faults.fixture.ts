import type { FaultRule, WalletAnswer } from '@tpkit/core'
import { type Asking, ask, NOW, newWallet, type Operation, send } from './asking.fixture.ts'
import type { QQWallet } from './wallet.ts'

const NOTHING: WalletAnswer = { status: 0, headers: [], body: new Uint8Array() }

type Values = Readonly<Record<string, string>>

/** Sends; undefined where the connection ends without an answer. */
export function sent(wallet: QQWallet, operation: Operation, values: Values = {}, how: Asking = {}): WalletAnswer | undefined {
  const answer = send({ handle: (request, now) => wallet.handle(request, now) ?? NOTHING }, operation, values, how)
  return answer === NOTHING ? undefined : answer
}

/** A wallet with an order T-1 that was paid and refunded by 500 fen under R-1, and armed after that. */
export function armedAfterRefund(...rules: readonly FaultRule[]): QQWallet {
  const wallet = newWallet()
  wallet.act(ask(wallet, 'order').code_url ?? '', 'pay', NOW)
  ask(wallet, 'refund', { out_trade_no: 'T-1' })
  wallet.faults.arm(rules)
  return wallet
}

/** A wallet whose order T-1 was just paid, its notify not yet handed out; armed from the start. */
export function paidWith(...rules: readonly FaultRule[]): QQWallet {
  const wallet = newWallet()
  wallet.act(ask(wallet, 'order').code_url ?? '', 'pay', NOW)
  wallet.faults.arm(rules)
  return wallet
}

export function namesStruck(wallet: QQWallet): readonly string[] {
  return wallet.faults.trace().map(({ fault }) => fault)
}
