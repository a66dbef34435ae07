import { z } from '@hono/zod-openapi'
import type { OrderView, UseOptions } from '@tpkit/cashier'
import type { Cursors } from '../lists/cursor.ts'
import type { GatewayParts } from '../parts.ts'
import { FILTERS, orderNoFilter, PAGING, pageOf } from '../schemas/list.ts'
import { Payment } from '../schemas/payment.ts'
import { configName, named, said } from '../schemas/said.ts'
import { paymentJson } from './json.ts'
import { asked, filterOf, paged } from './listing.ts'
import { missing } from './missing.ts'
import { told } from './outcome.ts'
import { type ApiRoute, type Call, type Reply, type RouteDoc, route } from './route.ts'

export const PAYMENT_ID = z.object({
  id: said(z.string(), 'Id of the payment: `ord_…`.', '支付编号：`ord_…`。', 'ord_01939a5c2f6e7c31a4b0c1d2e3f40516'),
})

const Payments = named(pageOf(Payment), 'Payments', 'A page of payments.', '一页支付。')

const PaymentsQuery = z.strictObject({
  orderNo: orderNoFilter,
  status: said(z.enum(['review', 'open', 'paid', 'closed']), 'Its status.', '状态。').optional(),
  method: said(configName(), 'The method that was asked for.', '支付方式。', 'wallet').optional(),
  unknown: said(z.literal('true'), 'Only those of which something has no known outcome.', '仅结果未知者。').optional(),
  ...FILTERS,
  ...PAGING,
})

/** One payment of the caller's. @throws GatewayProblem `NOT_FOUND` */
export async function ownPayment({ cashier }: GatewayParts, { merchant, params }: Call<unknown, unknown>): Promise<OrderView> {
  const found = await cashier.get({ merchant, id: params.id ?? '' })
  if (!found) throw missing('payment')
  return found
}

/** Reading payments, and ending them. */
export function paymentRoutes(parts: GatewayParts, cursors: Cursors): readonly ApiRoute[] {
  return [
    listRoute(parts, cursors),
    getRoute(parts),
    endRoute(parts, CLOSE, (ref, options) => parts.cashier.close(ref, options)),
    endRoute(parts, REVERSE, (ref, options) => parts.cashier.reverse(ref, options)),
  ]
}

function listRoute({ cashier }: GatewayParts, cursors: Cursors): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/payments',
      name: 'listPayments',
      tag: 'payments',
      words: { en: 'List payments, the newest first', zh: '支付列表（按时间倒序）' },
      scope: 'payments:read',
      query: PaymentsQuery,
      answers: { 200: { words: { en: 'A page', zh: '一页' }, schema: Payments } },
      problems: ['CURSOR'],
    },
    async ({ merchant, query }) => {
      const { limit, after, of } = asked(cursors, 'payments', merchant, query)
      const { orderNo, status, method, unknown } = query
      const page = await cashier.list({
        ...{ merchant, limit, ...filterOf(query) },
        ...(after !== undefined && { after }),
        ...(orderNo !== undefined && { orderNo }),
        ...(status !== undefined && { status }),
        ...(method !== undefined && { method }),
        ...(unknown !== undefined && { unknown: true }),
      })
      return paged(page, paymentJson, cursors, of)
    },
  )
}

function getRoute(parts: GatewayParts): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/payments/{id}',
      name: 'getPayment',
      tag: 'payments',
      words: { en: 'Read a payment', zh: '查询支付' },
      more: {
        en: 'How the books hold it; what is not final is asked for at the wallet in the background. By your own number: /v1/payments?orderNo=…',
        zh: '以账本为准；未终结者由网关在后台向钱包查询。按商户订单号查询：/v1/payments?orderNo=…',
      },
      scope: 'payments:read',
      params: PAYMENT_ID,
      answers: { 200: { words: { en: 'As it stands', zh: '当前状态' }, schema: Payment } },
      problems: ['NOT_FOUND'],
    },
    async (call) => ({ status: 200, body: paymentJson(await ownPayment(parts, call)) }),
  )
}

type End = (
  ref: { readonly merchant: string; readonly orderNo: string },
  options: UseOptions,
) => ReturnType<GatewayParts['cashier']['close']>

const SAME: Pick<RouteDoc, 'method' | 'tag' | 'scope' | 'params' | 'problems' | 'idempotency'> = {
  method: 'POST',
  tag: 'payments',
  scope: 'payments:write',
  params: PAYMENT_ID,
  problems: ['NOT_FOUND', 'CONFLICT', 'UNSUPPORTED'],
  idempotency: 'cashier',
}

const LATER = {
  words: {
    en: 'Its wallet does not say so yet: it is asked again, read the payment later',
    zh: '钱包尚未确认：网关继续查询，请稍后查询支付',
  },
  schema: Payment,
  headers: ['Retry-After'],
} as const

const CLOSE: RouteDoc = {
  ...SAME,
  path: '/v1/payments/{id}/close',
  name: 'closePayment',
  words: { en: 'End an unpaid payment', zh: '关闭未支付的订单' },
  answers: { 200: { words: { en: 'Closed', zh: '已关闭' }, schema: Payment }, 202: LATER },
}

const REVERSE: RouteDoc = {
  ...SAME,
  path: '/v1/payments/{id}/reverse',
  name: 'reversePayment',
  words: { en: 'At the counter: end it, and give back what was taken', zh: '撤销付款码支付，已收款项退回' },
  answers: { 200: { words: { en: 'Ended', zh: '已撤销' }, schema: Payment }, 202: LATER },
}

function endRoute(parts: GatewayParts, doc: RouteDoc, end: End): ApiRoute {
  return route(doc, async (call): Promise<Reply> => {
    const { merchant, orderNo } = await ownPayment(parts, call)
    const { idempotencyKey } = call
    const answer = await end({ merchant, orderNo }, idempotencyKey === undefined ? {} : { idempotencyKey })
    return told(answer, { clock: parts.clock, name: 'payment', json: paymentJson, status: 200 })
  })
}
