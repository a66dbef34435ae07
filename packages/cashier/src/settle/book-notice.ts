import { bind, type Fact, type Notice } from '@tpkit/core'
import { evidenceRow } from '../booking/draft.ts'
import type { AttemptRow, Held, NoticeRow } from '../books/rows.ts'
import { type Change, readAccountsOf, readNotice, readOrder, type Work, write } from '../books/work.ts'
import type { Settled } from '../cashier.ts'
import { merchantEvent } from '../events/event.ts'
import type { CashierWorld } from '../world.ts'
import { attemptOf, bookFact } from './book-fact.ts'
import type { Completed } from './complete-notice.ts'
import { factsText } from './kept-facts.ts'

/** What became of a genuine notify in the books. */
export interface Booked {
  readonly what: Extract<Settled['what'], 'moved' | 'seen' | 'parked' | 'quarantined'>
  /** How often it came. */
  readonly seen: number
  readonly orderId?: string
  readonly reason?: string
}

/** A refund is missing in it, and nothing else keeps it: it is not known as seen, so that it is booked when it comes again. */
export function isUnfinished({ missing }: Completed, { what }: Booked): boolean {
  return missing !== undefined && (what === 'moved' || what === 'seen')
}

/** One transaction for one notify: a thousand copies at once book it once. */
export function* bookNotice(world: CashierWorld, account: string, told: Completed): Work<Booked> {
  const { notice, facts } = told
  const known = yield* readNotice(account, notice.id)
  if (known && known.state !== 'parked') return yield* seenAgain(world, known)
  const booked: Booked[] = []
  for (const fact of facts) booked.push(yield* bookOne(world, account, fact))
  const worst = WORST_FIRST.flatMap((what) => booked.filter((one) => one.what === what))[0]
  const found: Booked = { ...(worst ?? { what: 'seen' }), seen: (known?.seen ?? 0) + 1 }
  if (!isUnfinished(told, found)) yield* write(noticeChanges(world, account, notice, known, found))
  return found
}

const WORST_FIRST: readonly Booked['what'][] = ['parked', 'quarantined', 'moved', 'seen']

function* seenAgain(world: CashierWorld, known: NoticeRow): Work<Booked> {
  const row = { ...known, seen: known.seen + 1, lastAt: world.clock.nowMs() }
  yield* write([{ put: 'notice', row }])
  return { what: known.state === 'quarantined' ? 'quarantined' : 'seen', seen: row.seen }
}

function* bookOne(world: CashierWorld, account: string, fact: Fact): Work<Booked> {
  const held = yield* readOrder({ account, outTradeNo: fact.outTradeNo })
  const attempt = held && attemptOf(held, account, fact.outTradeNo)
  if (!held || !attempt) return yield* notHere(world, account, fact)
  const { verdict, reason } = yield* bookFact(world, held, attempt, fact)
  const what = verdict === 'quarantined' ? verdict : verdict === 'moved' || verdict === 'late' ? 'moved' : 'seen'
  return { what, seen: 1, orderId: held.order.id, ...(reason !== undefined && { reason }) }
}

/** No such number at this account: another account's money, told at the wrong door, or a number that we do not know yet. */
function* notHere(world: CashierWorld, account: string, fact: Fact): Work<Booked> {
  for (const other of yield* readAccountsOf(fact.outTradeNo)) {
    const held = yield* readOrder({ account: other, outTradeNo: fact.outTradeNo })
    const attempt = held && attemptOf(held, other, fact.outTradeNo)
    if (!held || !attempt || !fits(world, attempt, fact)) continue
    yield* write(askSoon(world, held, attempt))
    const reason = `account: expected at ${account} what ${account} took, found the number of a payment at ${other}; mend its notify address`
    return { what: 'quarantined', seen: 1, orderId: held.order.id, reason }
  }
  return { what: 'parked', seen: 1 }
}

function fits({ wallets }: CashierWorld, { account, outTradeNo, total }: AttemptRow, fact: Fact): boolean {
  if (fact.kind !== 'payment' || !wallets.accounts.includes(account)) return false
  return bind({ payee: wallets.account(account).payee, outTradeNo, total }, fact).kind === 'ours'
}

/** The message is not believed; the account that took the payment is asked at once. */
function askSoon({ clock }: CashierWorld, { order }: Held, attempt: AttemptRow): readonly Change[] {
  const now = clock.nowMs()
  const rows: Change[] = [{ put: 'order', row: { ...order, updatedAt: now } }]
  return attempt.status === 'pending' ? [...rows, { put: 'attempt', row: { ...attempt, nextCheckAt: now } }] : rows
}

function noticeChanges(
  world: CashierWorld,
  account: string,
  { id, facts }: Notice,
  known: NoticeRow | undefined,
  { what, seen, orderId, reason }: Booked,
): readonly Change[] {
  const { clock, ids, settings } = world
  const now = clock.nowMs()
  const isKept = what === 'parked' || what === 'quarantined'
  const evidence = isKept && !known ? evidenceRow('raw', account, factsText(facts), { now, ids, settings }, orderId) : undefined
  const evidenceId = evidence?.id ?? known?.evidenceId
  const outTradeNo = facts[0]?.outTradeNo
  const row: NoticeRow = {
    ...{ account, noticeId: id, firstAt: known?.firstAt ?? now, lastAt: now, seen },
    state: isKept ? what : 'booked',
    ...(outTradeNo !== undefined && { outTradeNo }),
    ...(orderId !== undefined && { orderId }),
    ...(reason !== undefined && { reason }),
    ...(evidenceId !== undefined && { evidenceId }),
  }
  return [
    { put: 'notice', row },
    ...(evidence ? [{ add: 'evidence', row: evidence } as const] : []),
    ...(what === 'parked' && seen === settings.alarmAfterRepeats ? [alarm(world, row)] : []),
  ]
}

/** Once: somebody pays under a number that nobody here knows. */
function alarm({ wallets, ids, clock }: CashierWorld, { account, outTradeNo, seen }: NoticeRow): Change {
  const { merchant } = wallets.account(account)
  const data = { account, outTradeNo, seen }
  return { add: 'event', row: merchantEvent(merchant, 'alarm.parked', data, { now: clock.nowMs(), ids }) }
}
