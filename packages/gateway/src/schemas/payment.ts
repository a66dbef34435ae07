import { z } from '@hono/zod-openapi'
import { Refund } from './refund.ts'
import { Money, named, said, timeText } from './said.ts'

const expires = { expiresAt: said(timeText(), 'Until when it works.', '有效期至。').optional() }
const texts = (en: string, zh: string) => said(z.record(z.string(), z.string()), en, zh)

export const Prompt = named(
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('qr'),
      text: said(z.string(), 'Draw it as a QR code, unchanged.', '原样生成二维码。', 'https://qpay.qq.com/qr/5f2c'),
      ...expires,
    }),
    z.object({
      kind: z.literal('redirect'),
      url: said(z.string(), 'Send the browser there.', '让浏览器跳转到此地址。'),
      ...expires,
    }),
    z.object({
      kind: z.literal('form'),
      action: said(z.string(), 'Where the form goes.', '表单提交地址。'),
      fields: texts('What the browser submits by itself.', '由浏览器自动提交的字段。'),
      ...expires,
    }),
    z.object({
      kind: z.literal('invoke'),
      bridge: said(z.string(), "Names the wallet's own client.", '所调起的钱包客户端。'),
      params: texts('Hand them to it, unchanged.', '原样传入的调起参数。'),
      ...expires,
    }),
    z.object({
      kind: said(z.literal('wait'), 'The payer is typing a password: ask after a while.', '付款人正在输入密码，请稍后查询。'),
      ...expires,
    }),
  ]),
  'Prompt',
  'What to show the payer, or to hand to the front end.',
  '付款提示：展示给付款人，或交给前端。',
)

export const Attempt = named(
  z.object({
    account: said(z.string(), 'The account that it was made at.', '所用账户。', 'qq-main'),
    outTradeNo: said(z.string(), 'Our number of it, as the wallet knows it.', '钱包侧的商户订单号。', 'T-20261127-1'),
    scene: said(z.string(), 'How the payer pays.', '支付场景。', 'native'),
    status: said(z.enum(['pending', 'paid', 'closed', 'reversed', 'failed']), 'What is known of it.', '状态。'),
    total: said(Money, 'Its amount.', '金额。'),
    createdAt: said(timeText(), 'When it was written down.', '创建时间。', '2026-11-27T06:30:00.000Z'),
    transactionId: said(z.string(), "The wallet's number of the payment.", '交易号。').optional(),
    paidAt: said(timeText(), 'When the payer paid, by the wallet’s clock.', '支付时间（以钱包为准）。').optional(),
    unknown: said(
      z.boolean(),
      'Its last call has no known outcome; it is being asked for.',
      '最近一次请求结果未知，正在查询。',
      false,
    ),
  }),
  'Attempt',
  'One try to pay at one wallet.',
  '一次支付尝试。',
)

export const Payment = named(
  z.object({
    id: said(
      z.string(),
      'Ours: `ord_` and 32 hex digits.',
      '编号：`ord_` 加 32 位十六进制。',
      'ord_01939a5c2f6e7c31a4b0c1d2e3f40516',
    ),
    merchant: said(z.string(), 'Whose it is.', '所属商户。', 'main'),
    orderNo: said(z.string(), 'Your own number.', '商户订单号。', 'T-20261127-1'),
    method: said(z.string(), 'The method that was asked for.', '支付方式。', 'wallet'),
    subject: said(z.string(), 'What the payer reads.', '商品描述。', 'Tea 茶'),
    status: said(
      z.enum(['review', 'open', 'paid', 'closed']),
      'review: an operator decides first · open: not paid, may still be · paid (also when refunded) · closed.',
      'review：待人工审核 · open：未支付 · paid：已支付（退款后仍为 paid）· closed：已关闭。',
    ),
    total: said(Money, 'The order’s amount.', '订单金额。'),
    refunded: said(Money, 'Back at the payer.', '已退金额。'),
    refunding: said(Money, 'On its way back.', '退款中金额。'),
    createdAt: said(timeText(), 'When it was opened, ISO 8601.', '创建时间，ISO 8601。', '2026-11-27T06:30:00.000Z'),
    expiresAt: said(timeText(), 'The last moment to pay.', '最后付款时间。', '2026-11-27T06:45:00.000Z'),
    paidAt: said(timeText(), 'When the payer paid, by the wallet’s clock.', '支付时间（以钱包为准）。').optional(),
    transactionId: said(z.string(), "The wallet's number of the payment that stands.", '交易号。').optional(),
    account: said(
      z.string(),
      'The account of the payment that stands, otherwise of the newest attempt.',
      '成交账户；未支付时为最近一次尝试的账户。',
      'qq-main',
    ).optional(),
    prompt: said(Prompt, 'What to show the payer, while the order can be paid.', '可支付期间的付款提示。').optional(),
    attempts: said(z.array(Attempt), 'Every try to pay it, the oldest first.', '全部支付尝试，按时间先后。'),
    refunds: said(z.array(Refund), 'Its refunds, the oldest first.', '全部退款，按时间先后。'),
  }),
  'Payment',
  'An order with its attempts and refunds.',
  '订单及其支付尝试与退款。',
)
