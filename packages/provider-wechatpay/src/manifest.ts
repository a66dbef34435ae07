import type { Manifest } from '@tpkit/core'
import { CODES } from './codes.ts'
import type { Doubts } from './doubts.ts'
import { BACKUP_ORIGIN, ORIGIN } from './endpoints.ts'

/** 扫码 · 公众号 · 小程序 · APP · H5 · 付款码 */
export type WeChatPayScene = 'native' | 'jsapi' | 'mini' | 'app' | 'h5' | 'micropay'
export type WeChatPayAbility = 'close' | 'reverse' | 'queryRefund' | 'statement' | 'trust' | 'probe'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** A prepay_id and a code_url live two hours; an h5_url lives five minutes. */
const PREPAY_LIFE_MS = 2 * HOUR

export const PROMPT_LIFE_MS: Readonly<Record<Exclude<WeChatPayScene, 'micropay'>, number>> = {
  native: PREPAY_LIFE_MS,
  jsapi: PREPAY_LIFE_MS,
  mini: PREPAY_LIFE_MS,
  app: PREPAY_LIFE_MS,
  h5: 5 * MINUTE,
}

/** 通知地址, in characters. */
export const NOTIFY_URL_LENGTH = 255
export const SUBJECT_LENGTH = 127
export const ATTACH_LENGTH = 128

/** What WeChat Pay (APIv3) is and can do, with the account's doubts decided. */
export function manifestOf(doubts: Doubts): Manifest<WeChatPayScene, WeChatPayAbility> {
  return {
    provider: 'wechatpay',
    title: { en: 'WeChat Pay', zh: '微信支付' },
    status: 'ready',
    scenes: ['native', 'jsapi', 'mini', 'app', 'h5', 'micropay'],
    abilities: ['close', 'reverse', 'queryRefund', 'statement', 'trust', 'probe'],
    // 付款码支付 is never notified; its orders are reversed (撤销), not closed.
    except: { notify: ['micropay'], close: ['micropay'] },
    // The second is the remote access point (备用域名): the same keys and paths.
    origins: [ORIGIN, BACKUP_ORIGIN],
    identityFor: [],
    decidedBeforeExecution: decidedCodes(doubts),
    sensitiveFields: [
      ...['auth_code', 'openid', 'sp_openid', 'sub_openid', 'payer_client_ip', 'device_ip', 'user_received_account'],
      ...['bank_account', 'real_name'],
    ],
    limits: {
      currencies: ['CNY'],
      maxAmount: BigInt(doubts.largestAmountFen),
      outTradeNo: { minLength: 6, maxLength: 32, alphabet: '0-9A-Za-z_|*-' },
      outRefundNo: { minLength: 1, maxLength: 64, alphabet: '0-9A-Za-z_|*@-' },
      subjectLength: SUBJECT_LENGTH,
      attachLength: ATTACH_LENGTH,
      refundWindowDays: 365,
      maxRefunds: 50,
      // A notify's ciphertext may have 1 MiB; the rest is its envelope.
      maxMessageBytes: (1_024 + 64) * 1_024,
    },
    timing: timingOf(doubts),
  }
}

function decidedCodes({ unsignedErrors }: Doubts): Manifest['decidedBeforeExecution'] {
  const wrong = CODES.flatMap(({ code, decided = [] }) => decided.map((status) => ({ status, code })))
  if (unsignedErrors === 'prove-nothing') return wrong
  const absent = { status: 404, code: 'ORDER_NOT_EXIST', on: ['query'] } as const
  return [...wrong, absent, { status: 404, code: 'RESOURCE_NOT_EXISTS', on: ['queryRefund'] }]
}

function timingOf(doubts: Doubts): Manifest['timing'] {
  const giveUpMs = doubts.giveUpSeconds * SECOND
  return {
    callTimeoutMs: 10 * SECOND,
    quietMs: doubts.quietSeconds * SECOND,
    promptLifeMs: { ...PROMPT_LIFE_MS, micropay: giveUpMs },
    earliestCloseMs: doubts.earliestCloseSeconds * SECOND,
    micropay: { pollMs: 5 * SECOND, giveUpMs, earliestReverseMs: doubts.earliestReverseSeconds * SECOND },
    statement: { readyAfterMs: 10 * HOUR, keptDays: 92 },
    refundSpacingMs: MINUTE,
    earliestRefundQueryMs: 0,
    // CLOSED is final for its out_refund_no.
    failedRefundRepeatsNumber: false,
    followUpMs: [5 * SECOND, 30 * SECOND, MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  }
}
