import { createHash } from 'node:crypto'
import { counter, filled, type Numbers, scattered } from '../books/numbers.ts'
import { beijingTime } from '../books/time.ts'

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** Tokens of nine letters and digits, prepay ids that begin with `wx` and the time, transaction ids of 28 digits from 42 on, refund ids from 50 on. */
export function numbers(seed: string): Numbers & { readonly eventId: () => string } {
  const start = Number.parseInt(md5(seed).slice(0, 8), 16)
  const [tokens, prepays, nonces, codes] = [counter(), counter(), counter(), counter()]
  const [payments, refunds, events] = [counter(), counter(), counter()]
  return {
    token: () => scattered(tokens(), start).toString(36).padStart(7, '0'),
    prepayId: (now) => `wx${beijingTime(now)}${md5(`${seed} prepay ${prepays()}`).slice(0, 20)}`,
    nonce: () => md5(`${seed} nonce ${nonces()}`),
    paymentCode: () => `13${String(start % 1_000_000).padStart(6, '0')}${String(scattered(codes(), start)).padStart(10, '0')}`,
    transactionId: (_, now) => filled(`4200002${beijingTime(now).slice(2, 8)}`, start + payments(), 28),
    refundId: (_, now) => filled(`5030${beijingTime(now).slice(0, 8)}`, start + refunds(), 28),
    eventId: () => `EV-${filled('2018', start + events(), 22)}`,
  }
}
