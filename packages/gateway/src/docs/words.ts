/** What the documentation says besides the routes, in both languages. */
import type { Words } from '../routes/route.ts'

export const DESCRIPTION: Words = {
  en: [
    'Payments through many wallets behind one interface. Amounts are whole minor units (fen for CNY), times ISO 8601 with offset, errors RFC 9457.',
    'Money moves once: your order number and refund number make every call repeatable. 201 is done, 202 means that nobody knows yet: repeat the same number or read it later, never choose a new one.',
    'Unknown fields and query parameters are refused. What belongs to another merchant is not found.',
  ].join('\n\n'),
  zh: [
    '一套接口，对接多个钱包。金额为最小货币单位的整数（人民币为分），时间为带时区偏移的 ISO 8601，错误遵循 RFC 9457。',
    '资金只动一次：订单号与退款单号使每次请求可安全重发。201 表示完成；202 表示结果未知——以同一单号重发或稍后查询，切勿换号。',
    '未知字段与查询参数会被拒绝。其他商户的对象一律视为不存在。',
  ].join('\n\n'),
}

export const TAGS = {
  payments: { en: 'Payments', zh: '支付' },
  refunds: { en: 'Refunds', zh: '退款' },
  events: { en: 'Events', zh: '事件' },
  webhooks: { en: 'Webhook endpoints', zh: '推送端点' },
  reconciliations: { en: 'Reconciliation', zh: '对账' },
} as const satisfies Readonly<Record<string, Words>>

export const HEADERS = {
  'Idempotency-Key': {
    en: 'Optional. A key of yours in quotes, 1 to 255 visible characters: the same key with the same body is the same call; with another body it is refused (422); while the first one is under way, 409.',
    zh: '可选。带引号的幂等键，1 至 255 个可见字符：同键同内容视为同一请求；同键不同内容返回 422；首次请求处理中返回 409。',
  },
  Location: { en: 'Where it is read.', zh: '查询地址。' },
  'Retry-After': { en: 'Seconds to wait.', zh: '等待秒数。' },
} as const satisfies Readonly<Record<string, Words>>
