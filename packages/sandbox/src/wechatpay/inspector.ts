import type { Noted } from '../journal/journal.ts'
import { type Watch, watch } from '../journal/watch.ts'
import type { Exchanged, Inspection } from '../wallet.ts'
import { diagnosedCall, diagnosedNotify } from './diagnose.ts'
import { endpointAt } from './endpoints.ts'
import { openNotify } from './faults-draft.ts'
import { type Json, readObject } from './json.ts'
import { readAuthorization } from './sign.ts'
import type { State } from './state.ts'

type Pair = readonly [name: string, value: string]

export function inspector(state: State): Watch {
  return watch({ exchanged: (noted) => exchanged(noted, state), inspection: (noted) => inspection(noted, state) })
}

function exchanged(noted: Noted, state: State): Exchanged {
  const { request, from } = noted
  const { endpoint, number } = from === 'merchant' ? (endpointAt(request.method, pathOf(request.url)) ?? {}) : {}
  const told = from === 'wallet' ? contentOf(noted, state) : fieldsOf(request.body)
  const mchId =
    from === 'wallet' ? valueAt(told, /^(?:sp_)?mchid$/) : readAuthorization(request.headers.get('authorization')?.[0])?.mchid
  const inPath = /out-trade-no/.test(request.url) ? number : undefined
  const outTradeNo = valueAt(told, /^out_trade_no$/) ?? inPath ?? valueAt(fieldsOf(noted.answer?.body), /^out_trade_no$/)
  return {
    ...noted,
    call: from === 'wallet' ? 'notify' : endpoint?.call,
    ...(mchId !== undefined && { mchId }),
    ...(outTradeNo !== undefined && { outTradeNo }),
  }
}

function inspection(noted: Noted, state: State): Inspection {
  const signature = noted.from === 'wallet' ? diagnosedNotify(noted, state) : diagnosedCall(noted, state)
  const fields =
    noted.from === 'wallet' ? [...fieldsOf(noted.request.body), ...contentOf(noted, state)] : fieldsOf(noted.request.body)
  return {
    exchanged: exchanged(noted, state),
    fields: fields.map(hidden),
    answerFields: fieldsOf(noted.answer?.body),
    ...(signature && { signature }),
  }
}

/** What a notify encrypts, as somebody with the APIv3 key reads it. */
function contentOf({ request: { headers, body } }: Noted, state: State): readonly Pair[] {
  const pairs = [...headers].flatMap(([name, values]) => values.map((value) => [name, value] as const))
  const content = openNotify({ headers: pairs, body }, state)?.content
  return content ? fieldsOf(new TextEncoder().encode(JSON.stringify(content))) : []
}

function fieldsOf(body: Uint8Array | undefined): readonly Pair[] {
  const fields = body && readObject(new TextDecoder().decode(body))
  return [...(fields ?? [])].map(([name, value]: readonly [string, Json]) => [name, String(value)])
}

function valueAt(fields: readonly Pair[], name: RegExp): string | undefined {
  return fields.find(([each, value]) => name.test(each) && value !== '')?.[1]
}

/** A payment code is shortened: whoever has it has the payer's money. */
function hidden([name, value]: Pair): Pair {
  return name === 'payer.auth_code' ? [name, `${value.slice(0, 4)}…`] : [name, value]
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '')
}
