import { createHash } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import { counter, filled, type Numbers, scattered } from '../books/numbers.ts'
import { beijingTime } from '../books/time.ts'

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

export interface AlipayNumbers extends Numbers {
  /** 支付宝交易号, given to a trade when it is made. */
  readonly tradeNo: (now: Instant) => string
  readonly notifyId: (now: Instant) => string
}

/** Tokens as the ends of QR codes have them, trade numbers of 28 digits that begin with the day, notify ids of 34. */
export function numbers(seed: string): AlipayNumbers {
  const start = Number.parseInt(md5(seed).slice(0, 8), 16)
  const [tokens, nonces, codes] = [counter(), counter(), counter()]
  const [trades, refunds, notifies] = [counter(), counter(), counter()]
  const tradeNo = (now: Instant): string => filled(`${beijingTime(now).slice(0, 8)}22001`, start + trades(), 28)
  return {
    token: () => `bax${scattered(tokens(), start).toString(36).padStart(7, '0')}${md5(seed).slice(0, 8)}`,
    prepayId: tradeNo,
    nonce: () => md5(`${seed} nonce ${nonces()}`),
    paymentCode: () => `28${String(start % 1_000_000).padStart(6, '0')}${String(scattered(codes(), start)).padStart(10, '0')}`,
    transactionId: (_, now) => tradeNo(now),
    tradeNo,
    refundId: (_, now) => filled(`${beijingTime(now).slice(0, 8)}0030`, start + refunds(), 28),
    notifyId: (now) => filled(`${beijingTime(now).slice(0, 8)}00222${beijingTime(now).slice(8)}`, start + notifies(), 34),
  }
}
