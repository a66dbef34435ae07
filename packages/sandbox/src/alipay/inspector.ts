import type { Noted } from '../journal/journal.ts'
import { type Watch, watch } from '../journal/watch.ts'
import type { Exchanged, Inspection } from '../wallet.ts'
import { type Asked, askedIn, callIn, contentOf, orderIn } from './asked.ts'
import { charsetOf } from './call.ts'
import { charsetNamed, decoded } from './charset.ts'
import { diagnosedCall, diagnosedNotify } from './diagnose.ts'
import { hidden } from './diagnose-hidden.ts'
import { type Form, formIn } from './form.ts'
import { isObject, type Json, parseObject } from './json.ts'
import { unlock } from './sign.ts'
import type { State } from './state.ts'

type Pair = readonly [name: string, value: string]

export function inspector(state: State): Watch {
  return watch({ exchanged: (noted) => exchanged(noted, state), inspection: (noted) => inspection(noted, state) })
}

function exchanged(noted: Noted, state: State): Exchanged {
  const { call, mchId, outTradeNo } = noted.from === 'wallet' ? toldBy(noted) : askedBy(noted, state)
  return { ...noted, call, ...(mchId !== undefined && { mchId }), ...(outTradeNo !== undefined && { outTradeNo }) }
}

type About = Pick<Exchanged, 'call' | 'mchId' | 'outTradeNo'>

function toldBy({ request }: Noted): About {
  const fields = new Map(formFields(formIn([request.body])))
  const [mchId, outTradeNo] = ['seller_id', 'out_trade_no'].map((name) => fields.get(name))
  return { call: 'notify', ...(mchId !== undefined && { mchId }), ...(outTradeNo !== undefined && { outTradeNo }) }
}

function askedBy(noted: Noted, state: State): About {
  const request = arrived(noted)
  const asked = askedIn(state, request)
  const mchId = asked.payee?.party.mchId ?? asked.app?.mchId
  const outTradeNo = orderIn(state, asked)?.outTradeNo ?? new Map(answerFields(noted, asked)).get('out_trade_no')
  return {
    call: callIn(request),
    ...(mchId !== undefined && { mchId }),
    ...(outTradeNo !== undefined && { outTradeNo }),
  }
}

function arrived({ request }: Noted): Noted['request'] & { readonly path: string } {
  return { ...request, path: request.url.replace(/^[a-z]+:\/\/[^/]*/, '') }
}

function inspection(noted: Noted, state: State): Inspection {
  const isCall = noted.from === 'merchant'
  const asked = askedIn(state, arrived(noted))
  const signature = isCall ? diagnosedCall(noted, state) : diagnosedNotify(noted, state)
  return {
    exchanged: exchanged(noted, state),
    fields: (isCall ? callFields(asked) : formFields(formIn([noted.request.body]))).map(hidden),
    answerFields: isCall ? answerFields(noted, asked) : [],
    ...(signature && { signature }),
  }
}

/** The parameters, and behind them the members of `biz_content`. */
function callFields({ form, app }: Asked): readonly Pair[] {
  return [...formFields(form), ...leaves(parseObject(contentOf(form, app) ?? ''))]
}

function formFields(form: Form): readonly Pair[] {
  const charset = charsetOf(form)
  return [...form.parameters].map(([name, value]) => [name, decoded(value, charset)])
}

/** The members of the payload, and behind them those of the envelope. */
function answerFields({ answer }: Noted, { app }: Asked): readonly Pair[] {
  const type = answer?.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const charset = charsetNamed(type.replace(/^.*charset=/i, '')) ?? 'utf-8'
  const envelope = answer && parseObject(decoded(answer.body, charset))
  const [payload, ...others] = Object.entries(envelope ?? {})
  const box = typeof payload?.[1] === 'string' ? app?.contentKey : undefined
  const opened = box ? unlock(String(payload?.[1]), box) : undefined
  const told = opened ? parseObject(decoded(opened, charset)) : payload?.[1]
  return [...leaves(isObject(told) ? told : undefined), ...leaves(Object.fromEntries(others))]
}

/** Members by path: `fund_bill_list.0.amount`. */
function leaves(value: Json | undefined, path = ''): readonly Pair[] {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null) return [[path, String(value)]]
  return Object.entries(value).flatMap(([name, each]) => leaves(each, path === '' ? name : `${path}.${name}`))
}
