import { isTPError } from '@tpkit/core/errors'
import { Draft } from '../booking/draft.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import type { Cashier, FollowedUp } from '../cashier.ts'
import { beginClosing } from '../close/closing.ts'
import { settleParked } from '../settle/settle-parked.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { visitAttempt } from './visit-attempt.ts'
import { visitRefund } from './visit-refund.ts'

const USUAL_LIMIT = 100

/**
 * Looks once at every order of which something is due, at most `limit`: ends what expired, asks the wallets, sends what is to be
 * sent again, and books what came before its order was there. Several processes may do it at once: each order has one owner.
 */
export function follower(world: CashierWorld): Cashier['followUp'] {
  return async (limit = USUAL_LIMIT) => {
    const parked = await settleParked(world)
    const { orders, moved } = await eachDue(world, limit, visitOrder)
    return { orders, moved: moved + parked, ...(await nextDue(world)) }
  }
}

/** Ends orders past their expiry: no attempt starts any more. Follow-up does it as well; this asks no wallet. */
export function expirer(world: CashierWorld): Cashier['expire'] {
  return async (limit = USUAL_LIMIT) => ({ ...(await eachDue(world, limit, expireOrder)), ...(await nextDue(world)) })
}

async function nextDue({ books }: CashierWorld): Promise<Pick<FollowedUp, 'nextDueAt'>> {
  const nextDueAt = await books.claim.nextDueAt()
  return nextDueAt === undefined ? {} : { nextDueAt }
}

type Visit = (world: CashierWorld, orderId: string) => Promise<boolean>

async function eachDue(world: CashierWorld, limit: number, visit: Visit): Promise<Omit<FollowedUp, 'nextDueAt'>> {
  const { books, clock, settings } = world
  const now = clock.nowMs()
  const ids = await books.claim.orders({ now, until: now + settings.leaseMs, limit })
  const visited = await Promise.all(ids.map((id) => safely(world, id, visit)))
  // One that failed keeps its lease: it comes back when that ends, and not at once.
  const ended = ids.filter((_, index) => visited[index] !== 'failed')
  if (ended.length > 0) await books.claim.release(ended)
  return { orders: ids.length, moved: visited.filter((one) => one === true).length }
}

/** One order in trouble does not hold the others. */
async function safely(world: CashierWorld, orderId: string, visit: Visit): Promise<boolean | 'failed'> {
  try {
    return await visit(world, orderId)
  } catch (error) {
    world.log.write({ event: 'follow-up.failed', orderId, code: isTPError(error) ? error.code : 'INTERNAL' })
    return 'failed'
  }
}

async function visitOrder(world: CashierWorld, orderId: string): Promise<boolean> {
  const expired = await expireOrder(world, orderId)
  const held = await world.books.read.order({ id: orderId })
  if (!held) return expired
  const now = world.clock.nowMs()
  const isDue = ({ nextCheckAt }: { readonly nextCheckAt?: number }) => nextCheckAt !== undefined && nextCheckAt <= now
  let moved = expired
  for (const { id } of held.attempts.filter(isDue)) moved = (await visitAttempt(world, orderId, id)) || moved
  // What an attempt just brought about, a duplicate's refund, is sent at once.
  const after = (await world.books.read.order({ id: orderId })) ?? held
  for (const { id } of after.refunds.filter(isDue)) moved = (await visitRefund(world, orderId, id)) || moved
  return moved
}

/** True where the order ended, or began to end. */
function expireOrder(world: CashierWorld, orderId: string): Promise<boolean> {
  return world.books.transact(function* (): Work<boolean> {
    const held = yield* readOrder({ id: orderId })
    const now = world.clock.nowMs()
    if (!held || held.order.nextCheckAt === undefined || now < held.order.expiresAt) return false
    const draft = new Draft(held, bookingWorld(world, held.order))
    beginClosing(draft, 'expiry', now)
    yield* write(draft.changes())
    return true
  })
}
