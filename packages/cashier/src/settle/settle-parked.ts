import { isTPError } from '@tpkit/core/errors'
import type { NoticeRow } from '../books/rows.ts'
import type { CashierWorld } from '../world.ts'
import { bookNotice, isUnfinished } from './book-notice.ts'
import { completed } from './complete-notice.ts'
import { factsOf } from './kept-facts.ts'

const PAGE = 100

/** Books what came before its order was there. Answers how many were booked. */
export async function settleParked(world: CashierWorld): Promise<number> {
  const { books, clock, settings } = world
  const now = clock.nowMs()
  const parked = await books.claim.parked({ now, until: now + settings.leaseMs, limit: PAGE })
  const booked = await Promise.all(parked.map((row) => settleOne(world, row)))
  return booked.filter(Boolean).length
}

async function settleOne(world: CashierWorld, { account, noticeId, evidenceId }: NoticeRow): Promise<boolean> {
  const { books, log } = world
  const evidence = evidenceId === undefined ? undefined : await books.read.evidence(evidenceId)
  if (!evidence) return false
  try {
    const told = await completed(world, account, { id: noticeId, facts: factsOf(evidence.text) })
    const booked = await books.transact(() => bookNotice(world, account, told))
    return !isUnfinished(told, booked)
  } catch (error) {
    log.write({ event: 'books.failed', during: 'parked', code: isTPError(error) ? error.code : 'INTERNAL' })
    return false
  }
}
