/** What the cashier holds, as the API writes it: whole minor units, ISO 8601. */

import type { z } from '@hono/zod-openapi'
import type { AttemptView, EventRow, OrderRefundView, OrderView } from '@tpkit/cashier'
import { type Instant, type Money, moneyToJson, type Prompt } from '@tpkit/core'
import type { Event } from '../schemas/event.ts'
import type { Attempt, Payment, Prompt as PromptJson } from '../schemas/payment.ts'
import type { Refund } from '../schemas/refund.ts'

export function iso(at: Instant): string {
  return new Date(at).toISOString()
}

export function paymentJson(order: OrderView): z.output<typeof Payment> {
  const { id, merchant, orderNo, method, subject, status, total, refunded, refunding, createdAt, expiresAt } = order
  const { paidAt, transactionId, account, prompt, attempts, refunds } = order
  return {
    ...{ id, merchant, orderNo, method, subject, status },
    ...{ total: moneyToJson(total), refunded: moneyToJson(refunded), refunding: moneyToJson(refunding) },
    ...{ createdAt: iso(createdAt), expiresAt: iso(expiresAt) },
    ...(paidAt !== undefined && { paidAt: iso(paidAt) }),
    ...(transactionId !== undefined && { transactionId }),
    ...(account !== undefined && { account }),
    ...(prompt && { prompt: promptJson(prompt) }),
    attempts: attempts.map((attempt) => attemptJson(attempt, total)),
    refunds: refunds.map((refund) => refundJson({ ...refund, orderId: id, orderNo })),
  }
}

function promptJson({ expiresAt, ...prompt }: Prompt): z.output<typeof PromptJson> {
  return { ...prompt, ...(expiresAt !== undefined && { expiresAt: iso(expiresAt) }) }
}

function attemptJson({ createdAt, paidAt, ...plain }: AttemptView, total: Money): z.output<typeof Attempt> {
  const { account, outTradeNo, scene, status, transactionId, unknown } = plain
  return {
    ...{ account, outTradeNo, scene, status, total: moneyToJson(total), createdAt: iso(createdAt) },
    ...(transactionId !== undefined && { transactionId }),
    ...(paidAt !== undefined && { paidAt: iso(paidAt) }),
    unknown,
  }
}

export function refundJson(refund: OrderRefundView): z.output<typeof Refund> {
  const { id, orderId, orderNo, refundNo, outRefundNo, refundId, account, outTradeNo, kind, status, reason } = refund
  const { amount, createdAt, refundedAt, unknown, needsOperator } = refund
  return {
    ...{ id, payment: orderId, orderNo, outRefundNo, account, outTradeNo, kind, status },
    ...(refundNo !== undefined && { refundNo }),
    ...(refundId !== undefined && { refundId }),
    amount: moneyToJson(amount),
    ...(reason !== undefined && { reason }),
    createdAt: iso(createdAt),
    ...(refundedAt !== undefined && { refundedAt: iso(refundedAt) }),
    ...{ unknown, needsOperator },
  }
}

/** With the same `data` as its webhook, which the books keep as text. */
export function eventJson({ id, type, at, data }: EventRow): z.output<typeof Event> {
  return { id, type: type as z.output<typeof Event>['type'], timestamp: iso(at), data: JSON.parse(data) } // we wrote both
}
