import type { PaymentStatus } from '@tpkit/core'
import type { Lang } from '../lang.ts'

export interface PayWords {
  readonly order: (outTradeNo: string, amount: string, account: string) => string
  readonly until: (time: string) => string
  readonly seen: Readonly<Record<PaymentStatus | 'absent' | 'unread', string>>
  readonly asked: (status: string, count: number) => string
  readonly paid: (amount: string, transactionId: string) => string
  readonly ended: (status: string) => string
  readonly open: string
  readonly waiting: string
  readonly refused: string
  readonly notReached: string
  readonly sandbox: (address: string, line: string) => string
  /** Of an order that its wallet does not have before the payer's browser or app came. */
  readonly comesFirst: (address: string) => string
  readonly unknown: string
  readonly foreign: string
  readonly interrupted: (outTradeNo: string) => string
  readonly unsent: (outTradeNo: string) => string
  readonly colon: string
  readonly askWallet: string
  readonly giveBack: string
  readonly endIt: string
  readonly repeat: string
  readonly payAgain: string
  readonly mend: string
  readonly reach: string
}

const en: PayWords = {
  order: (outTradeNo, amount, account) => `Order ${outTradeNo} over ${amount}, account ${account}`,
  until: (time) => `Can be paid until ${time}. Ctrl+C stops watching.`,
  seen: {
    pending: 'not paid yet',
    paid: 'paid',
    closed: 'closed',
    reversed: 'reversed',
    failed: 'failed',
    absent: 'not known to the wallet yet',
    unread: 'the wallet cannot be read right now',
  },
  asked: (status, count) => `${status} · asked ${count} ${count === 1 ? 'time' : 'times'}`,
  paid: (amount, transactionId) => `Paid: ${amount}, transaction ${transactionId}`,
  ended: (status) => `The payment ended without money: ${status}.`,
  open: "Not paid, and the time is over. Not final: the last word is the wallet's.",
  waiting: 'Not followed. The payment is open.',
  refused: 'The wallet refused; provably nothing happened.',
  notReached: 'The wallet was not reached; provably nothing happened.',
  sandbox: (address, line) => `No real wallet: this account leads to ${address}. Pay at ${address}/phone, or with:\n  ${line}`,
  comesFirst: (address) =>
    `The wallet has no such order before its payer came: open the address above first, or POST it (an orderStr, too) to ${address}/_sandbox/act.`,
  unknown:
    'The outcome is not known: it may have happened. Ask the wallet, or repeat the same number; never take a new one, or the payer may pay twice.',
  foreign: 'The answer is genuine, but it is not about this order:',
  interrupted: (outTradeNo) => `Stopped watching. Order ${outTradeNo} may still be paid.`,
  unsent: (outTradeNo) => `The payment cannot be sent as it is; nothing was sent under ${outTradeNo}.`,
  colon: ': ',
  askWallet: 'ask the wallet',
  giveBack: 'give money back',
  endIt: 'end it, so that nobody can pay it any more',
  repeat: 'repeat the same number',
  payAgain: 'take another payment',
  mend: 'mend what the message names, and pay again; "tpkit doctor" looks at the configuration.',
  reach: 'look at the address and the network, and pay again.',
}

const zh: PayWords = {
  order: (outTradeNo, amount, account) => `订单 ${outTradeNo}，金额 ${amount}，账户 ${account}`,
  until: (time) => `可支付至 ${time}。按 Ctrl+C 停止等待。`,
  seen: {
    pending: '尚未支付',
    paid: '已支付',
    closed: '已关闭',
    reversed: '已撤销',
    failed: '支付失败',
    absent: '钱包尚无此单',
    unread: '暂时无法查询钱包',
  },
  asked: (status, count) => `${status} · 已查询 ${count} 次`,
  paid: (amount, transactionId) => `已支付 ${amount}，交易号 ${transactionId}`,
  ended: (status) => `支付结束，未收到款项：${status}。`,
  open: '尚未支付，且已超过时限。这不是最终结果，以钱包查询为准。',
  waiting: '未跟踪结果，该订单仍可支付。',
  refused: '钱包拒绝了请求；可以确定没有发生任何支付。',
  notReached: '没有连上钱包；可以确定没有发生任何支付。',
  sandbox: (address, line) => `沙箱：不涉及真实资金。该账户指向 ${address}；请在 ${address}/phone 支付，或运行：\n  ${line}`,
  comesFirst: (address) =>
    `付款人到来之前钱包没有这笔订单：请先打开上面的地址，或把它（orderStr 也可以）POST 到 ${address}/_sandbox/act。`,
  unknown: '结果未知：支付可能已经发生。请查询，或用同一单号重复；切勿换新单号，否则付款人可能重复付款。',
  foreign: '应答是真的，但不属于这笔订单：',
  interrupted: (outTradeNo) => `已停止等待。订单 ${outTradeNo} 仍可能被支付。`,
  unsent: (outTradeNo) => `此支付不能这样发出；没有用 ${outTradeNo} 发出任何请求。`,
  colon: '：',
  askWallet: '查询订单',
  giveBack: '退款',
  endIt: '结束该订单，使其无法再支付',
  repeat: '用同一单号重复',
  payAgain: '重新发起一笔支付',
  mend: '按提示修正后重新支付；“tpkit doctor” 可检查配置。',
  reach: '检查地址与网络，然后重新支付。',
}

export const WORDS: Readonly<Record<Lang, PayWords>> = { en, zh }
