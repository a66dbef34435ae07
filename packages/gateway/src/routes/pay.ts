import type { z } from '@hono/zod-openapi'
import type { PayOrder } from '@tpkit/cashier'
import { isTPError, moneyFromJson } from '@tpkit/core'
import type { GatewayParts } from '../parts.ts'
import { NewPayment } from '../schemas/new-payment.ts'
import { Payment } from '../schemas/payment.ts'
import { present } from '../schemas/present.ts'
import { paymentJson } from './json.ts'
import { missing } from './missing.ts'
import { told } from './outcome.ts'
import { type ApiRoute, route } from './route.ts'

/** `POST /v1/payments` */
export function payRoute({ cashier, shopfront, clock }: GatewayParts): ApiRoute {
  const has = (merchant: string, method: string): boolean =>
    shopfront.methods().some((one) => one.name === method && one.merchant === merchant)
  return route(
    {
      method: 'POST',
      path: '/v1/payments',
      name: 'createPayment',
      tag: 'payments',
      words: { en: 'Start a payment, or repeat it', zh: '发起支付（可重复提交）' },
      more: {
        en: 'The order number makes it repeatable: the same number with the same total, subject and attach is the same payment, and answers with the same prompt. Another body under the number is a conflict.',
        zh: '以订单号保证可重复：同一订单号且金额、描述、附加数据相同即为同一笔支付，返回同一付款提示；内容不同则冲突。',
      },
      scope: 'payments:write',
      body: NewPayment,
      answers: {
        201: {
          words: { en: 'The wallet took it: show the prompt', zh: '钱包已受理：展示付款提示' },
          schema: Payment,
          headers: ['Location'],
        },
        202: {
          words: {
            en: 'The wallet may have it: ask again, or repeat this call; never under a new number',
            zh: '结果未知：稍后查询，或以同一订单号重发；切勿换号',
          },
          schema: Payment,
          headers: ['Location', 'Retry-After'],
        },
      },
      problems: ['NOT_FOUND', 'CONFLICT', 'DECLINED', 'FUNDS', 'LIMIT', 'UNSUPPORTED', 'UNAUTHORIZED', 'RATE'],
      idempotency: 'cashier',
    },
    async ({ merchant, body, idempotencyKey }) => {
      if (!has(merchant, body.method)) throw missing('method', '/method')
      // Whoever hangs up ends nothing: a call to a wallet that is cut short is one more unknown outcome.
      const options = idempotencyKey === undefined ? {} : { idempotencyKey }
      const answer = await cashier.pay(orderOf(body), options).catch((error: unknown) => {
        // A reload took it away meanwhile: the cashier's sentence would name the others.
        throw isTPError(error) && !has(merchant, body.method) ? missing('method', '/method') : error
      })
      const location = ({ id }: { readonly id: string }): string => `/v1/payments/${id}`
      return told(answer, { clock, name: 'payment', json: paymentJson, status: 201, location })
    },
  )
}

function orderOf(body: z.output<typeof NewPayment>): PayOrder {
  const { total, expiresAt, extra, ...fields } = body
  const order = {
    ...present(fields),
    total: moneyFromJson(total),
    ...(expiresAt !== undefined && { expiresAt: Date.parse(expiresAt) }),
    ...(extra !== undefined && { extra }),
  }
  return order as PayOrder // the same scene's fields; each provider checks its own of `extra`
}
