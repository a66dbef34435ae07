import type { FaultRule } from '@tpkit/core'
import type { Sentence } from './wallet.ts'

/** What an amount can decide. */
export type MagicName =
  | 'no-funds'
  | 'password'
  | 'password-then-paid'
  | 'discount'
  | 'reverse-recall'
  | 'busy-done'
  | 'busy-undone'
  | 'notify-lost'
  | 'notify-duplicate'
  | 'notify-late'
  | 'refund-fails-once'
  | 'refund-fails'
  | 'refund-changed'
  | 'refund-unsure'
  | 'refund-slow'
  | 'refund-no-account'

export interface MagicAmount {
  readonly name: MagicName
  /** The order's total, or the amount of one refund. */
  readonly on: 'total' | 'refund'
  readonly fen: bigint
  readonly title: Sentence
  /** Where a message goes wrong and not the books: this fault strikes that order. */
  readonly fault?: FaultRule
}

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS

/** QQ Wallet's discount at the amount `discount`. */
export const MAGIC_DISCOUNT_FEN = 2000n
/** After so long the payer has typed the password at `password-then-paid`. */
export const MAGIC_PASSWORD_MS = 10 * SECOND_MS
/** So long takes the refund at `refund-slow`: three days. */
export const MAGIC_SLOW_REFUND_MS = 72 * HOUR_MS

/**
 * Amounts that decide an outcome, on every wallet of the sandbox: exact, and so odd that nobody meets one by accident.
 * docs/magic-amounts.md holds the same table; a test compares them.
 */
export const MAGIC_AMOUNTS: readonly MagicAmount[] = [
  {
    name: 'no-funds',
    on: 'total',
    fen: 95301n,
    title: { en: 'the payer has not enough money', zh: '付款人余额不足' },
  },
  {
    name: 'password',
    on: 'total',
    fen: 95302n,
    title: { en: 'payment code: waits for the password, until the payer acts', zh: '付款码：等待用户输入密码，直到付款人操作' },
  },
  {
    name: 'password-then-paid',
    on: 'total',
    fen: 95303n,
    title: { en: 'payment code: waits for the password, paid after 10 seconds', zh: '付款码：等待用户输入密码，10秒后支付成功' },
  },
  {
    name: 'discount',
    on: 'total',
    fen: 95304n,
    title: { en: 'the wallet gives 20.00 yuan; the payer pays the rest', zh: '钱包优惠20.00元，付款人支付其余部分' },
  },
  {
    name: 'reverse-recall',
    on: 'total',
    fen: 95305n,
    title: {
      en: 'payment code: the first reverse does nothing yet and asks to be called again',
      zh: '付款码：第一次撤销未执行，要求再次调用',
    },
  },
  {
    name: 'busy-done',
    on: 'total',
    fen: 95306n,
    title: { en: 'the first pay call answers "system error", and was done', zh: '第一次下单返回系统错误，但已成功' },
    fault: { fault: 'busy-done', call: 'pay', times: 1 },
  },
  {
    name: 'busy-undone',
    on: 'total',
    fen: 95307n,
    title: { en: 'the first pay call answers "system error", and was not done', zh: '第一次下单返回系统错误，且未执行' },
    fault: { fault: 'busy-undone', call: 'pay', times: 1 },
  },
  {
    name: 'notify-lost',
    on: 'total',
    fen: 95308n,
    title: { en: 'the notify never comes; only a query tells', zh: '支付通知永远不来，只能查询' },
    fault: { fault: 'notify-lost' },
  },
  {
    name: 'notify-duplicate',
    on: 'total',
    fen: 95309n,
    title: { en: 'the notify comes three times', zh: '支付通知来三次' },
    fault: { fault: 'notify-duplicate', value: 3, times: 1 },
  },
  {
    name: 'notify-late',
    on: 'total',
    fen: 95310n,
    title: { en: 'the notify comes an hour late', zh: '支付通知迟到一小时' },
    fault: { fault: 'notify-late', value: HOUR_MS, times: 1 },
  },
  {
    name: 'refund-fails-once',
    on: 'refund',
    fen: 95351n,
    title: { en: 'the refund fails; repeated under its number, it succeeds', zh: '退款失败，用原退款单号重新提交后成功' },
  },
  {
    name: 'refund-fails',
    on: 'refund',
    fen: 95352n,
    title: { en: 'the refund fails, however often it is repeated', zh: '退款失败，重新提交仍失败' },
  },
  {
    name: 'refund-changed',
    on: 'refund',
    fen: 95353n,
    title: { en: 'the money cannot go back and lies with the merchant', zh: '退款无法退回，资金转入商户账户' },
  },
  {
    name: 'refund-unsure',
    on: 'refund',
    fen: 95354n,
    title: {
      en: 'the wallet is not sure of the refund; repeated under its number, it succeeds',
      zh: '退款结果未确定，用原退款单号重新提交后成功',
    },
  },
  {
    name: 'refund-slow',
    on: 'refund',
    fen: 95355n,
    title: { en: 'the refund takes three days', zh: '退款三天后到账' },
  },
  {
    name: 'refund-no-account',
    on: 'refund',
    fen: 95356n,
    title: { en: "the refund is refused: the payer's account is gone", zh: '退款被拒绝：用户账户异常或已注销' },
  },
]

const BY_AMOUNT: ReadonlyMap<string, MagicAmount> = new Map(MAGIC_AMOUNTS.map((row) => [`${row.on} ${row.fen}`, row]))

/** What an amount decides, if anything. */
export function magicAmount(on: MagicAmount['on'], fen: bigint): MagicAmount | undefined {
  return BY_AMOUNT.get(`${on} ${fen}`)
}
