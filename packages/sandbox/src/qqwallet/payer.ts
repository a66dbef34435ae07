import type { Instant, PayerAction } from '@tpkit/core'
import { PayerError, type PayerObstacle, type PhoneBill } from '../wallet.ts'
import { type Order, type State, statusAt } from './state.ts'

const SCENES: Readonly<Record<string, PhoneBill['scene']>> = { NATIVE: 'native', JSAPI: 'jsapi', APP: 'app', MINIAPP: 'mini' }

const SENTENCES: Readonly<Record<Exclude<PayerObstacle, 'unknown'>, string>> = {
  paid: 'is paid already; a QR code pays one order once',
  closed: 'was closed by the merchant; ask for a new one',
  expired: 'has expired; ask for a new one',
}

/** The payer acts on a scanned code. Without funds, or cancelled, the order stays open. Answers with the order that was just paid. */
export function act(state: State, promptText: string, action: PayerAction, now: Instant): Order | undefined {
  const order = state.byPrompt.get(promptText)
  if (!order)
    throw new PayerError(
      'unknown',
      `no order belongs to the code ${JSON.stringify(promptText.slice(0, 80))}; scan one of this wallet`,
    )
  const status = statusAt(order, now)
  if (status !== 'open') throw new PayerError(status, `order ${order.outTradeNo} ${SENTENCES[status]}`)
  return action === 'pay' ? pay(state, order, now) : undefined
}

function pay(state: State, order: Order, now: Instant): Order {
  const transactionId = state.numbers.transactionId(order.merchant.mchId, now)
  order.payment = { transactionId, paidAt: now }
  state.byTransaction.set(transactionId, order)
  return order
}

/** What the phone shows, oldest first. */
export function bills(state: State, now: Instant): readonly PhoneBill[] {
  return [...state.orders.values()].map((order) => ({
    token: order.token,
    promptText: order.promptText,
    wallet: { zh: 'QQ钱包', en: 'QQ Wallet' },
    merchant: order.merchant.name ?? order.merchant.mchId,
    mchId: order.merchant.mchId,
    scene: SCENES[order.asked.get('trade_type') ?? ''] ?? 'native',
    subject: order.asked.get('body') ?? '',
    outTradeNo: order.outTradeNo,
    total: order.totalFee,
    currency: 'CNY',
    status: statusAt(order, now),
    expiresAt: order.expiresAt,
  }))
}
