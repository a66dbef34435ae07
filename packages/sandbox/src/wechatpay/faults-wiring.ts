import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { ownKey } from '../books/books.ts'
import type { Loaded, Striker } from '../faults/box.ts'
import { type Calls, faultyCalls, type PassingCall } from '../faults/calls.ts'
import { faultyNotifies, type Notifies } from '../faults/notifies.ts'
import { once, payNow, type RulesOf } from '../faults/order-rules.ts'
import type { OrderName } from '../wallet.ts'
import { callerOf, open, refuse } from './call.ts'
import type { WeChatDesk } from './desk.ts'
import { endpointAt } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { answerChanges, notifyChanges } from './faults.ts'
import { type Draft, openAnswer, openNotify, sealAnswer, sealNotify } from './faults-draft.ts'
import { shortFile } from './faults-file.ts'
import { readObject } from './json.ts'
import { isAcknowledged } from './notify.ts'

/** What joins the faults to the desk. */
export interface Joint {
  readonly desk: WeChatDesk
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
      open: (answer, { call }) => openAnswer(answer, call, desk.state),
      seal: (draft, now) => sealAnswer(draft, now - desk.state.aheadMs),
      message: answerChanges(stranger),
      file: { 'short-file': shortFile },
      instead: { 'busy-undone': ({ request, now }) => busyAnswer(desk, request, now) },
    },
    reach: (request, now) => desk.handle(request, now),
    payNow: ({ request, call, now }) => call === 'pay' && payNow(desk, orderOf(desk, request), now),
  })
}

/** A request, as the faults see it; undefined where no operation lives. */
export function passingCall({ desk, rulesOf }: Joint, request: WalletRequest, now: Instant): PassingCall | undefined {
  const call = endpointAt(request.method, request.path)?.endpoint.call
  if (call === undefined) return undefined
  const about = once(() => orderOf(desk, request))
  return {
    request,
    now,
    call,
    also: call === 'pay' ? magicOf(request, about(), rulesOf) : [],
    outTradeNo: () => about()?.outTradeNo,
  }
}

function magicOf({ body }: WalletRequest, order: OrderName | undefined, rulesOf: RulesOf): readonly Loaded[] {
  const total = /"total":\s*([0-9]{1,12})[,}\s]/.exec(new TextDecoder().decode(body))?.[1]
  return order && total !== undefined ? rulesOf(order, BigInt(total)) : []
}

/** Notifies that pass through the faults on their way out. `spoilt`: rules for one copy, by its id. */
export function joinedNotifies({ desk, box, stranger, rulesOf }: Joint, spoilt: Map<string, readonly Loaded[]>): Notifies {
  return faultyNotifies<Draft>({
    box,
    dialect: {
      open: (message) => openNotify(message, desk.state),
      seal: (draft, now) => sealNotify(draft, now - desk.state.aheadMs),
      message: notifyChanges(stranger),
      isAcknowledged,
    },
    due: desk.due,
    delivered: desk.delivered,
    about: (draft, id) => {
      // A copy that somebody asked for is spoilt as they asked, and not by its order's amount.
      const also = spoilt.get(id) ?? rulesOfNotify(draft, rulesOf)
      spoilt.delete(id)
      return { outTradeNo: numberIn(draft), also }
    },
  })
}

function numberIn({ content }: Draft): string | undefined {
  const found = content?.out_trade_no
  return typeof found === 'string' ? found : undefined
}

/** An amount decides about the notify of its payment, and not about those of refunds. */
function rulesOfNotify(draft: Draft, rulesOf: RulesOf): readonly Loaded[] {
  const outTradeNo = numberIn(draft)
  const { merchant, content } = draft
  if (!merchant || outTradeNo === undefined || content?.out_refund_no !== undefined) return []
  const amount = content?.amount
  const total = typeof amount === 'object' && 'total' in amount ? amount.total : undefined
  return typeof total === 'number' ? rulesOf({ mchId: merchant.mchId, outTradeNo }, BigInt(total)) : []
}

/** 系统错误, before the wallet does anything; undefined for a request that it would not take for genuine. */
function busyAnswer({ state }: WeChatDesk, request: WalletRequest, now: Instant): WalletAnswer | undefined {
  try {
    const { key } = open(state, request, now)
    return refuse(state, key, new Refusal('SYSTEM_ERROR'), now)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The order that a request names: by its number, or by a number of the wallet's own. */
function orderOf({ state }: WeChatDesk, request: WalletRequest): OrderName | undefined {
  const mchId = callerOf(state, request)?.mchId
  if (mchId === undefined) return undefined
  const { endpoint, number = '' } = endpointAt(request.method, request.path) ?? {}
  const fields = request.body.byteLength > 0 ? readObject(new TextDecoder().decode(request.body)) : undefined
  const named = fields?.get('out_trade_no') ?? (/out-trade-no/.test(request.path) ? number : undefined)
  if (typeof named === 'string') return { mchId, outTradeNo: named }
  const byRefund =
    endpoint?.call === 'queryRefund' ? state.refunds.get(ownKey(mchId, number))?.order : state.byRefundId.get(number)?.order
  const order = byRefund ?? state.byTransaction.get(String(fields?.get('transaction_id') ?? number))
  return order && { mchId, outTradeNo: order.outTradeNo }
}
