import type { Noted } from '../journal/journal.ts'
import { type Watch, watch } from '../journal/watch.ts'
import type { Exchanged, Inspection } from '../wallet.ts'
import { decoded, diagnosed } from './diagnose.ts'
import { hidden } from './diagnose-hidden.ts'
import type { Pair } from './diagnose-recipe.ts'
import { endpointAt } from './endpoints.ts'
import type { Voice } from './faults-draft.ts'

export function inspector(merchants: Voice['merchants']): Watch {
  return watch({ exchanged, inspection: (noted) => inspection(noted, merchants) })
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
