import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import type { Loaded, Striker } from '../faults/box.ts'
import { type Calls, faultyCalls, type PassingCall } from '../faults/calls.ts'
import { faultyNotifies, type Notifies } from '../faults/notifies.ts'
import { once, payNow, type RulesOf } from '../faults/order-rules.ts'
import { refuse } from './answer.ts'
import { type Asked, askedIn, callIn, orderIn } from './asked.ts'
import { callerOf, open } from './call.ts'
import type { AlipayDesk } from './desk.ts'
import { methodAt } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { answerChanges } from './faults.ts'
import { type Draft, openAnswer, sealAnswer } from './faults-draft.ts'
import { FILE_FAULTS } from './faults-file.ts'
import { type Form, openForm, sealForm } from './faults-form.ts'
import { notifyChanges } from './faults-notify.ts'
import { plain } from './form.ts'
import { readForm } from './form-read.ts'
import { isAcknowledged } from './notify.ts'
import { fen } from './origin.ts'

/** What joins the faults to the desk. */
export interface Joint {
  readonly desk: AlipayDesk
  readonly box: Striker
  /** A private key that is not the wallet's, PEM. */
  readonly stranger: string
  readonly rulesOf: RulesOf
}

/** Calls that pass through the faults to the desk. */
export function joinedCalls({ desk, box, stranger }: Joint): Calls {
  return faultyCalls<Draft>({
    box,
    dialect: {
      open: (answer, call) => openAnswer(answer, call, desk.state),
      seal: sealAnswer,
      message: answerChanges({ stranger, walletKeys: desk.state.walletKeys }),
      file: FILE_FAULTS,
      instead: { 'busy-undone': ({ request, now }) => busyAnswer(desk, request, now) },
    },
    reach: (request, now) => desk.handle(request, now),
    payNow: ({ request, call, now }) => call === 'pay' && payNow(desk, orderIn(desk.state, askedIn(desk.state, request)), now),
  })
}

/** A request, as the faults see it; undefined where no method lives. */
export function passingCall({ desk, rulesOf }: Joint, request: WalletRequest, now: Instant): PassingCall | undefined {
  const call = callIn(request)
  if (call === undefined) return undefined
  const asked = once(() => askedIn(desk.state, request))
  const about = once(() => orderIn(desk.state, asked()))
  return {
    request,
    now,
    call,
    also: call === 'pay' ? magicOf(asked(), about, rulesOf) : [],
    outTradeNo: () => about()?.outTradeNo,
  }
}

function magicOf({ fields }: Asked, about: () => ReturnType<typeof orderIn>, rulesOf: RulesOf): readonly Loaded[] {
  const total = fen({ fields }, 'total_amount')
  const order = total === undefined ? undefined : about()
  return order && total !== undefined ? rulesOf(order, total) : []
}

/** Notifies that pass through the faults on their way out. `spoilt`: rules for one copy, by its id. */
export function joinedNotifies({ desk, box, stranger, rulesOf }: Joint, spoilt: Map<string, readonly Loaded[]>): Notifies {
  return faultyNotifies<Form>({
    box,
    dialect: {
      open: (message) => openForm(message, desk.state),
      seal: sealForm,
      message: notifyChanges(stranger),
      isAcknowledged,
    },
    due: desk.due,
    delivered: desk.delivered,
    about: (form, id) => {
      // A copy that somebody asked for is spoilt as they asked, and not by its order's amount.
      const also = spoilt.get(id) ?? rulesOfNotify(form, rulesOf)
      spoilt.delete(id)
      return { outTradeNo: form.fields.get('out_trade_no'), also }
    },
  })
}

/** An amount decides about the notify of its payment, and not about those of refunds. */
function rulesOfNotify({ fields }: Form, rulesOf: RulesOf): readonly Loaded[] {
  const [mchId, outTradeNo, total] = ['seller_id', 'out_trade_no', 'total_amount'].map((name) => fields.get(name))
  if (mchId === undefined || outTradeNo === undefined || total === undefined || fields.has('out_biz_no')) return []
  return rulesOf({ mchId, outTradeNo }, BigInt(total.replace('.', '')))
}

/** 系统繁忙, before the wallet does anything; undefined for a request that it would not take for genuine, and for a browser's. */
function busyAnswer({ state }: AlipayDesk, request: WalletRequest, now: Instant): WalletAnswer | undefined {
  const form = readForm(request, state.settings)
  const method = methodAt(plain(form, 'method'))
  if (!method || 'opens' in method) return undefined
  try {
    const app = callerOf(state, form)
    const call = open(state, form, app, now)
    return refuse(state, { form, app, call }, new Refusal('isp.unknow-error'), {}, now)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}
