import type { Change, JournalDraft } from '@tpkit/cashier'
import { type ChainHead, EMPTY_CHAIN, link, type StoredEntry } from '../journal.ts'
import type { SqlRecord } from '../rows/column.ts'
import { isJournal } from '../rows/stored-change.ts'

/** The journal entries of some changes, per order and in their order. */
export function draftsByOrder(changes: readonly Change[]): ReadonlyMap<string, readonly JournalDraft[]> {
  const found = new Map<string, JournalDraft[]>()
  for (const change of changes) {
    if (!isJournal(change)) continue
    const { orderId } = change.row
    found.set(orderId, [...(found.get(orderId) ?? []), change.row])
  }
  return found
}

/** The next links of one order's chain. */
export function linked(head: ChainHead, drafts: readonly JournalDraft[]): readonly StoredEntry[] {
  const entries: StoredEntry[] = []
  for (const draft of drafts) entries.push(link(entries.at(-1) ?? head, draft))
  return entries
}

export function headOf({ journal_seq, journal_head }: SqlRecord): ChainHead {
  return Number(journal_seq) === 0 ? EMPTY_CHAIN : { seq: Number(journal_seq), hash: String(journal_head) }
}
