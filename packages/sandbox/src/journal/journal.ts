import type { Exchanged } from '../wallet.ts'

/** A message as it passed; what it was about can be read out of it. */
export type Noted = Pick<Exchanged, 'id' | 'at' | 'from' | 'request' | 'answer' | 'faults'>

/** The latest messages of a wallet, oldest first. */
export interface Journal {
  /** Takes a message in and answers with its number: `1`, `2` … */
  readonly note: (entry: Omit<Noted, 'id'>) => string
  /** What came back later; nothing where the message is not among the latest any more. */
  readonly answered: (id: string, answer: Noted['answer']) => void
  readonly list: () => readonly Noted[]
  readonly find: (id: string) => Noted | undefined
}

const MOST_MESSAGES = 1000
const MOST_BYTES = 16 * 1024 * 1024

/** Bounded in number and in bytes: a sandbox may run for weeks. */
export function journal(): Journal {
  const kept = new Map<string, Noted>()
  let count = 0
  let bytes = 0
  const keep = (entry: Noted): void => {
    bytes += size(entry) - size(kept.get(entry.id))
    kept.set(entry.id, entry)
    for (const [id, oldest] of kept) {
      if (kept.size <= MOST_MESSAGES && bytes <= MOST_BYTES) break
      kept.delete(id)
      bytes -= size(oldest)
    }
  }
  return {
    note: (entry) => {
      count += 1
      keep({ ...entry, id: String(count) })
      return String(count)
    },
    answered: (id, answer) => {
      const entry = kept.get(id)
      if (entry) keep({ ...entry, answer })
    },
    list: () => [...kept.values()],
    find: (id) => kept.get(id),
  }
}

function size(entry: Noted | undefined): number {
  return entry ? entry.request.body.byteLength + (entry.answer?.body.byteLength ?? 0) : 0
}
