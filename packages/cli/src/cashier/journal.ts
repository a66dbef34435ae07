import { showMoney } from 'tpkit'
import type { JournalEntry, OrderView } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { alignRows } from '../desk/table.ts'
import { localTime } from '../desk/time.ts'
import { JOURNAL } from './journal-words.ts'

/** What else of an entry people want to see, in this order; digests and what stands in the words already are left out. */
const TOLD: readonly string[] = [
  'account',
  'outTradeNo',
  'outRefundNo',
  'transactionId',
  'scene',
  'prompt',
  'source',
  'asked',
  'code',
]
const ALSO: readonly string[] = ['by', 'verdict', 'status', 'reason']

/** The journal of an order as a timeline: when, what, and with which numbers. */
export function timeline(desk: Desk, entries: readonly JournalEntry[], { total }: OrderView): readonly string[] {
  return alignRows(
    entries.map((entry) => [localTime(entry.at), JOURNAL[desk.lang][entry.kind] ?? entry.kind, detail(entry, total.currency)]),
  )
}

function detail({ data }: JournalEntry, currency: string): string {
  const { amount } = data
  const money = typeof amount === 'string' && /^\d+$/.test(amount) ? [showMoney({ amount: BigInt(amount), currency })] : []
  const words = [...TOLD, ...ALSO].flatMap((name) => (data[name] === undefined ? [] : [String(data[name])]))
  return [...money, ...words].join(' · ')
}
