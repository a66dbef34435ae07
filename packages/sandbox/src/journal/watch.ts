import type { Instant, WalletRequest } from '@tpkit/core'
import type { Passed } from '../faults/calls.ts'
import type { Heard } from '../faults/notify-line.ts'
import type { Handed } from '../faults/notify-shelf.ts'
import type { Exchanged, Inspection } from '../wallet.ts'
import { journal, type Noted } from './journal.ts'

/** Writes down what passes, and looks into it when somebody asks. */
export interface Watch {
  readonly called: (request: WalletRequest, passed: Passed, now: Instant) => void
  readonly notified: (handed: Handed, now: Instant) => void
  /** What the merchant answered to a notify. */
  readonly heard: (id: string, heard: Heard) => void
  readonly exchanges: () => readonly Exchanged[]
  readonly inspect: (id: string) => Inspection | undefined
}

/** How one wallet reads what was written down. */
export interface Look {
  readonly exchanged: (noted: Noted) => Exchanged
  readonly inspection: (noted: Noted) => Inspection
}

export function watch({ exchanged, inspection }: Look): Watch {
  const kept = journal()
  /** Notifies under way: the wallet's id of each, and ours. */
  const open = new Map<string, string>()
  return {
    called: ({ origin, path, ...request }, { answer, faults }, at) => {
      kept.note({ at, from: 'merchant', request: { ...request, url: origin + path }, answer, faults })
    },
    notified: ({ delivery: { id, url, headers, body }, faults }, at) => {
      const request = { method: 'POST', url, headers: headerMap(headers), body }
      open.set(id, kept.note({ at, from: 'wallet', request, answer: undefined, faults }))
    },
    heard: (id, heard) => {
      const noted = open.get(id)
      open.delete(id)
      if (noted === undefined || !heard) return
      kept.answered(noted, { status: heard.status, headers: [], body: new TextEncoder().encode(heard.body) })
    },
    exchanges: () => kept.list().map(exchanged),
    inspect: (id) => {
      const noted = kept.find(id)
      return noted && inspection(noted)
    },
  }
}

function headerMap(headers: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [name, value] of headers) found.set(name.toLowerCase(), [...(found.get(name.toLowerCase()) ?? []), value])
  return found
}
