import type { Limits, Manifest } from '@tpkit/core'
import { CODES } from './codes.ts'
import type { Doubts } from './doubts.ts'
import { MUTUAL_ORIGIN, PLAIN_ORIGIN } from './endpoints.ts'

/** 扫码 · 公众号 · APP · 小程序 · 付款码 */
export type QQWalletScene = 'native' | 'jsapi' | 'app' | 'mini' | 'micropay'
export type QQWalletAbility = 'close' | 'reverse' | 'queryRefund' | 'statement' | 'probe'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** 预支付交易会话 lives two hours. */
export const PREPAY_LIFE_MS = 2 * HOUR

/** 对账单. Made from 09:00 of the next day on and fetched after 10:00; kept for three months, which are 92 days at most. */
const STATEMENT = { readyAfterMs: 10 * HOUR, keptDays: 92 } as const

/** At the counter (提交付款码支付): ask every 10 s while the payer types, for about 30 s; then reverse. */
const MICROPAY = { pollMs: 10 * SECOND, giveUpMs: 30 * SECOND } as const
export const MICROPAY_GIVE_UP_MS: number = MICROPAY.giveUpMs

/** Digits, letters and `_ | * @ -`: the page says "letters allowed", this is the set that peers agree on. */
const ORDER_NUMBER = { minLength: 1, maxLength: 32, alphabet: '0-9A-Za-z_|*@-' } as const

/** 通知地址, in characters. */
export const NOTIFY_URL_LENGTH = 256

/** What no option changes. */
export const LIMITS: Omit<Limits, 'maxAmount'> = {
  currencies: ['CNY'],
  outTradeNo: ORDER_NUMBER,
  outRefundNo: ORDER_NUMBER,
  subjectLength: 128,
  attachLength: 128,
  refundWindowDays: 365,
  maxMessageBytes: 64 * 1024,
}

/** What QQ Wallet is and can do, with the account's doubts decided. */
export function manifestOf(doubts: Doubts): Manifest<QQWalletScene, QQWalletAbility> {
  return {
    provider: 'qqwallet',
    title: { en: 'QQ Wallet', zh: 'QQ钱包' },
    status: 'ready',
    scenes: ['native', 'jsapi', 'app', 'mini', 'micropay'],
    abilities: ['close', 'reverse', 'queryRefund', 'statement', 'probe'],
    origins: [PLAIN_ORIGIN, MUTUAL_ORIGIN],
    identityFor: ['refund', 'reverse'],
    decidedBeforeExecution: CODES.filter((rule) => rule.decided).map(({ code }) => ({ status: 200, code })),
    sensitiveFields: ['auth_code', 'op_user_passwd', 'openid', 'spbill_create_ip', 'refund_recv_accout'],
    limits: { ...LIMITS, maxAmount: BigInt(doubts.largestAmountFen) },
    timing: timingOf(doubts),
  }
}

function timingOf(doubts: Doubts): Manifest['timing'] {
  const qrLife = doubts.qrLifeSeconds * SECOND
  return {
    callTimeoutMs: 10 * SECOND,
    quietMs: doubts.quietSeconds * SECOND,
    promptLifeMs: {
      native: qrLife,
      jsapi: PREPAY_LIFE_MS,
      app: PREPAY_LIFE_MS,
      mini: PREPAY_LIFE_MS,
      micropay: MICROPAY.giveUpMs,
    },
    earliestCloseMs: doubts.earliestCloseSeconds * SECOND,
    micropay: { ...MICROPAY, earliestReverseMs: doubts.earliestReverseSeconds * SECOND },
    statement: STATEMENT,
    refundSpacingMs: 0,
    earliestRefundQueryMs: 0,
    failedRefundRepeatsNumber: true,
    followUpMs: [5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  }
}
