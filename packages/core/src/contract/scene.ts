/**
 * How the payer pays.
 *
 * `native` 扫码: the payer scans our QR code · `micropay` 付款码: we scan the payer's code ·
 * `jsapi` 公众号: inside the wallet's own browser · `mini` 小程序 · `app` · `h5` a mobile browser · `page` 电脑网站
 */
export type Scene = 'native' | 'micropay' | 'jsapi' | 'mini' | 'app' | 'h5' | 'page'

/** What a provider may be able to do beyond the four verbs; in the type only where it declares them. */
export type Ability = 'close' | 'reverse' | 'queryRefund' | 'statement' | 'trust' | 'probe' | 'verifyReturn'

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. ISO 8601 with offset where people or JSON meet it. */
export type Instant = number
