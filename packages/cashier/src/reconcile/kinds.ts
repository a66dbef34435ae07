/** Every way in which a statement and our books can disagree, as people read it. */
export const DIFFERENCE_KINDS = {
  'missing-here': { en: 'a payment that we never wrote down', zh: '本地无此支付' },
  'missing-there': { en: 'our payment is not in the statement', zh: '对账单无此支付' },
  'other-account': { en: 'the number stands at another account of ours', zh: '单号属于另一账户' },
  payee: { en: 'the line names another merchant or application', zh: '收款方不符' },
  amount: { en: 'the amount of the payment differs', zh: '支付金额不符' },
  currency: { en: 'the currency differs', zh: '币种不符' },
  transaction: { en: "the wallet's number of the payment differs", zh: '支付交易号不符' },
  state: { en: 'the state of the payment differs', zh: '支付状态不符' },
  incomplete: { en: 'the line says too little to book it', zh: '账单行信息不全' },
  'refund-missing-here': { en: 'a refund that we never wrote down', zh: '本地无此退款' },
  'refund-missing-there': { en: 'our refund is not in the statement', zh: '对账单无此退款' },
  'refund-order': { en: 'the refund belongs to another payment', zh: '退款所属支付不符' },
  'refund-amount': { en: 'the amount of the refund differs', zh: '退款金额不符' },
  'refund-transaction': { en: "the wallet's number of the refund differs", zh: '退款交易号不符' },
  'refund-state': { en: 'the state of the refund differs', zh: '退款状态不符' },
  fee: { en: 'the fee is none that this line can have', zh: '手续费异常' },
  'duplicate-line': { en: 'the statement shows one number more than once', zh: '账单行重复' },
  'line-day': { en: "the line's time is of another day", zh: '账单行日期不符' },
  /** Never open: our day and the statement's are neighbours, or a refund was sent on one and arrived on another. */
  'other-day': { en: 'shown by the statement of another day than ours', zh: '账单日与本地日期不同' },
} as const

export type DifferenceKind = keyof typeof DIFFERENCE_KINDS
