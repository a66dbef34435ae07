import type { RefundStatus } from '@tpkit/core'
import type { OrderStatus, RefundKind } from 'tpkit/cashier'
import type { Lang } from '../lang.ts'

/** What the commands about kept orders say. */
export interface KeptWords {
  readonly order: Readonly<Record<OrderStatus, string>>
  readonly attempt: Readonly<Record<string, string>>
  readonly refund: Readonly<Record<RefundStatus, string>>
  readonly kind: Readonly<Record<RefundKind, string>>
  readonly title: (orderNo: string, amount: string, subject: string) => string
  readonly status: (status: string) => string
  readonly merchant: (name: string) => string
  readonly canPay: (time: string) => string
  readonly attempts: string
  readonly refunds: string
  readonly timeline: string
  readonly transaction: (number: string) => string
  readonly back: (refunded: string, refunding: string) => string
  readonly notKnown: string
  readonly none: (orderNo: string) => string
  readonly head: readonly string[]
  readonly noOrders: string
  readonly more: string
  readonly refused: string
  readonly unknown: string
  readonly colon: string
  readonly retryAt: (time: string) => string
  readonly really: { readonly refund: (amount: string, order: string) => string; readonly reverse: (order: string) => string }
  readonly leftAlone: string
  readonly refundNumber: (refundNo: string, amount: string, orderNo: string) => string
  readonly step: Readonly<Record<'ask' | 'look' | 'refund' | 'close' | 'reverse' | 'pay' | 'again' | 'decide' | 'older', string>>
  readonly nothing: string
  readonly mend: string
}

const en: KeptWords = {
  order: {
    review: 'waits for an operator',
    open: 'not paid yet',
    paid: 'paid',
    closed: 'closed',
  },
  attempt: { pending: 'open', paid: 'paid', closed: 'closed', reversed: 'reversed', failed: 'failed' },
  refund: { processing: 'under way', refunded: 'back at the payer', failed: 'failed', closed: 'closed' },
  kind: {
    requested: 'asked for',
    duplicate: 'second payment of one order',
    late: 'money for what was closed',
    reversal: 'reversed at the counter',
    external: 'made elsewhere',
  },
  title: (orderNo, amount, subject) => `Order ${orderNo} over ${amount}: ${subject}`,
  status: (status) => `Status: ${status}`,
  merchant: (name) => `Merchant: ${name}`,
  canPay: (time) => `Can be paid until ${time}.`,
  attempts: 'Attempts:',
  refunds: 'Refunds:',
  timeline: 'What happened:',
  transaction: (number) => `transaction ${number}`,
  back: (refunded, refunding) => `Refunded: ${refunded}; on its way back: ${refunding}`,
  notKnown: 'outcome not known, it is asked for',
  none: (orderNo) => `The ledger has no order ${orderNo}.`,
  head: ['order', 'status', 'amount', 'method', 'account', 'since', ''],
  noOrders: 'No order fits.',
  more: 'There are more.',
  refused: 'Refused; nothing happened.',
  unknown: 'The outcome is not known yet: it is asked for. Saying it again under the same number is safe.',
  colon: ': ',
  retryAt: (time) => `Say it again after ${time}.`,
  really: {
    refund: (amount, order) => `Give ${amount} of order ${order} back to the payer, really?`,
    reverse: (order) => `End order ${order}, and give back what was paid, really?`,
  },
  leftAlone: 'Left alone; nothing was sent.',
  refundNumber: (refundNo, amount, orderNo) => `Refund ${refundNo} of ${amount}, order ${orderNo}`,
  step: {
    ask: 'ask the wallet',
    look: 'what happened to it',
    refund: 'give money back',
    close: 'end it, so that nobody can pay it any more',
    reverse: 'end it at the counter, money included',
    pay: 'take a payment',
    again: 'say it again, under the same number',
    decide: 'let it be paid, or deny it',
    older: 'older ones',
  },
  nothing: 'nothing is left to do.',
  mend: 'mend what the message names, and say it again.',
}

const zh: KeptWords = {
  order: { review: '等待人工审核', open: '尚未支付', paid: '已支付', closed: '已关闭' },
  attempt: { pending: '未支付', paid: '已支付', closed: '已关闭', reversed: '已撤销', failed: '失败' },
  refund: { processing: '处理中', refunded: '已退回付款人', failed: '失败', closed: '已关闭' },
  kind: {
    requested: '商户申请',
    duplicate: '同一订单的第二笔支付',
    late: '关闭之后到的款项',
    reversal: '当面撤销',
    external: '在别处退款',
  },
  title: (orderNo, amount, subject) => `订单 ${orderNo}，金额 ${amount}：${subject}`,
  status: (status) => `状态：${status}`,
  merchant: (name) => `商户：${name}`,
  canPay: (time) => `可支付至 ${time}。`,
  attempts: '支付尝试：',
  refunds: '退款：',
  timeline: '经过：',
  transaction: (number) => `交易号 ${number}`,
  back: (refunded, refunding) => `已退款：${refunded}；退款中：${refunding}`,
  notKnown: '结果未知，正在查询',
  none: (orderNo) => `账本中没有订单 ${orderNo}。`,
  head: ['订单', '状态', '金额', '支付方式', '账户', '创建时间', ''],
  noOrders: '没有符合条件的订单。',
  more: '还有更多。',
  refused: '已拒绝；没有发生任何事。',
  unknown: '结果尚未知，正在查询。用同一单号重复是安全的。',
  colon: '：',
  retryAt: (time) => `请在 ${time} 之后重试。`,
  really: {
    refund: (amount, order) => `确定将订单 ${order} 的 ${amount} 退给付款人吗？`,
    reverse: (order) => `确定结束订单 ${order}，并退回已付款项吗？`,
  },
  leftAlone: '未作任何操作。',
  refundNumber: (refundNo, amount, orderNo) => `退款 ${refundNo}，金额 ${amount}，订单 ${orderNo}`,
  step: {
    ask: '查询钱包',
    look: '查看经过',
    refund: '退款',
    close: '结束该订单，使其无法再支付',
    reverse: '当面结束，已付款项一并退回',
    pay: '发起一笔支付',
    again: '用同一单号重复',
    decide: '放行或拒绝',
    older: '更早的订单',
  },
  nothing: '无需其他操作。',
  mend: '按提示修正后重试。',
}

export const KEPT: Readonly<Record<Lang, KeptWords>> = { en, zh }
