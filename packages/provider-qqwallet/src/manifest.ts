import type { Manifest } from '@tpkit/core'
import { CODES } from './codes.ts'
import { MUTUAL_ORIGIN, PLAIN_ORIGIN } from './endpoints.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** 预支付交易会话 and with it the QR code live two hours. */
export const PREPAY_LIFE_MS = 2 * HOUR

/** Digits, letters and `_ | * @ -`: the page says "letters allowed", this is the set that peers agree on. */
const ORDER_NUMBER = { minLength: 1, maxLength: 32, alphabet: '0-9A-Za-z_|*@-' } as const

/** What QQ Wallet is and can do, as far as this plugin goes. */
export const manifest: Manifest<'native', 'close' | 'queryRefund'> = {
  provider: 'qqwallet',
  title: { en: 'QQ Wallet', zh: 'QQ钱包' },
  status: 'ready',
  scenes: ['native'],
  abilities: ['close', 'queryRefund'],
  origins: [PLAIN_ORIGIN, MUTUAL_ORIGIN],
  identityFor: ['refund'],
  decidedBeforeExecution: CODES.filter((rule) => rule.decided).map(({ code }) => ({ status: 200, code })),
  sensitiveFields: ['op_user_passwd', 'openid', 'spbill_create_ip', 'refund_recv_accout'],
  limits: {
    currencies: ['CNY'],
    // No source names a maximum. Ten million yuan stays well inside a signed 32-bit number of fen.
    maxAmount: 1_000_000_000n,
    outTradeNo: ORDER_NUMBER,
    outRefundNo: ORDER_NUMBER,
    subjectLength: 128,
    attachLength: 128,
    refundWindowDays: 365,
    maxMessageBytes: 64 * 1024,
  },
  timing: {
    callTimeoutMs: 10 * SECOND,
    quietMs: MINUTE,
    promptLifeMs: { native: PREPAY_LIFE_MS },
    earliestCloseMs: 5 * MINUTE,
    refundSpacingMs: 0,
    earliestRefundQueryMs: 0,
    failedRefundRepeatsNumber: true,
    followUpMs: [5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  },
}
