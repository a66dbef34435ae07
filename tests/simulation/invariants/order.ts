import type { FinalState } from './state.ts'

/** After the calm everything is final, and nothing is due any more. */
export function* nothingIsLeftOpen({ orders }: FinalState): Generator<string> {
  for (const { order, attempts, refunds } of orders) {
    if (order.status === 'open') yield `${order.orderNo}: open`
    for (const { outTradeNo, status, unknown } of attempts) {
      if (status === 'pending') yield `${outTradeNo}: pending`
      if (unknown) yield `${outTradeNo}: unknown since ${unknown.asked}`
    }
    for (const { outRefundNo, status, unknown } of refunds)
      if (status === 'processing' || unknown) yield `${outRefundNo}: ${status}${unknown ? ', unknown' : ''}`
  }
}

/** Nothing moved backwards: what the journal tells one behind the other is allowed. */
export function* finalsNeverMove({ journals }: FinalState): Generator<string> {
  for (const [orderId, entries] of journals) {
    const standing = new Map<string, string>()
    for (const { kind, subject = '' } of entries) {
      const [what, status = ''] = kind.split('.')
      if (what !== 'attempt' || !(status in RANK)) continue
      const before = standing.get(subject) ?? 'pending'
      if ((RANK[status] ?? 0) <= (RANK[before] ?? 0)) yield `${orderId}: an attempt went from ${before} to ${status}`
      standing.set(subject, status)
    }
  }
}

const RANK: Readonly<Record<string, number>> = { pending: 0, failed: 1, closed: 2, paid: 3, reversed: 4 }

/** Each row's state has the journal entry that led to it. */
export function* journalIsComplete({ orders, journals, findings }: FinalState): Generator<string> {
  for (const { message } of findings) yield message
  for (const { order, attempts, refunds } of orders) {
    const kinds = new Set((journals.get(order.id) ?? []).map(({ kind, subject }) => `${kind} ${subject ?? ''}`))
    const has = (...names: readonly string[]) => names.some((name) => kinds.has(name))
    for (const { id, status } of attempts) {
      if (!has(`attempt.started ${id}`)) yield `${id}: no entry of its start`
      const ends = { failed: 'refused', closed: 'never-was' }[status as string] ?? status
      if (status !== 'pending' && !has(`attempt.${status} ${id}`, `attempt.${ends} ${id}`))
        yield `${id}: no entry that it is ${status}`
    }
    for (const { id, status, kind } of refunds)
      if (status === 'refunded' && kind !== 'reversal' && !has(`refund.refunded ${id}`, `refund.external ${id}`))
        yield `${id}: no entry of its end`
  }
}

const MOST_ENTRIES = 400
const MOST_ATTEMPTS = 30

/** No loop grows: however long a wallet is silent, an order stays small. */
export function* nothingGrows({ orders, journals, events }: FinalState): Generator<string> {
  for (const { order, attempts } of orders) {
    const entries = journals.get(order.id)?.length ?? 0
    if (entries > MOST_ENTRIES) yield `${order.orderNo}: ${entries} entries in its journal`
    if (attempts.length > MOST_ATTEMPTS) yield `${order.orderNo}: ${attempts.length} attempts`
  }
  if (events.length > orders.length * 40) yield `${events.length} events for ${orders.length} orders`
}

/** No key or password in a log, a journal, an event or what was told to the endpoint. */
export function* noSecretShows({ world, journals, events }: FinalState): Generator<string> {
  const everything = JSON.stringify([world.log, [...journals], events, world.endpoint.heard])
  for (const secret of world.stands.flatMap(({ secrets }) => secrets))
    if (everything.includes(secret)) yield `found ${secret.slice(0, 12)}…`
}

/** All money here is ours: nothing that a fault did may look like a stranger's. */
export function* nothingIsQuarantined({ events }: FinalState): Generator<string> {
  for (const { type, data } of events) if (type.startsWith('alarm.')) yield `${type}: ${data.slice(0, 400)}`
}
