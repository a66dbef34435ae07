import { z } from '@hono/zod-openapi'
import { configName, line, ownNumber, said, timeText } from './said.ts'

/** A query parameter is text; the document says what the text says. */
export function wholeNumber(en: string, zh: string, most: number, least = 0) {
  return z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,15})$/, `expected a whole number from ${least} to ${most}`)
    .refine((text) => Number(text) >= least && Number(text) <= most, `expected a whole number from ${least} to ${most}`)
    .openapi({ type: 'integer', minimum: least, maximum: most, description: en, 'x-zh': zh })
}

/** How every list is paged. */
export const PAGING = {
  limit: wholeNumber('Rows on a page. Default: 50.', '每页条数，默认 50。', 200, 1).optional(),
  cursor: said(
    z.string().min(1).max(400),
    'The `next` of the page before, with the same filters.',
    '上一页返回的 `next`；筛选条件须保持不变。',
  ).optional(),
}

/** Filters that payments and refunds share. */
export const FILTERS = {
  account: said(configName(), 'Name of an account of the configuration.', '配置中的账户名。', 'qq-main').optional(),
  from: said(
    timeText(),
    'Created at this time or later. ISO 8601 with offset; in a query the `+` is written `%2B`.',
    '创建时间不早于此刻。ISO 8601 带时区偏移；查询串中 `+` 写作 `%2B`。',
    '2026-11-27T00:00:00+08:00',
  ).optional(),
  until: said(
    timeText(),
    'Created before this time. ISO 8601 with offset; in a query the `+` is written `%2B`.',
    '创建时间早于此刻。ISO 8601 带时区偏移；查询串中 `+` 写作 `%2B`。',
    '2026-11-28T00:00:00+08:00',
  ).optional(),
  minAmount: wholeNumber(
    'Least amount, in minor units, included.',
    '最小金额（最小货币单位，含）。',
    Number.MAX_SAFE_INTEGER,
  ).optional(),
  maxAmount: wholeNumber(
    'Largest amount, in minor units, included.',
    '最大金额（最小货币单位，含）。',
    Number.MAX_SAFE_INTEGER,
  ).optional(),
  text: said(
    line(64),
    'A whole number of the payment or refund, yours or the wallet’s (transaction id), where there is such a one; otherwise part of an order number, in any case.',
    '交易号、退款单号等完整单号；若无完全匹配，则按订单号片段查找，不分大小写。',
    'T-2026',
  ).optional(),
}

export const orderNoFilter = said(
  ownNumber(),
  'Your own number of the order, whole.',
  '商户订单号，完整匹配。',
  'T-20261127-1',
).optional()

/** A page of a list: `next` leads to the one behind it. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: said(z.array(item), 'Newest first.', '按时间倒序。'),
    next: said(
      z.string(),
      'Cursor of the next page. Absent on the last one. A narrow filter is answered bit by bit: a page may hold fewer items than the limit, even none, and still have a next one.',
      '下一页游标；末页没有。筛选较窄时分段查找：一页可能不足、甚至为空，但仍有下一页。',
    ).optional(),
  })
}
