import { z } from '@hono/zod-openapi'
import type { RefundView } from '@tpkit/cashier'
import { moneyFromJson } from '@tpkit/core'
import type { Cursors } from '../lists/cursor.ts'
import type { GatewayParts } from '../parts.ts'
import { FILTERS, PAGING, pageOf } from '../schemas/list.ts'
import { NewRefund, Refund } from '../schemas/refund.ts'
import { named, ownNumber, said } from '../schemas/said.ts'
import { refundJson } from './json.ts'
import { asked, filterOf, paged } from './listing.ts'
import { missing } from './missing.ts'
import { told } from './outcome.ts'
import { ownPayment, PAYMENT_ID } from './payments.ts'
import { type ApiRoute, route } from './route.ts'

const Refunds = named(pageOf(Refund), 'Refunds', 'A page of refunds.', '一页退款。')

const RefundsQuery = z.strictObject({
  refundNo: said(ownNumber(), 'Your own number of the refund, whole.', '商户退款单号，完整匹配。', 'R-20261127-1').optional(),
  payment: said(
    z.string().max(64),
    'Only those of this payment.',
    '仅此支付的退款。',
    'ord_01939a5c2f6e7c31a4b0c1d2e3f40516',
  ).optional(),
  status: said(z.enum(['processing', 'refunded', 'failed', 'closed']), 'Its status.', '状态。').optional(),
  ...FILTERS,
  ...PAGING,
})

export function refundRoutes(parts: GatewayParts, cursors: Cursors): readonly ApiRoute[] {
  return [createRoute(parts), listRoute(parts, cursors), getRoute(parts)]
}

function createRoute(parts: GatewayParts): ApiRoute {
  return route(
    {
      method: 'POST',
      path: '/v1/payments/{id}/refunds',
      name: 'createRefund',
      tag: 'refunds',
      words: { en: 'Give money back, or repeat it', zh: '发起退款（可重复提交）' },
      more: {
        en: 'The refund number makes it repeatable: the same number is the same refund. Accepted is not yet refunded: follow `status`, or the events.',
        zh: '以退款单号保证可重复：同一单号即同一笔退款。受理不等于到账：以 `status` 或事件为准。',
      },
      scope: 'refunds:write',
      params: PAYMENT_ID,
      body: NewRefund,
      answers: {
        201: { words: { en: 'Accepted, or done', zh: '已受理或已完成' }, schema: Refund, headers: ['Location'] },
        202: {
          words: { en: 'The wallet may have it: read it later, or repeat this call', zh: '结果未知：稍后查询，或原样重发' },
          schema: Refund,
          headers: ['Location', 'Retry-After'],
        },
      },
      problems: ['NOT_FOUND', 'CONFLICT', 'DECLINED', 'FUNDS', 'LIMIT', 'UNAUTHORIZED', 'RATE'],
      idempotency: 'cashier',
    },
    async (call) => {
      const { merchant, id: orderId, orderNo } = await ownPayment(parts, call)
      const { refundNo, amount, reason } = call.body
      const order = { merchant, orderNo, refundNo, amount: moneyFromJson(amount), ...(reason !== undefined && { reason }) }
      const { idempotencyKey } = call
      const answer = await parts.cashier.refund(order, idempotencyKey === undefined ? {} : { idempotencyKey })
      const json = (refund: RefundView) => refundJson({ ...refund, orderId, orderNo })
      const location = ({ id }: RefundView): string => `/v1/refunds/${id}`
      return told(answer, { clock: parts.clock, name: 'refund', json, status: 201, location })
    },
  )
}

function listRoute({ cashier }: GatewayParts, cursors: Cursors): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/refunds',
      name: 'listRefunds',
      tag: 'refunds',
      words: { en: 'List refunds, the newest first', zh: '退款列表（按时间倒序）' },
      scope: 'payments:read',
      query: RefundsQuery,
      answers: { 200: { words: { en: 'A page', zh: '一页' }, schema: Refunds } },
      problems: ['CURSOR'],
    },
    async ({ merchant, query }) => {
      const { limit, after, of } = asked(cursors, 'refunds', merchant, query)
      const { refundNo, payment, status } = query
      const page = await cashier.listRefunds({
        ...{ merchant, limit, ...filterOf(query) },
        ...(after !== undefined && { after }),
        ...(refundNo !== undefined && { refundNo }),
        ...(payment !== undefined && { orderId: payment }),
        ...(status !== undefined && { status }),
      })
      return paged(page, refundJson, cursors, of)
    },
  )
}

function getRoute({ cashier }: GatewayParts): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/refunds/{id}',
      name: 'getRefund',
      tag: 'refunds',
      words: { en: 'Read a refund', zh: '查询退款' },
      scope: 'payments:read',
      params: z.object({
        id: said(z.string(), 'Id of the refund: `rfd_…`.', '退款编号：`rfd_…`。', 'rfd_01939a5c2f6e7c31a4b0c1d2e3f40517'),
      }),
      answers: { 200: { words: { en: 'As it stands', zh: '当前状态' }, schema: Refund } },
      problems: ['NOT_FOUND'],
    },
    async ({ merchant, params }) => {
      const found = await cashier.getRefund({ merchant, id: params.id ?? '' })
      if (!found) throw missing('refund')
      return { status: 200, body: refundJson(found) }
    },
  )
}
