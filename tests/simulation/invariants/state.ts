import type { AuditFinding, EventRow, Held, JournalEntry } from '@tpkit/cashier'
import type { BookedOrder, Instant } from '@tpkit/core'
import type { Stand } from '../world/stand.ts'
import type { World } from '../world/world.ts'

/** Everything that the invariants look at, after the calm. */
export interface FinalState {
  readonly world: World
  readonly orders: readonly Held[]
  readonly journals: ReadonlyMap<string, readonly JournalEntry[]>
  readonly events: readonly EventRow[]
  readonly findings: readonly AuditFinding[]
  /** The wallets' own books, by account and number. */
  readonly atWallet: ReadonlyMap<string, BookedOrder>
}

export const keyOf = (account: string, outTradeNo: string): string => `${account} ${outTradeNo}`

export async function finalState(world: World): Promise<FinalState> {
  const { ledger, stands, timeline } = world
  const sealed = ledger.seal(timeline.now)
  await timeline.until(timeline.now + 1)
  await sealed
  const orders = await allOrders(world)
  const journals = new Map<string, readonly JournalEntry[]>()
  for (const { order } of orders) journals.set(order.id, await ledger.read.journal(order.id))
  const findings: AuditFinding[] = []
  for await (const finding of ledger.verify()) findings.push(finding)
  return { world, orders, journals, findings, events: await allEvents(world), atWallet: walletBooks(stands, timeline.now) }
}

async function allOrders({ ledger }: World): Promise<readonly Held[]> {
  const found: Held[] = []
  for (let after: string | undefined; ; ) {
    const page = await ledger.read.orders({ limit: 200, ...(after !== undefined && { after }) })
    found.push(...page.rows)
    if (page.next === undefined) return found
    after = page.next
  }
}

async function allEvents({ ledger }: World): Promise<readonly EventRow[]> {
  const found: EventRow[] = []
  for (let after: string | undefined; ; ) {
    const page = await ledger.read.events(undefined, after, 200)
    found.push(...page.rows)
    if (page.rows.length === 0) return found
    after = page.cursor
  }
}

/** Both wallets give merchants the same numbers: only the account tells them apart. */
export function walletBooks(stands: readonly Stand[], now: Instant): ReadonlyMap<string, BookedOrder> {
  return new Map(
    stands.flatMap(({ wallet, accountOf }) =>
      wallet.books(now).map((order) => [keyOf(accountOf(order), order.outTradeNo), order] as const),
    ),
  )
}
