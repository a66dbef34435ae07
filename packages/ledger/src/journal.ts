import { createHash } from 'node:crypto'
import type { JournalDraft, JournalEntry } from '@tpkit/cashier'

/** The end of one order's chain. */
export interface ChainHead {
  readonly seq: number
  readonly hash: string
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: '' }

/** One entry as it is stored: the exact text that was hashed. */
export interface StoredEntry extends ChainHead {
  readonly text: string
}

/** The next link: the text is made here, once, and never built again. */
export function link(head: ChainHead, { at, kind, subject, data }: JournalDraft): StoredEntry {
  const seq = head.seq + 1
  const text = JSON.stringify({ seq, at, kind, ...(subject !== undefined && { subject }), data })
  return { seq, text, hash: linkHash(head.hash, text) }
}

export function linkHash(previous: string, text: string): string {
  return createHash('sha256').update(previous).update('\n').update(text).digest('hex')
}

export function readEntry(orderId: string, { text, hash }: Pick<StoredEntry, 'text' | 'hash'>): JournalEntry {
  return { orderId, ...(JSON.parse(text) as Omit<JournalEntry, 'orderId' | 'hash'>), hash } // our own text
}
