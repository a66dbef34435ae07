import { type Habits, settled, USUAL_HABITS } from '../books/habits.ts'
import { DAY_MS } from '../books/time.ts'
import { type BillHabits, USUAL_BILLS } from './bill-period.ts'

/** How the wallet behaves where it has a choice, or where nobody knows what the real one does. */
export interface Settings extends Habits, BillHabits {
  /** How the payer is named: newer merchants see open ids alone. Default: `both`. */
  readonly buyerAs: 'user-id' | 'open-id' | 'both'
  /** Refuses subjects with `/`, `=` or `&`, as the pages say. Default: true. */
  readonly strictSubject: boolean
  /** Refuses notify addresses that are not public. Default: false: a sandbox calls this machine. */
  readonly strictNotifyUrl: boolean
  /** A second QR code of one number while the first one is open: the same one again, or refused. Default: `same`. */
  readonly repeatPrecreateAs: 'same' | 'ACQ.APPLY_PC_MERCHANT_CODE_ERROR'
  /** How a refund of more than is left is refused. Default: `ACQ.REASON_TRADE_REFUND_FEE_ERR`. */
  readonly tooMuchAs: 'ACQ.REASON_TRADE_REFUND_FEE_ERR' | 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'
  /** How a refund of what nobody paid is refused. Default: `ACQ.TRADE_STATUS_ERROR`. */
  readonly unpaidRefundAs: 'ACQ.TRADE_STATUS_ERROR' | 'ACQ.TRADE_NOT_ALLOW_REFUND'
  /** How closing what is paid or over is refused. Default: `ACQ.TRADE_STATUS_ERROR`. */
  readonly closeRefusedAs: 'ACQ.TRADE_STATUS_ERROR' | 'ACQ.REASON_TRADE_STATUS_INVALID' | 'ACQ.REASON_ILLEGAL_STATUS'
  /** Refuses a refund within so long after the one before it of the same trade: the pages ask for 3000. Default: 0. */
  readonly refundSpacingMs: number
  /** How long after the payment money can go back; TRADE_FINISHED from then on. Default: twelve months. */
  readonly refundWindowMs: number
  /** How long a trade can be cancelled (撤销). Default: 24 hours. */
  readonly cancelWindowMs: number
  /** Tells of trades that are closed: in time, by the merchant, or because a cancel gave everything back. Default: false. */
  readonly notifiesClosed: boolean
  /** Tells of the end of the refund window: TRADE_FINISHED. Default: false. */
  readonly notifiesFinished: boolean
  /** Notifies are in the charset of the request that made the trade, or always in UTF-8. Default: `request`. */
  readonly notifyCharset: 'request' | 'utf-8'
  /** What a body is decoded as where neither the query nor the header names a charset: GBK, or what is said in it. Default: `gbk`. */
  readonly charsetWithoutQuery: 'gbk' | 'as-said'
  /** Where QR codes point; the order's token follows. Default: the real wallet's page. */
  readonly qrPage: string
  /** Where `bill_download_url` points. Default: the real wallet's address, which is rewritten as any other. */
  readonly downloadOrigin: string
}

/** 4 min, 10 min twice, 1 h, 2 h, 6 h, 15 h. The pages also speak of up to three at once before these. */
const PAUSES_MIN = [4, 10, 10, 60, 120, 360, 900]

export const USUAL: Settings = {
  ...USUAL_HABITS,
  ...USUAL_BILLS,
  // 同步退款: the money has moved when the answer comes.
  refundDelayMs: 0,
  notifyPausesMs: PAUSES_MIN.map((minutes) => minutes * 60_000),
  bankType: 'ALIPAYACCOUNT',
  buyerAs: 'both',
  strictSubject: true,
  strictNotifyUrl: false,
  repeatPrecreateAs: 'same',
  tooMuchAs: 'ACQ.REASON_TRADE_REFUND_FEE_ERR',
  unpaidRefundAs: 'ACQ.TRADE_STATUS_ERROR',
  closeRefusedAs: 'ACQ.TRADE_STATUS_ERROR',
  refundSpacingMs: 0,
  refundWindowMs: 365 * DAY_MS,
  cancelWindowMs: DAY_MS,
  notifiesClosed: false,
  notifiesFinished: false,
  notifyCharset: 'request',
  charsetWithoutQuery: 'gbk',
  qrPage: 'https://qr.alipay.com/',
  downloadOrigin: 'https://dwbillcenter.alipay.com',
}

/** What is given, and the usual for the rest. Throws for a value of another type. */
export function settingsOf(given: Partial<Settings>): Settings {
  return settled(USUAL, given)
}
