import { z } from '@hono/zod-openapi'
import { DIFFERENCE_KINDS, type DifferenceKind } from '@tpkit/cashier'
import { configName, dayText, Money, named, said, timeText } from './said.ts'

const day = () => said(dayText(), 'Calendar day, Beijing time: yyyy-mm-dd.', '自然日（北京时间），yyyy-mm-dd。', '2026-11-26')
const account = () => said(configName(), 'Name of an account of the configuration.', '配置中的账户名。', 'qq-main')

/** The list stands in the cashier; an older ledger may hold a kind that it no longer has. */
const KIND_WORDS = Object.entries(DIFFERENCE_KINDS)
  .map(([kind, { en }]) => `${kind}: ${en}`)
  .join(' · ')
const KIND_WORDS_ZH = Object.entries(DIFFERENCE_KINDS)
  .map(([kind, { zh }]) => `${kind}：${zh}`)
  .join(' · ')
const EXAMPLE: DifferenceKind = 'missing-there'

export const Difference = named(
  z.object({
    id: said(z.string(), 'The same in every run.', '编号，每次对账不变。', 'dif_4f1c0a'),
    account: account(),
    day: day(),
    kind: said(z.string(), KIND_WORDS, KIND_WORDS_ZH, EXAMPLE),
    outTradeNo: said(z.string(), 'The payment’s number at the wallet.', '钱包侧的商户订单号。', 'T-20261127-1'),
    outRefundNo: said(z.string(), 'The refund’s number at the wallet.', '钱包侧的商户退款单号。').optional(),
    payment: said(z.string(), 'Id of the payment, where it is known.', '相关支付的编号。').optional(),
    ours: said(z.string(), 'What the books say.', '本地记录。').optional(),
    theirs: said(z.string(), 'What the statement says.', '对账单记录。').optional(),
    openedAt: said(timeText(), 'When it was found.', '发现时间。', '2026-11-27T02:00:00.000Z'),
    resolvedAt: said(
      timeText(),
      'When it ended: by a later run, or by an operator. Absent while it stands open.',
      '了结时间；未了结则没有。',
    ).optional(),
  }),
  'Difference',
  'What a statement and the books do not agree on.',
  '对账差异。',
)

const CURRENCY = said(z.string(), 'ISO 4217 code.', 'ISO 4217 货币代码。', 'CNY')

const FAILURE = z.object({
  code: said(z.string(), 'The TP code.', 'TP 错误码。', 'UNAVAILABLE'),
  detail: said(z.string(), 'A sentence for people.', '说明。'),
})

const FIGURES = {
  rows: said(z.int(), 'Lines of the statement.', '对账单行数。', 120),
  paid: said(Money, 'Payments of the day.', '当日支付合计。'),
  refunded: said(Money, 'Refunds of the day.', '当日退款合计。'),
  fee: said(
    z.object({ amount: said(z.int(), 'Minor units; may be below zero.', '最小货币单位；可为负。', 12), currency: CURRENCY }),
    'Fees of the day.',
    '当日手续费合计。',
  ),
  net: said(
    z.object({ amount: said(z.int(), 'Minor units; may be below zero.', '最小货币单位；可为负。', 1978), currency: CURRENCY }),
    'paid − refunded − fee.',
    '支付 − 退款 − 手续费。',
  ),
}

export const ReconciledDay = named(
  z.object({
    account: account(),
    day: day(),
    ...FIGURES,
    at: said(timeText(), 'When the statement was read.', '读取对账单的时间。', '2026-11-27T02:00:00.000Z'),
  }),
  'ReconciledDay',
  'One day of one account, as its statement shows it.',
  '某账户某日的对账单合计。',
)

export const ReconciledDayWithDifferences = named(
  ReconciledDay.extend({
    differences: said(z.array(Difference), 'A page of them, open and resolved.', '差异（一页），含已了结者。'),
    next: said(
      z.string(),
      'Cursor of the next page of differences. Absent on the last one.',
      '差异的下一页游标；末页没有。',
    ).optional(),
  }),
  'ReconciledDayWithDifferences',
  'A day with what did not agree.',
  '某日合计与差异。',
)

export const NewReconciliation = named(
  z.strictObject({ account: account(), day: day() }),
  'NewReconciliation',
  'Which day to hold against the wallet’s statement.',
  '要对账的账户与日期。',
)

export const Reconciliation = named(
  z.object({
    account: account(),
    day: day(),
    outcome: said(
      z.enum(['done', 'absent', 'refused']),
      'absent: the wallet has no statement yet · refused: its digest or summary was wrong, and nothing was booked.',
      'done：已完成 · absent：钱包尚无对账单 · refused：对账单校验不符，未入账。',
    ),
    failure: said(FAILURE, 'Why it was not done.', '未完成的原因。').optional(),
    statement: said(ReconciledDay, 'The day’s figures.', '当日合计。').optional(),
    lines: said(z.int(), 'Lines of the statement.', '行数。', 120),
    equal: said(z.int(), 'Lines that said what the books hold.', '一致的行数。', 119),
    settled: said(z.int(), 'Facts that a line proved and that moved the books.', '据对账单补记的笔数。', 0),
    open: said(z.int(), 'How many differences stand open after this run.', '本次之后仍未了结的差异数。', 0),
    differences: said(
      z.array(Difference),
      'Those, at most 200: read the day for the rest.',
      '未了结的差异，最多 200 条；其余请查询该日。',
    ),
  }),
  'Reconciliation',
  'What became of a run.',
  '对账结果。',
)
