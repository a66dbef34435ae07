import type { z } from '@hono/zod-openapi'
import type { DifferenceRow, Reconciliation as Run, StatementDayRow } from '@tpkit/cashier'
import { type Money, moneyToJson } from '@tpkit/core'
import type { Difference, ReconciledDay, Reconciliation } from '../schemas/reconciliation.ts'
import { iso } from './json.ts'

/** Of a run's differences; a statement that fits nothing has as many as lines. */
const MOST_SHOWN = 200

export function dayJson({ account, day, rows, paid, refunded, fee, net, at }: StatementDayRow): z.output<typeof ReconciledDay> {
  return { account, day, rows, ...sums({ paid, refunded, fee, net }), at: iso(at) }
}

function sums<Name extends string>(given: Readonly<Record<Name, Money>>) {
  const entries = Object.entries<Money>(given).map(([name, value]) => [name, moneyToJson(value)])
  return Object.fromEntries(entries) as Record<Name, ReturnType<typeof moneyToJson>> // the same names
}

export function differenceJson(row: DifferenceRow): z.output<typeof Difference> {
  const { id, account, day, kind, outTradeNo, outRefundNo, orderId, ours, theirs, openedAt, resolvedAt } = row
  return {
    ...{ id, account, day, kind, outTradeNo },
    ...(outRefundNo !== undefined && { outRefundNo }),
    ...(orderId !== undefined && { payment: orderId }),
    ...(ours !== undefined && { ours }),
    ...(theirs !== undefined && { theirs }),
    openedAt: iso(openedAt),
    ...(resolvedAt !== undefined && { resolvedAt: iso(resolvedAt) }),
  }
}

export function runJson({
  kind,
  account,
  day,
  failure,
  statement,
  lines,
  equal,
  settled,
  differences,
}: Run): z.output<typeof Reconciliation> {
  return {
    ...{ account, day, outcome: kind, lines, equal, settled },
    ...(failure && { failure: { code: failure.code, detail: failure.message } }),
    ...(statement && { statement: dayJson(statement) }),
    open: differences.length,
    differences: differences.slice(0, MOST_SHOWN).map(differenceJson),
  }
}
