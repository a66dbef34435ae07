import { createHash } from 'node:crypto'
import type { DifferenceRow } from '../books/rows.ts'
import { readDifference, readOrder, type Work, write } from '../books/work.ts'
import { merchantEvent } from '../events/event.ts'
import type { Finding } from './line.ts'
import type { Run } from './run.ts'

/** How a difference ended without an operator. */
export const SETTLED = 'settled: the line proves it'
const GONE = 'a later run found no difference'

/** The same difference has the same id in every run: nothing is opened twice, not even by two runs at once. */
export function differenceId(account: string, day: string, { kind, outTradeNo, outRefundNo }: Finding): string {
  const text = JSON.stringify([account, day, kind, outTradeNo, outRefundNo ?? null])
  return `dif_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}

/** Opens a difference, or leaves it as it stands. Answers the id of one that stands open. */
export function* open(finding: Finding, run: Run, day: string = run.day): Work<string | undefined> {
  const id = differenceId(run.account, day, finding)
  const held = yield* readDifference(id)
  if (held && isSame(held, finding) && held.resolution !== GONE) return held.resolvedAt === undefined ? id : undefined
  const row: DifferenceRow = { id, account: run.account, day, ...finding, openedAt: run.now }
  const order = finding.orderId === undefined ? undefined : yield* readOrder({ id: finding.orderId })
  const merchant = order?.order.merchant ?? run.merchant
  const { account, kind, outTradeNo, outRefundNo, ours, theirs } = row
  const difference = { id, account, day, kind, outTradeNo, outRefundNo, ours, theirs }
  const event = merchantEvent(merchant, 'difference.opened', { difference }, run)
  yield* write([
    { put: 'difference', row },
    { add: 'event', row: finding.orderId === undefined ? event : { ...event, orderId: finding.orderId } },
  ])
  return id
}

/** Writes down, closed from the start, what needs nobody: it was settled, or it is a matter of days. */
export function* record(finding: Finding, resolution: string, run: Run, day: string = run.day): Work<void> {
  const id = differenceId(run.account, day, finding)
  const held = yield* readDifference(id)
  if (held?.resolvedAt !== undefined && isSame(held, finding)) return
  const openedAt = held?.openedAt ?? run.now
  const row = { id, account: run.account, day, ...finding, openedAt, resolvedAt: run.now, resolution }
  yield* write([{ put: 'difference', row }])
}

/** What stood open and was not found again. */
export function* close(id: string, run: Run): Work<void> {
  const held = yield* readDifference(id)
  if (held && held.resolvedAt === undefined)
    yield* write([{ put: 'difference', row: { ...held, resolvedAt: run.now, resolution: GONE } }])
}

/** What an operator has looked at stays closed as long as both sides say what they said. */
function isSame(held: DifferenceRow, { ours, theirs }: Finding): boolean {
  return held.ours === ours && held.theirs === theirs
}
