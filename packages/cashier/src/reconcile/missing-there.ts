import { type Instant, showMoney } from '@tpkit/core'
import type { Held } from '../books/rows.ts'
import { readDifference, readOrder, readStatementDay, type Work } from '../books/work.ts'
import { iso } from '../events/public-json.ts'
import { dayOf } from './day.ts'
import { differenceId, open, record } from './differences.ts'
import type { Finding } from './line.ts'
import { daysOf, type Owed, owedPayment, owedRefund } from './ours.ts'
import type { Run } from './run.ts'

/**
 * What we hold and this day's statement does not show. It is missing only once every statement that may show it was read and
 * none did; until then it waits. Answers the id of a difference that stands open.
 */
export function* missingThere(owed: Owed, run: Run): Work<string | undefined> {
  const held = yield* readOrder({ id: owed.orderId })
  if (!held || !stillOwed(held, owed, run.account)) return undefined
  const home = dayOf(owed.at)
  const about = aboutOf(owed)
  const waiting: Finding = { ...about, kind: 'other-day', ours: iso(owed.at) }
  if (home !== run.day && !(yield* isWaiting(waiting, home, run))) return undefined
  const others = daysOf(owed).filter((day) => day !== run.day && day !== home)
  const read = yield* howRead(others, waiting, run)
  if (read === 'shown') return undefined
  if (read === 'unread') {
    if (home === run.day) yield* record(waiting, `waits for the statements of ${others.join(', ')}`, run)
    return undefined
  }
  const kind = owed.outRefundNo === undefined ? 'missing-there' : 'refund-missing-there'
  const id = yield* open({ ...about, kind, ours: `${showMoney(owed.amount)}, ${iso(owed.at)}` }, run, home)
  return home === run.day ? id : undefined
}

function aboutOf({ outTradeNo, outRefundNo, orderId }: Owed): Omit<Finding, 'kind'> {
  return { outTradeNo, ...(outRefundNo !== undefined && { outRefundNo }), orderId }
}

/** It may have moved since the day was gathered. */
function stillOwed({ attempts, refunds }: Held, owed: Owed, account: string): boolean {
  const rows: readonly ({ readonly at: Instant } | undefined)[] =
    owed.outRefundNo === undefined
      ? attempts.filter((row) => row.account === account && row.outTradeNo === owed.outTradeNo).map(owedPayment)
      : refunds.filter((row) => row.account === account && row.outRefundNo === owed.outRefundNo).map(owedRefund)
  return rows.some((row) => row?.at === owed.at)
}

/** Its own day was read without it. */
function* isWaiting(waiting: Finding, home: string, { account }: Run): Work<boolean> {
  const held = yield* readDifference(differenceId(account, home, waiting))
  return held !== undefined && held.theirs === undefined
}

function* howRead(days: readonly string[], waiting: Finding, { account }: Run): Work<'shown' | 'unread' | 'absent'> {
  let read = true
  for (const day of days) {
    const shown = yield* readDifference(differenceId(account, day, waiting))
    if (shown?.theirs !== undefined) return 'shown'
    read &&= (yield* readStatementDay(account, day)) !== undefined
  }
  return read ? 'absent' : 'unread'
}
