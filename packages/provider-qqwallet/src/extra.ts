import type { Instant } from '@tpkit/core'
import { checkInstant, checkOneOf, checkText, given, invalid } from './checks.ts'
import type { RefundAccount } from './config.ts'
import type { OwnFields } from './request.ts'
import { toBeijing } from './time.ts'

/** 指定支付方式. Which ways of paying the payer may use; the letter case matters. */
export type LimitPay = 'no_balance' | 'no_credit' | 'no_debit' | 'balance_only' | 'debit_only' | 'NoBindNoBalan'

/** What only QQ Wallet knows: `extra: { qqwallet: { limitPay: 'no_credit' } }`. */
export interface QQWalletExtra {
  /** 优惠标记 (pay). `sale_tag=…` or `level_tag=…&sale_tag=…`, at most 128 characters; sent as it is given. */
  readonly promotionTag?: string
  /** Pay. */
  readonly limitPay?: LimitPay
  /** 终端设备号 (pay). At most 32 characters. */
  readonly deviceInfo?: string
  /** 交易起始时间 (pay). Give the stored moment, not "now": a repeated number must repeat every field. */
  readonly startedAt?: Instant
  /** Refund: overrides the account's `refundAccount`. */
  readonly refundAccount?: RefundAccount
}

declare module '@tpkit/core' {
  interface Extras {
    readonly qqwallet?: QQWalletExtra
  }
}

const LIMIT_PAY: readonly LimitPay[] = ['no_balance', 'no_credit', 'no_debit', 'balance_only', 'debit_only', 'NoBindNoBalan']

export const REFUND_ACCOUNTS: readonly RefundAccount[] = ['REFUND_SOURCE_UNSETTLED_FUNDS', 'REFUND_SOURCE_RECHARGE_FUNDS']

/** The order fields behind `extra.qqwallet`; throws `INVALID`. */
export function orderExtra(extra: QQWalletExtra = {}): OwnFields {
  checkKeys(extra, ['promotionTag', 'limitPay', 'deviceInfo', 'startedAt'])
  return {
    promotion_tag: given(extra.promotionTag, (tag) => checkText(name('promotionTag'), tag, 128)),
    limit_pay: given(extra.limitPay, (words) => checkOneOf(name('limitPay'), words, LIMIT_PAY)),
    device_info: given(extra.deviceInfo, (device) => checkText(name('deviceInfo'), device, 32)),
    time_start: given(extra.startedAt, (instant) => toBeijing(checkInstant(name('startedAt'), instant))),
  }
}

/** The refund account that the command or the account names; throws `INVALID`. */
export function refundAccount(extra: QQWalletExtra = {}, usual: RefundAccount | undefined): RefundAccount | undefined {
  checkKeys(extra, ['refundAccount'])
  return given(extra.refundAccount, (account) => checkOneOf(name('refundAccount'), account, REFUND_ACCOUNTS)) ?? usual
}

/** A misspelt extra would be left out in silence. */
function checkKeys(extra: QQWalletExtra, known: readonly (keyof QQWalletExtra)[]): void {
  if (typeof extra !== 'object' || extra === null) throw invalid('extra.qqwallet', 'an object', extra)
  const unknown = Object.keys(extra).find((key) => !known.some((name) => name === key))
  if (unknown !== undefined) throw invalid('extra.qqwallet', `only ${known.join(', ')} for this call`, unknown, 'take it out')
}

function name(key: keyof QQWalletExtra): string {
  return `extra.qqwallet.${key}`
}
