import type { Instant, WalletRequest } from '@tpkit/core'
import type { Loaded, Striker } from '../faults/box.ts'
import { type Calls, faultyCalls, type PassingCall } from '../faults/calls.ts'
import { faultyNotifies, type Notifies } from '../faults/notifies.ts'
import { once, payNow, type RulesOf } from '../faults/order-rules.ts'
import { magicAmount } from '../magic.ts'
import type { QQDesk } from './desk.ts'
import { endpointAt } from './endpoints.ts'
import { ANSWER_CHANGES, NOTIFY_CHANGES } from './faults.ts'
import { orderOf } from './faults-calls.ts'
import { busyAnswer, type Draft, openDraft, readFields, sealAnswer, sealNotify } from './faults-draft.ts'
import { shortFile } from './faults-file.ts'
import { isAcknowledged, NOTIFY_HEADERS } from './notify.ts'
import type { Fields } from './sign.ts'

/** What joins the faults to the desk. */
export interface Joint {
  readonly desk: QQDesk
  readonly box: Striker
  readonly rulesOf: RulesOf
}

/** Calls that pass through the faults to the desk. */
export function joinedCalls({ desk, box }: Joint): Calls {
  return faultyCalls<Draft>({
    box,
    dialect: {
      open: (answer, { call }) => (answer.status === 200 ? openDraft(answer.body, call, desk) : undefined),
      seal: sealAnswer,
      message: ANSWER_CHANGES,
      file: { 'short-file': shortFile },
      instead: { 'busy-undone': ({ request }) => busyAnswer(request, desk) },
    },
    reach: (request, now) => desk.handle(request, now),
    payNow: ({ request, call, now }) => call === 'pay' && payNow(desk, orderOf(request, desk.books, now), now),
  })
}

/** A request, as the faults see it; undefined where no operation lives. */
export function passingCall({ desk, rulesOf }: Joint, request: WalletRequest, now: Instant): PassingCall | undefined {
  const call = endpointAt(request.path)?.call
  if (call === undefined) return undefined
  const also = call === 'pay' && isOdd(request) ? rulesIn(readFields(request.body) ?? new Map(), rulesOf) : []
  return { request, now, call, also, outTradeNo: once(() => orderOf(request, desk.books, now)?.outTradeNo) }
}

/** Whether the amount might be a magic one, at a glance: most requests need not be read for it. */
function isOdd({ body }: WalletRequest): boolean {
  const total = /<total_fee>(?:<!\[CDATA\[)?([0-9]{1,12})[<\]]/.exec(new TextDecoder().decode(body))?.[1]
  return total !== undefined && magicAmount('total', BigInt(total))?.fault !== undefined
}

/** Notifies that pass through the faults on their way out. `spoilt`: rules for one copy, by its id. */
export function joinedNotifies({ desk, box, rulesOf }: Joint, spoilt: Map<string, readonly Loaded[]>): Notifies {
  return faultyNotifies<Draft>({
    box,
    dialect: {
      open: ({ body }) => openDraft(body, 'notify', desk),
      seal: (draft) => ({ headers: NOTIFY_HEADERS, body: sealNotify(draft) }),
      message: NOTIFY_CHANGES,
      isAcknowledged,
    },
    due: desk.due,
    delivered: desk.delivered,
    about: ({ fields }, id) => {
      // A copy that somebody asked for is spoilt as they asked, and not by its order's amount.
      const also = spoilt.get(id) ?? rulesIn(fields, rulesOf)
      spoilt.delete(id)
      return { outTradeNo: fields.get('out_trade_no'), also }
    },
  })
}

function rulesIn(fields: Fields, rulesOf: RulesOf): readonly Loaded[] {
  const total = fields.get('total_fee') ?? ''
  if (!/^[0-9]{1,12}$/.test(total)) return []
  return rulesOf({ mchId: fields.get('mch_id') ?? '', outTradeNo: fields.get('out_trade_no') ?? '' }, BigInt(total))
}
