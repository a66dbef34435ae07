import type { FaultRule } from '@tpkit/core'
import { ask, NOW, newWallet, paidOrder, refund, type Values } from './asking.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

/** A wallet with an order T-10001 that was paid, its notify not yet handed out; armed after that. */
export function paidWith(...rules: readonly FaultRule[]): WeChatWallet {
  const wallet = newWallet()
  paidOrder(wallet)
  wallet.faults.arm(rules)
  return wallet
}

/** The same, and 500 fen of it went back under R-1, which is told to an address of its own. */
export function refundedWith(...rules: readonly FaultRule[]): WeChatWallet {
  const wallet = paidWith()
  ask(wallet, refund({ notify_url: 'http://127.0.0.1:9/refunds' }))
  for (const { id } of wallet.due(NOW)) wallet.delivered(id, { status: 200, body: '' }, NOW)
  wallet.faults.arm(rules)
  return wallet
}

export function namesStruck(wallet: WeChatWallet): readonly string[] {
  return wallet.faults.trace().map(({ fault }) => fault)
}

/** The members of an object by path. */
function leaves(values: Values, prefix = ''): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? [...leaves(Object(value), `${prefix}${name}.`)]
        : [[`${prefix}${name}`, value] as const],
    ),
  )
}

/** The paths at which two objects differ. */
export function changedPaths(changed: Values, right: Values): readonly string[] {
  const [one, two] = [leaves(changed), leaves(right)]
  return [...new Set([...one.keys(), ...two.keys()])].filter((path) => one.get(path) !== two.get(path)).sort()
}
