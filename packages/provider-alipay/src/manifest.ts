import type { Manifest } from '@tpkit/core'
import { CODES } from './codes.ts'
import type { Doubts } from './doubts.ts'
import { BILL_ORIGIN, ORIGIN } from './endpoints.ts'

/** 电脑网站 · 手机网站 · APP · 扫码 · 付款码 · 小程序 · JSAPI */
export type AlipayScene = 'page' | 'h5' | 'app' | 'native' | 'micropay' | 'mini' | 'jsapi'
export type AlipayAbility = 'close' | 'reverse' | 'queryRefund' | 'statement' | 'trust' | 'probe' | 'verifyReturn'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Where an order sets no expiry of its own. */
export const TRADE_LIFE_MS = 15 * DAY

export const PROMPT_LIFE_MS: Readonly<Record<Exclude<AlipayScene, 'micropay'>, number>> = {
  page: TRADE_LIFE_MS,
  h5: TRADE_LIFE_MS,
  app: TRADE_LIFE_MS,
  // Whatever is asked for.
  native: 2 * HOUR,
  // Of 当面付, which they pay by where no mini program is named: three hours; JSAPI_PAY gives more.
  mini: 3 * HOUR,
  jsapi: 3 * HOUR,
}

/** 异步通知地址, in characters. */
export const NOTIFY_URL_LENGTH = 256
export const SUBJECT_LENGTH = 256
/** 回传参数, as it is sent: escaped once. */
export const ATTACH_LENGTH = 512

/** Letters, digits and underscore: what the pages say. The gateway was seen to take hyphens; nothing promises it. */
const NUMBER = { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_' } as const

/** What Alipay's gateway is and can do, with the account's doubts decided. */
export function manifestOf(doubts: Doubts): Manifest<AlipayScene, AlipayAbility> {
  return {
    provider: 'alipay',
    title: { en: 'Alipay', zh: '支付宝' },
    status: 'ready',
    scenes: ['page', 'h5', 'app', 'native', 'micropay', 'mini', 'jsapi'],
    abilities: ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe', 'verifyReturn'],
    // There once the payer scans, signs in or confirms; 小程序, JSAPI and payment codes make an order at once.
    createdOnScan: ['page', 'h5', 'app', 'native'],
    origins: [ORIGIN, BILL_ORIGIN],
    identityFor: [],
    decidedBeforeExecution: CODES.flatMap(({ code, decided }) => (decided ? [{ status: 200, code }] : [])),
    sensitiveFields: SENSITIVE,
    // 退款查询 has one word, for what is done; what is under way or failed has none.
    refundsToldWhenDone: true,
    limits: {
      currencies: ['CNY'],
      // 100,000,000.00 yuan.
      maxAmount: 10_000_000_000n,
      outTradeNo: NUMBER,
      outRefundNo: NUMBER,
      subjectLength: SUBJECT_LENGTH,
      attachLength: ATTACH_LENGTH,
      refundWindowDays: doubts.refundWindowDays,
      maxMessageBytes: 256 * 1_024,
    },
    timing: timingOf(doubts),
  }
}

/** The whole content of a request: payment codes stand in it, as JSON inside of a form. The others are of answers. */
const SENSITIVE = [
  ...['biz_content', 'app_auth_token', 'auth_code', 'buyer_id', 'buyer_user_id', 'buyer_open_id', 'op_buyer_open_id'],
  ...['buyer_logon_id', 'buyer_user_name', 'mc_create_trade_ip'],
]

function timingOf(doubts: Doubts): Manifest['timing'] {
  const giveUpMs = doubts.giveUpSeconds * SECOND
  return {
    callTimeoutMs: 15 * SECOND,
    quietMs: doubts.quietSeconds * SECOND,
    promptLifeMs: { ...PROMPT_LIFE_MS, micropay: giveUpMs },
    earliestCloseMs: 0,
    // Cancelled (撤销) at once after the last fruitless query.
    micropay: { pollMs: 5 * SECOND, giveUpMs, earliestReverseMs: SECOND },
    // Kept for six years or since 2016, as one reads the pages; the wallet itself refuses what it has not.
    statement: { readyAfterMs: 10 * HOUR, keptDays: 2_190 },
    refundSpacingMs: 3 * SECOND,
    earliestRefundQueryMs: 10 * SECOND,
    failedRefundRepeatsNumber: true,
    followUpMs: [5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  }
}
