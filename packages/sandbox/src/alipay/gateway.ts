import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { answer, refuse } from './answer.ts'
import { type Call, callerOf, open } from './call.ts'
import { openCashier, refusePage } from './cashier.ts'
import { type Method, methodAt } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { type Form, plain } from './form.ts'
import { readForm } from './form-read.ts'
import type { JsonObject } from './json.ts'
import type { Enrolled } from './merchant.ts'
import { makeOffer } from './offers.ts'
import { text } from './origin.ts'
import type { State } from './state.ts'

/** 支付宝开放平台网关: a server is answered in JSON, a browser with a page. */
export function gateway(state: State, request: WalletRequest, now: Instant): WalletAnswer {
  const form = readForm(request, state.settings)
  const method = methodAt(plain(form, 'method'))
  return method && 'opens' in method ? opened(state, request, form, method.opens, now) : called(state, form, method, now)
}

/** What goes wrong here only the payer sees. */
function opened(state: State, request: WalletRequest, form: Form, scene: 'page' | 'h5', now: Instant): WalletAnswer {
  try {
    const call = open(state, form, callerOf(state, form), now)
    return openCashier(state, request, makeOffer(state, call, scene, now), now)
  } catch (error) {
    if (error instanceof Refusal) return refusePage(error)
    throw error
  }
}

function called(state: State, form: Form, method: Method | undefined, now: Instant): WalletAnswer {
  const asked: { form: Form; app: Enrolled | undefined; call: Call | undefined } = { form, app: undefined, call: undefined }
  try {
    asked.app = callerOf(state, form)
    if (!method || 'opens' in method) throw unknownMethod(form)
    asked.call = open(state, form, asked.app, now)
    return answer(state, asked.call, method.run(state, asked.call, now), now)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(state, asked, error, besides(asked.call, method, error), now)
  }
}

function unknownMethod(form: Form): Refusal {
  return new Refusal(plain(form, 'method') === undefined ? 'isv.missing-method' : 'isv.invalid-method')
}

/** What a refusal of what was asked says all the same: whose it is, and that nothing moved. */
function besides(call: Call | undefined, method: Method | undefined, { code }: Refusal): JsonObject {
  const zeros = method && 'run' in method ? (method.zeros ?? []) : []
  if (!call || code !== '40004') return {}
  return { out_trade_no: text(call, 'out_trade_no'), ...Object.fromEntries(zeros.map((name) => [name, '0.00'])) }
}
