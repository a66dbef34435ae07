/**
 * The control API, on the plain port under `/_sandbox`. Answers are JSON; a refusal is `{ "error": "<sentence>" }`.
 *
 * - `GET /_sandbox/books`: the wallet's own books, oldest order first. Amounts are integers in minor units (分), times
 *   ISO 8601: `[{ "mchId", "outTradeNo", "subject", "total": 1990, "currency": "CNY", "status": "paid", "transactionId",
 *   "paidAt": "2026-01-05T04:00:00.000Z", "refunds": [{ "outRefundNo", "refundId", "amount": 500, "status": "refunded" }] }]`
 * - `POST /_sandbox/act` with `{ "prompt": "https://qpay.qq.com/qr/59ab1e94", "action": "pay" | "no-funds" | "cancel" }`:
 *   the payer acts on what the QR code says. `{ "ok": true }`, 404 for a code that is not known, 409 for an order that
 *   cannot be paid any more. Needs `content-type: application/json`.
 * - `GET /_sandbox/deliveries`: every try of a notify, oldest first: `[{ "id", "url", "attempt": 1, "at",
 *   "answer": { "status": 200, "body": "…" } | { "failed": "<sentence>" } }]`
 */
import type { BookedOrder, Instant, PayerAction } from '@tpkit/core'
import { isPayerAction, PayerError } from '../wallet.ts'
import { type Answer, json, type PageRequest } from './answer.ts'
import type { DeliveryRecord } from './deliver.ts'
import type { World } from './world.ts'

export const CONTROL_PATH = '/_sandbox'

export function control(request: PageRequest, world: World): Answer {
  switch (`${request.method} ${request.path.slice(CONTROL_PATH.length)}`) {
    case 'GET /books':
      return json(200, world.wallet.books(world.clock()).map(bookedOrder))
    case 'GET /deliveries':
      return json(200, world.deliveries().map(deliveryRecord))
    case 'POST /act':
      return act(request, world)
    default:
      return failure(404, 'expected GET books, GET deliveries or POST act; see the documentation of the control API')
  }
}

function act(request: PageRequest, world: World): Answer {
  // A form of a foreign page cannot send this type, and a script of one must ask first, which nobody grants.
  if (!/^application\/json\s*(?:;|$)/i.test(request.header('content-type') ?? '')) {
    return failure(415, 'content-type: expected application/json')
  }
  const wish = readWish(request.body)
  if (!wish) return failure(400, 'body: expected {"prompt": "<text of the QR code>", "action": "pay" | "no-funds" | "cancel"}')
  try {
    world.wallet.act(wish.prompt, wish.action, world.clock())
  } catch (error) {
    if (error instanceof PayerError) return failure(error.obstacle === 'unknown' ? 404 : 409, error.message)
    throw error
  }
  world.hurry()
  return json(200, { ok: true })
}

function readWish(body: Uint8Array): { readonly prompt: string; readonly action: PayerAction } | undefined {
  const value = parse(new TextDecoder().decode(body))
  if (typeof value !== 'object' || value === null || !('prompt' in value) || !('action' in value)) return undefined
  const { prompt, action } = value
  return typeof prompt === 'string' && isPayerAction(action) ? { prompt, action } : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function failure(status: number, error: string): Answer {
  return json(status, { error })
}

function bookedOrder({ paidAt, total, refunds, ...order }: BookedOrder): object {
  return {
    ...order,
    total: Number(total),
    ...(paidAt === undefined ? {} : { paidAt: iso(paidAt) }),
    refunds: refunds.map((refund) => ({ ...refund, amount: Number(refund.amount) })),
  }
}

function deliveryRecord(record: DeliveryRecord): object {
  return { ...record, at: iso(record.at) }
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}
