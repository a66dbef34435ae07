import type { Instant, WalletRequest } from '@tpkit/core'
import type { Passed } from '../faults/calls.ts'
import type { Heard } from '../faults/notify-line.ts'
import type { Handed } from '../faults/notify-shelf.ts'
import { journal, type Noted } from '../journal/journal.ts'
import type { Exchanged, Inspection } from '../wallet.ts'
import { decoded, diagnosed } from './diagnose.ts'
import { hidden } from './diagnose-hidden.ts'
import type { Pair } from './diagnose-recipe.ts'
import { endpointAt } from './endpoints.ts'
import type { Voice } from './faults-draft.ts'

/** Writes down what passes, and looks into it when somebody asks. */
export interface Inspector {
  readonly called: (request: WalletRequest, passed: Passed, now: Instant) => void
  readonly notified: (handed: Handed, now: Instant) => void
  /** What the merchant answered to a notify. */
  readonly heard: (id: string, heard: Heard) => void
  readonly exchanges: () => readonly Exchanged[]
  readonly inspect: (id: string) => Inspection | undefined
}

export function inspector(merchants: Voice['merchants']): Inspector {
  const kept = journal()
  /** Notifies under way: the wallet's id of each, and ours. */
  const open = new Map<string, string>()
  return {
    called: ({ origin, path, ...request }, { answer, faults }, at) => {
      kept.note({ at, from: 'merchant', request: { ...request, url: origin + path }, answer, faults })
    },
    notified: ({ delivery: { id, url, headers, body }, faults }, at) => {
      const request = { method: 'POST', url, headers: new Map(headers.map(([name, value]) => [name, [value]])), body }
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
      return noted && inspection(noted, merchants)
    },
  }
}

function exchanged(noted: Noted): Exchanged {
  const asked = fieldsOf(noted.request.body)
  const mchId = fieldOf(asked, 'mch_id')
  const outTradeNo = fieldOf(asked, 'out_trade_no') ?? fieldOf(fieldsOf(noted.answer?.body), 'out_trade_no')
  return {
    ...noted,
    call: noted.from === 'wallet' ? 'notify' : endpointAt(pathOf(noted.request.url))?.call,
    ...(mchId !== undefined && { mchId }),
    ...(outTradeNo !== undefined && { outTradeNo }),
  }
}

function inspection(noted: Noted, merchants: Voice['merchants']): Inspection {
  const message = decoded(noted.request.body)
  const merchant = merchants.get(fieldOf(message?.fields ?? [], 'mch_id') ?? '')
  const others = [...merchants.values()].filter((each) => each !== merchant)
  return {
    exchanged: exchanged(noted),
    fields: (message?.fields ?? []).map(hidden),
    answerFields: fieldsOf(noted.answer?.body),
    ...(message && merchant && { signature: diagnosed(message, merchant, others) }),
  }
}

function fieldsOf(body: Uint8Array | undefined): readonly Pair[] {
  return (body && decoded(body)?.fields) ?? []
}

function fieldOf(fields: readonly Pair[], name: string): string | undefined {
  return fields.find(([each, value]) => each === name && value !== '')?.[1]
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '')
}
