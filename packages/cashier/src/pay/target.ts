import { type Failure, fail } from '@tpkit/core'
import type { CashierWorld } from '../world.ts'
import type { Ask, Tried } from './ask.ts'

/** The account that takes the attempt, or why none does. Only accounts that never heard of it, or provably refused, are passed over. */
export function targetOf(world: CashierWorld, { candidates, policy, order }: Ask, { refusedAt }: Tried): string | Failure {
  const able = candidates.filter((name) => canTake(world, name, order.scene))
  if (able.length === 0) {
    return fail(
      'UNSUPPORTED',
      `scene: expected one that an account of methods.${order.method} has, found ${order.scene}; change the method, or pay otherwise`,
    )
  }
  const free = (policy.failover ? able : able.slice(0, 1)).filter((name) => !refusedAt.includes(name))
  const open = free.find((name) => world.guard.blockedUntil(name) === undefined)
  return open ?? blocked(free)
}

function canTake({ wallets }: CashierWorld, name: string, scene: Ask['order']['scene']): boolean {
  const { manifest, retired } = wallets.account(name)
  return !retired && manifest.scenes.includes(scene)
}

function blocked(names: readonly string[]): Failure {
  return fail(
    'UNAVAILABLE',
    `pay: expected a wallet that answers, found that ${names.join(' and ')} did not lately; nothing was sent, pay again in a while`,
  )
}
