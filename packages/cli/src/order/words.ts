import type { PaymentStatus, RefundStatus } from '@tpkit/core'
import type { Lang } from '../lang.ts'

export interface OrderWords {
  readonly payment: Readonly<Record<PaymentStatus, string>>
  readonly refund: Readonly<Record<RefundStatus, string>>
  readonly order: (outTradeNo: string, account: string) => string
  readonly status: (status: string) => string
  readonly amount: (amount: string) => string
  readonly transaction: (number: string) => string
  readonly paidAt: (time: string) => string
  readonly refundedInFull: string
  readonly absent: string
  readonly absentUntil: (time: string) => string
  /** No final answer without more options. */
  readonly unproven: Readonly<Record<'order' | 'refund', string>>
  readonly strange: string
  readonly sayTimes: string
  readonly sayTransaction: string
  readonly leaveTransaction: string
  readonly sentEnds: string
  readonly saySent: string
  readonly foreign: string
  readonly refused: string
  readonly notReached: string
  readonly unknown: string
  readonly really: { readonly refund: (amount: string, order: string) => string; readonly reverse: (order: string) => string }
  readonly leftAlone: string
  readonly refundNumber: (outRefundNo: string, amount: string, outTradeNo: string) => string
  readonly askAgain: string
  readonly askRefund: string
  readonly giveBack: string
  readonly endIt: string
  readonly repeat: string
  readonly mend: string
  readonly reach: string
  readonly refundedBefore: string
  /** After a refund that failed. */
  readonly sameNumber: (outRefundNo: string) => string
  readonly repeatFailed: string
  /** After one that failed at a wallet that does not take its number again, and after one that was closed. */
  readonly failedForGood: string
  readonly byHand: string
  readonly otherTransaction: (transactionId: string) => string
  readonly otherQuestion: (transactionId: string) => string
  readonly askOther: string
  readonly askOwn: string
  readonly askRefunds: string
  readonly colon: string
  readonly unsent: (number: string) => string
  readonly nothing: string
  readonly lookFor: string
}

const en: OrderWords = {
  payment: {
    pending: 'not paid yet',
    paid: 'paid',
    closed: 'closed: nobody can pay it any more',
    reversed: 'reversed: money that was taken went back',
    failed: 'failed: no money came',
  },
  refund: {
    processing: 'under way: the money has not gone back yet',
    refunded: 'the money went back',
    failed: 'failed: the money did not go back',
    closed: 'closed: the money did not go back',
  },
  order: (outTradeNo, account) => `Order ${outTradeNo}, account ${account}`,
  status: (status) => `Status: ${status}`,
  amount: (amount) => `Amount: ${amount}`,
  transaction: (number) => `Transaction: ${number}`,
  paidAt: (time) => `Paid at: ${time}`,
  refundedInFull: 'All of it went back to the payer.',
  absent: 'The wallet knows no such number, and none can appear any more.',
  absentUntil: (time) => `The wallet knows no such number yet. It may still appear until ${time}: not "never".`,
  unproven: {
    order: 'The wallet knows no such order, as far as can be said: not final yet.',
    refund: 'The wallet knows no such refund, as far as can be said: not final yet.',
  },
  strange: 'The wallet knows no order of that transaction number.',
  sayTimes: 'with your own times, as pay printed them: then it can be final',
  sayTransaction: "or with the wallet's number of the payment",
  leaveTransaction: 'without that number',
  sentEnds: 'Without --sent-at it counts from now, each time anew.',
  saySent: 'with the time when it was last sent, as it was printed: then the wait has an end',
  foreign: 'The answer is genuine, but it does not fit what you asked for; do not book it:',
  refused: 'The wallet refused; provably nothing happened.',
  notReached: 'The wallet was not reached; provably nothing happened.',
  unknown:
    'The outcome is not known: it may have happened. Ask the wallet, or repeat the same number; never a new one, or it may happen twice.',
  really: {
    refund: (amount, order) => `Give ${amount} of order ${order} back to the payer, really?`,
    reverse: (order) => `End order ${order}, and give back what was paid, really?`,
  },
  leftAlone: 'Left alone; nothing was sent.',
  refundNumber: (outRefundNo, amount, outTradeNo) => `Refund ${outRefundNo} of ${amount}, order ${outTradeNo}`,
  askAgain: 'ask again',
  askRefund: 'ask how far the refund is',
  giveBack: 'give money back, where none went back yet',
  endIt: 'end it',
  repeat: 'repeat the same number',
  mend: 'mend what the message names, and say it again.',
  reach: 'look at the address and the network, and say it again.',
  refundedBefore:
    'mend what the message names, and say it again. A usual cause: the order was refunded already, whole or in part. Ask for its refunds:',
  sameNumber: (outRefundNo) =>
    `look why it failed (a balance too low, for one), then repeat the same number, ${outRefundNo}. No new number, or the money may go back twice:`,
  repeatFailed: 'repeat the same number, once the cause is gone',
  failedForGood:
    'look at the merchant platform, which says why and how this refund is ended. No new number before that, or the money may go back twice.',
  byHand:
    'the wallet will not pay it back this way. Pay the customer by hand, and write that down; no new refund beside it (docs/traps.md).',
  otherTransaction: (transactionId) =>
    `The answer is about another order: transaction ${transactionId} is not the one of this order. The wallet may have acted on the order of that transaction: look for it in your books or on the merchant platform, and ask for it first.`,
  otherQuestion: (transactionId) => `Transaction ${transactionId} is not the one of this order: the wallet told of another.`,
  askOther: 'what became of the order of that transaction',
  askOwn: 'what became of this order',
  askRefunds: 'how an earlier refund went',
  colon: ': ',
  unsent: (number) => `The command cannot be sent as it is; nothing was sent under ${number}.`,
  nothing: 'nothing is left to do.',
  lookFor: 'compare number and amount with your books; look for who has this order number.',
}

const zh: OrderWords = {
  payment: {
    pending: '尚未支付',
    paid: '已支付',
    closed: '已关闭，无法再支付',
    reversed: '已撤销，已付款项已退回',
    failed: '支付失败，未收到款项',
  },
  refund: {
    processing: '退款处理中，款项尚未退回',
    refunded: '款项已退回',
    failed: '退款失败，款项没有退回',
    closed: '退款关闭，款项没有退回',
  },
  order: (outTradeNo, account) => `订单 ${outTradeNo}，账户 ${account}`,
  status: (status) => `状态：${status}`,
  amount: (amount) => `金额：${amount}`,
  transaction: (number) => `交易号：${number}`,
  paidAt: (time) => `支付时间：${time}`,
  refundedInFull: '款项已全部退回付款人。',
  absent: '钱包查无此单，且不会再出现。',
  absentUntil: (time) => `钱包目前查无此单，${time} 之前仍可能出现：这不等于“从未发生”。`,
  unproven: {
    order: '钱包查无此单，但目前还不是最终结论。',
    refund: '钱包查无此退款，但目前还不是最终结论。',
  },
  strange: '钱包没有该交易号的订单。',
  sayTimes: '给出您自己的时间（pay 打印过）：才可能得到最终结论',
  sayTransaction: '或给出钱包的交易号',
  leaveTransaction: '去掉该交易号',
  sentEnds: '没有 --sent-at 时，每次都从现在重新算起。',
  saySent: '给出最后一次发送的时间（发送时打印过）：等待才有尽头',
  foreign: '应答是真的，但与所查订单不符，请勿入账：',
  refused: '钱包拒绝了请求；可以确定什么都没有发生。',
  notReached: '没有连上钱包；可以确定什么都没有发生。',
  unknown: '结果未知：操作可能已经发生。请查询，或用同一单号重复；切勿换新单号，否则可能发生两次。',
  really: {
    refund: (amount, order) => `确定把订单 ${order} 的 ${amount} 退给付款人吗？`,
    reverse: (order) => `确定撤销订单 ${order} 并退回已付款项吗？`,
  },
  leftAlone: '已放弃；没有发出任何请求。',
  refundNumber: (outRefundNo, amount, outTradeNo) => `退款 ${outRefundNo}，金额 ${amount}，订单 ${outTradeNo}`,
  askAgain: '再次查询',
  askRefund: '查询退款进度',
  giveBack: '退款（如尚未退款）',
  endIt: '结束该订单',
  repeat: '用同一单号重复',
  mend: '按提示修正后重试。',
  reach: '检查地址与网络，然后重试。',
  refundedBefore: '按提示修正后重试。常见原因：该订单此前已退款（全部或部分）。查询其退款：',
  sameNumber: (outRefundNo) =>
    `查明失败原因（例如余额不足），然后用同一退款单号 ${outRefundNo} 重复。切勿换新单号，否则可能退两次钱：`,
  repeatFailed: '原因消除后，用同一单号重复',
  failedForGood: '请到商户平台查看失败原因以及如何处理这笔退款。在此之前切勿换新单号，否则可能退两次钱。',
  byHand: '钱包不会再用这种方式退款。请人工付款给顾客并记录在案；不要另发新的退款（见 docs/traps.md）。',
  otherTransaction: (transactionId) =>
    `应答属于另一笔订单：交易号 ${transactionId} 不是本订单的。钱包可能已对该交易号的订单执行了操作：请在账本或商户平台中找到它，并先查询它。`,
  otherQuestion: (transactionId) => `交易号 ${transactionId} 不是本订单的：钱包回答的是另一笔订单。`,
  askOther: '查询该交易号所属的订单',
  askOwn: '查询本订单',
  askRefunds: '之前的退款结果如何',
  colon: '：',
  unsent: (number) => `此请求不能这样发出；没有用 ${number} 发出任何请求。`,
  nothing: '无需其他操作。',
  lookFor: '与自己的账本核对单号和金额；查清该订单号属于谁。',
}

export const WORDS: Readonly<Record<Lang, OrderWords>> = { en, zh }
