import type { Manifest } from '@tpkit/core'

/** 电脑网站 · 手机网站 · APP · 扫码 · 付款码 · 小程序 · JSAPI */
export type AlipayScene = 'page' | 'h5' | 'app' | 'native' | 'micropay' | 'mini' | 'jsapi'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Where an order sets no expiry of its own. */
const TRADE_LIFE_MS = 15 * DAY

/** Letters, digits and underscore: what the pages say. The gateway was seen to take hyphens; nothing promises it. */
const NUMBER = { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_' } as const

/** What Alipay's gateway allows. Planned: no ability is declared, for none is there yet. */
export const manifest: Manifest<AlipayScene, never> = {
  provider: 'alipay',
  title: { en: 'Alipay', zh: '支付宝' },
  status: 'planned',
  scenes: ['page', 'h5', 'app', 'native', 'micropay', 'mini', 'jsapi'],
  abilities: [],
  origins: ['https://openapi.alipay.com'],
  identityFor: [],
  decidedBeforeExecution: [],
  sensitiveFields: ['auth_code', 'app_auth_token', 'buyer_id', 'buyer_user_id', 'buyer_open_id', 'buyer_logon_id'],
  limits: {
    currencies: ['CNY'],
    // 100,000,000.00 yuan.
    maxAmount: 10_000_000_000n,
    outTradeNo: NUMBER,
    outRefundNo: NUMBER,
    subjectLength: 256,
    attachLength: 512,
    // Twelve months; the contract may say less.
    refundWindowDays: 365,
    maxMessageBytes: 256 * 1_024,
  },
  timing: {
    callTimeoutMs: 15 * SECOND,
    // The trade begins when the payer scans or confirms: until its prompt has died, "no such trade" means "not yet".
    quietMs: TRADE_LIFE_MS,
    promptLifeMs: {
      page: TRADE_LIFE_MS,
      h5: TRADE_LIFE_MS,
      app: TRADE_LIFE_MS,
      native: 2 * HOUR,
      micropay: 45 * SECOND,
      mini: TRADE_LIFE_MS,
      jsapi: TRADE_LIFE_MS,
    },
    earliestCloseMs: 0,
    // Cancelled (撤销) at once after the last fruitless query.
    micropay: { pollMs: 5 * SECOND, giveUpMs: 45 * SECOND, earliestReverseMs: 0 },
    // Kept for six years or since 2016, as one reads the pages; the wallet itself refuses what it has not.
    statement: { readyAfterMs: 10 * HOUR, keptDays: 2_190 },
    refundSpacingMs: 3 * SECOND,
    earliestRefundQueryMs: 10 * SECOND,
    failedRefundRepeatsNumber: true,
    followUpMs: [5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  },
}
