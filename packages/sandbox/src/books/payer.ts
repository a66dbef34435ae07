import type { Instant, PayerAction } from '@tpkit/core'
import { magicAmount } from '../magic.ts'
import { PayerError, type PayerObstacle } from '../wallet.ts'
import { type Books, type Order, type OrderStatus, type Scan, statusAt } from './books.ts'
import { pay } from './payment.ts'

const OBSTACLES: Readonly<Record<Exclude<OrderStatus, 'open'>, readonly [PayerObstacle, string]>> = {
  paid: ['paid', 'is paid already; a code pays one order once'],
  closed: ['closed', 'was closed by the merchant; ask for a new one'],
  reversed: ['closed', 'was reversed by the merchant; ask for a new one'],
  expired: ['expired', 'has expired; ask for a new one'],
}

/** The payer acts on what an app, a page or a scanner shows. Without funds, or cancelled, the order stays open. */
export function act(state: Books, promptText: string, action: PayerAction, now: Instant): void {
  const order = findPayable(state, promptText, now)
  if (order.scan) {
    typePassword(state, order, order.scan, action, now)
    return
  }
  const broke = state.settings.magicAmounts && magicAmount('total', order.totalFee)?.name === 'no-funds'
  if (action === 'pay' && !broke) pay(state, order, now)
}

function findPayable(state: Books, promptText: string, now: Instant): Order {
  const order = state.byPrompt.get(promptText)
  if (!order) {
    const found = JSON.stringify(promptText.slice(0, 80))
    throw new PayerError('unknown', `no order belongs to the code ${found}; scan one of this wallet`)
  }
  const status = statusAt(order, now)
  if (status !== 'open') {
    const [obstacle, sentence] = OBSTACLES[status]
    throw new PayerError(obstacle, `order ${order.outTradeNo} ${sentence}`)
  }
  return order
}

const ENDS: Partial<Readonly<Record<PayerAction, Scan['state']>>> = { 'no-funds': 'no-funds', cancel: 'cancelled' }

/** 输入密码: the payment waits until it is the right one, or the payer gives up; then the code is used up. */
function typePassword(state: Books, order: Order, scan: Scan, action: PayerAction, now: Instant): void {
  if (scan.state !== 'waiting') {
    throw new PayerError('closed', `order ${order.outTradeNo} waits for no password any more; show a new payment code`)
  }
  scan.state = ENDS[action] ?? scan.state
  if (action === 'pay') pay(state, order, now)
}
