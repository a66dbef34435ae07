import { z } from '@hono/zod-openapi'
import { line, Money, MoneyToMove, named, ownNumber, said, timeText } from './said.ts'

export const NewRefund = named(
  z.strictObject({
    refundNo: said(
      ownNumber(),
      'Your own number of the refund, 1 to 64 visible characters. Repeating it repeats the same refund, never a second one.',
      '商户退款单号，1 至 64 个可见字符。重复提交即同一笔退款，不会退两次。',
      'R-20261127-1',
    ),
    amount: said(MoneyToMove, 'How much goes back: at most what is left of the payment.', '退款金额，不超过可退余额。'),
    reason: said(line(80), 'Some wallets show it to the payer.', '退款原因，部分钱包会展示给付款人。', 'returned').optional(),
  }),
  'NewRefund',
  'Money to give back.',
  '发起退款。',
)

export const Refund = named(
  z.object({
    id: said(
      z.string(),
      'Ours: `rfd_` and 32 hex digits.',
      '编号：`rfd_` 加 32 位十六进制。',
      'rfd_01939a5c2f6e7c31a4b0c1d2e3f40517',
    ),
    payment: said(
      z.string(),
      'Id of the payment that it belongs to.',
      '所属支付的编号。',
      'ord_01939a5c2f6e7c31a4b0c1d2e3f40516',
    ),
    orderNo: said(z.string(), 'Your own number of the order.', '商户订单号。', 'T-20261127-1'),
    refundNo: said(
      z.string(),
      'Your own number. Absent where you did not ask for it.',
      '商户退款单号；非商户发起的退款没有。',
      'R-20261127-1',
    ).optional(),
    outRefundNo: said(z.string(), 'Our number of it, as the wallet knows it.', '钱包侧的商户退款单号。', 'R-20261127-1'),
    refundId: said(z.string(), "The wallet's number of the refund.", '钱包退款单号。').optional(),
    account: said(z.string(), 'The account that gives the money back.', '退款账户。', 'qq-main'),
    outTradeNo: said(z.string(), 'Of the payment that it gives back.', '原支付的商户订单号。', 'T-20261127-1'),
    kind: said(
      z.enum(['requested', 'duplicate', 'late', 'reversal', 'external']),
      'requested: you asked · duplicate: a second payment of one order · late: money for something closed · reversal: undone at the counter · external: made on the wallet’s own pages.',
      'requested：商户发起 · duplicate：重复支付自动退回 · late：关单后到账退回 · reversal：撤销 · external：在钱包后台发起。',
    ),
    status: said(z.enum(['processing', 'refunded', 'failed', 'closed']), 'What is known of it.', '状态。'),
    amount: said(Money, 'How much goes back.', '退款金额。'),
    reason: said(z.string(), 'As it was given.', '退款原因。').optional(),
    createdAt: said(timeText(), 'When it was written down.', '创建时间。', '2026-11-27T07:00:00.000Z'),
    refundedAt: said(timeText(), 'When the money went back, by the wallet’s clock.', '退款到账时间（以钱包为准）。').optional(),
    unknown: said(z.boolean(), 'Its end is not known; it is being asked for.', '结果未知，正在查询。', false),
    needsOperator: said(
      z.boolean(),
      'The wallet stands still until somebody tells it where the money shall go (退款异常).',
      '退款异常，须人工在钱包后台处理。',
      false,
    ),
  }),
  'Refund',
  'Money that goes back.',
  '退款。',
)
