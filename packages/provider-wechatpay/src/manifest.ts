import type { Manifest } from '@tpkit/core'

/** 扫码 · 公众号 · 小程序 · APP · H5 · 付款码 */
export type WeChatPayScene = 'native' | 'jsapi' | 'mini' | 'app' | 'h5' | 'micropay'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A prepay_id and a code_url live two hours; an h5_url lives five minutes. */
const PREPAY_LIFE_MS = 2 * HOUR

/** What WeChat Pay (APIv3) allows. Planned: no ability is declared, for none is there yet. */
export const manifest: Manifest<WeChatPayScene, never> = {
  provider: 'wechatpay',
  title: { en: 'WeChat Pay', zh: '微信支付' },
  status: 'planned',
  scenes: ['native', 'jsapi', 'mini', 'app', 'h5', 'micropay'],
  abilities: [],
  // The second is the remote access point (备用域名): the same keys and paths.
  origins: ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'],
  identityFor: [],
  decidedBeforeExecution: [],
  sensitiveFields: ['auth_code', 'openid', 'sp_openid', 'sub_openid', 'payer_client_ip', 'device_ip', 'user_received_account'],
  limits: {
    currencies: ['CNY'],
    // Nothing is said; 10,000,000.00 yuan stays inside a signed 32-bit number of fen.
    maxAmount: 1_000_000_000n,
    outTradeNo: { minLength: 6, maxLength: 32, alphabet: '0-9A-Za-z_|*-' },
    outRefundNo: { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_|*@-' },
    subjectLength: 127,
    attachLength: 128,
    refundWindowDays: 365,
    maxRefunds: 50,
    // A notify's ciphertext may have 1 MiB; the rest is its envelope.
    maxMessageBytes: (1_024 + 64) * 1_024,
  },
  timing: {
    callTimeoutMs: 10 * SECOND,
    quietMs: 5 * MINUTE,
    promptLifeMs: {
      native: PREPAY_LIFE_MS,
      jsapi: PREPAY_LIFE_MS,
      mini: PREPAY_LIFE_MS,
      app: PREPAY_LIFE_MS,
      h5: 5 * MINUTE,
      micropay: 45 * SECOND,
    },
    // Older pages asked for five minutes between order and close; the present one does not.
    earliestCloseMs: 0,
    micropay: { pollMs: 5 * SECOND, giveUpMs: 45 * SECOND, earliestReverseMs: 15 * SECOND },
    statement: { readyAfterMs: 10 * HOUR, keptDays: 92 },
    refundSpacingMs: MINUTE,
    earliestRefundQueryMs: 0,
    // CLOSED is final for its out_refund_no.
    failedRefundRepeatsNumber: false,
    followUpMs: [5 * SECOND, 30 * SECOND, MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  },
}
