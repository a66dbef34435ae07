import type { Held } from '@tpkit/cashier'
import type { BookedOrder } from '@tpkit/core'
import type { Ledger } from '@tpkit/ledger'

/** A payment as both sides must know it. */
interface Line {
  readonly outTradeNo: string
  readonly status: string
  readonly total: bigint
  readonly transactionId: string | undefined
  readonly refunds: readonly (readonly [outRefundNo: string, amount: bigint, status: string])[]
}

/** What the wallet holds. */
export function walletLines(booked: readonly BookedOrder[]): readonly Line[] {
  return sorted(
    booked.map(({ outTradeNo, status, total, transactionId, refunds }) => ({
      ...{ outTradeNo, status, total, transactionId },
      refunds: refunds.map(({ outRefundNo, amount, status }) => [outRefundNo, amount, status] as const).toSorted(),
    })),
  )
}

/** What our books hold of the same. */
export async function ledgerLines(ledger: Ledger): Promise<readonly Line[]> {
  return sorted((await everyOrder(ledger)).flatMap(linesOf))
}

function linesOf({ attempts, refunds }: Held): readonly Line[] {
  return attempts.map(({ id, outTradeNo, status, total, transactionId }) => ({
    ...{ outTradeNo, status, total: total.amount, transactionId },
    refunds: refunds
      .filter(({ attemptId }) => attemptId === id)
      .map(({ outRefundNo, amount, status }) => [outRefundNo, amount.amount, status] as const)
      .toSorted(),
  }))
}

function sorted(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((a, b) => (a.outTradeNo < b.outTradeNo ? -1 : 1))
}

/** Orders that are not paid, refunds that are not back, events that nobody heard. */
export async function unfinished(ledger: Ledger, heard: ReadonlySet<unknown>): Promise<readonly string[]> {
  const events = (await everyEvent(ledger)).filter(({ id }) => !heard.has(id))
  return [...(await everyOrder(ledger)).flatMap(openParts), ...events.map(({ id, type }) => `${type} ${id}`)]
}

function openParts({ order, refunds }: Held): readonly string[] {
  const open = refunds.filter(({ status }) => status !== 'refunded').map(({ refundNo, status }) => `${refundNo} ${status}`)
  return order.status === 'paid' ? open : [`${order.orderNo} ${order.status}`, ...open]
}

export async function everyOrder(ledger: Ledger): Promise<readonly Held[]> {
  const held: Held[] = []
  for (let after: string | undefined; ; ) {
    const page = await ledger.read.orders({ limit: 200, ...(after !== undefined && { after }) })
    held.push(...page.rows)
    if (page.next === undefined) return held
    after = page.next
  }
}

export async function everyEvent(ledger: Ledger): Promise<readonly { readonly id: string; readonly type: string }[]> {
  const events: { readonly id: string; readonly type: string }[] = []
  for (let after: string | undefined; ; ) {
    const page = await ledger.read.events('main', after, 200)
    events.push(...page.rows)
    if (page.rows.length === 0) return events
    after = page.cursor
  }
}

/** What an audit finds wrong. */
export async function findings(ledger: Ledger): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { message } of ledger.verify()) found.push(message)
  return found
}
