import { acknowledgementFor, type Instant, type Notice, type Received } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { write } from '../books/work.ts'
import type { Cashier, Settled } from '../cashier.ts'
import type { CashierWorld } from '../world.ts'
import { type Booked, bookNotice, isUnfinished } from './book-notice.ts'
import { type Completed, completed } from './complete-notice.ts'

const MINUTE_MS = 60_000

/**
 * The one ear for wallets: verified, bound, booked in one transaction, and only then acknowledged.
 *
 * @throws `TPError` for an account that the configuration does not have; never for what was received.
 */
export function settler(world: CashierWorld): Cashier['settle'] {
  const audit = refusalAudit(world)
  return async (name, received) => {
    const account = world.wallets.account(name)
    const told = await hear(world, name, received)
    const { acknowledgement, what, paidAt }: Verdict = told.kind === 'genuine' ? await take(world, name, told.notice) : told
    if (what === 'refused' && told.kind === 'refused') await audit(name, told.code)
    return { acknowledgement, what, answer: account.acknowledge(acknowledgement), ...(paidAt !== undefined && { paidAt }) }
  }
}

type Verdict = Omit<Settled, 'answer'>

type Heard =
  | { readonly kind: 'genuine'; readonly notice: Notice }
  | (Verdict & { readonly kind: 'refused'; readonly code: string })

async function hear({ wallets, log }: CashierWorld, account: string, received: Received): Promise<Heard> {
  try {
    return { kind: 'genuine', notice: await wallets.account(account).notify(received) }
  } catch (error) {
    const code = isTPError(error) ? error.code : 'INTERNAL'
    const acknowledgement = acknowledgementFor(error)
    log.write({ event: 'notify.refused', account, code })
    return { kind: 'refused', acknowledgement, code, what: acknowledgement === 'refused' ? 'refused' : 'unavailable' }
  }
}

const SEEN: Verdict = { acknowledgement: 'accepted', what: 'seen' }
const AGAIN: Verdict = { acknowledgement: 'later', what: 'unavailable' }

/** Money rule 1: the wallet hears *accepted* after the commit, and *later* where there was none. */
async function take(world: CashierWorld, account: string, notice: Notice): Promise<Verdict> {
  if (notice.facts.length === 0) return SEEN
  try {
    const told = await completed(world, account, notice)
    const booked = await world.books.transact(() => bookNotice(world, account, told))
    tell(world, account, booked)
    if (isUnfinished(told, booked)) return unfinished(world, account, told)
    const paidAt = booked.what === 'moved' ? paidAtOf(notice) : undefined
    const acknowledgement = booked.what === 'parked' ? 'later' : 'accepted'
    return { what: booked.what, acknowledgement, ...(paidAt !== undefined && { paidAt }) }
  } catch (error) {
    world.log.write({ event: 'books.failed', during: 'settle', code: isTPError(error) ? error.code : 'INTERNAL' })
    return AGAIN
  }
}

function paidAtOf({ facts }: Notice): Instant | undefined {
  return facts.flatMap((fact) => (fact.kind === 'payment' && fact.status === 'paid' ? (fact.paidAt ?? []) : []))[0]
}

/** What it told in full is booked; for the rest it has to come again. */
function unfinished({ log }: CashierWorld, account: string, { missing }: Completed): Verdict {
  log.write({ event: 'notify.unfinished', account, code: missing ?? 'UNAVAILABLE' })
  return AGAIN
}

function tell({ log }: CashierWorld, account: string, { what, seen, orderId, reason }: Booked): void {
  if (what === 'parked') log.write({ event: 'notify.parked', account, seen })
  if (what !== 'quarantined' || seen > 1) return
  log.write({ event: 'fact.quarantined', account, reason: reason ?? 'unknown', ...(orderId !== undefined && { orderId }) })
}

/** One line per account and minute, with the count of those before it: a flood of forgeries does not fill the books. */
function refusalAudit({ books, clock, ids }: CashierWorld): (account: string, code: string) => Promise<void> {
  const heard = new Map<string, { readonly since: number; readonly count: number }>()
  return async (account, code) => {
    const now = clock.nowMs()
    const last = heard.get(account)
    if (last && now < last.since + MINUTE_MS) return void heard.set(account, { ...last, count: last.count + 1 })
    heard.set(account, { since: now, count: 0 })
    const data = { code, before: last?.count ?? 0 }
    const row = { id: ids.next('aud'), at: now, who: 'wallet', what: 'notify.refused', subject: account, data }
    try {
      await books.transact(() => write([{ add: 'audit', row }]))
    } catch {
      // The line is for people; books that are out of reach say so elsewhere.
    }
  }
}
