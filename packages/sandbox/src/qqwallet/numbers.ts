import { counter, filled, type Numbers, scattered } from '../books/numbers.ts'
import { beijingTime } from '../books/time.ts'
import { md5 } from './sign.ts'

const ID_LENGTH = 28

/** Tokens of eight hex digits, payment codes of 18 digits from 91 on, ids of 28 that begin with the merchant number, as in every known sample. Two wallets of one seed give the same numbers for the same calls; another seed starts elsewhere. */
export function numbers(seed: string): Numbers {
  const start = Number.parseInt(md5(seed).slice(0, 8), 16)
  const [tokens, prepays, nonces, codes] = [counter(), counter(), counter(), counter()]
  const [payments, refunds] = [counter(), counter()]
  return {
    token: () => scattered(tokens(), start).toString(16).padStart(8, '0'),
    prepayId: () => md5(`${seed} prepay ${prepays()}`).toUpperCase(),
    nonce: () => md5(`${seed} nonce ${nonces()}`),
    paymentCode: () => `91${String(start % 1_000_000).padStart(6, '0')}${String(scattered(codes(), start)).padStart(10, '0')}`,
    transactionId: (mchId, now) => filled(`${mchId}47${beijingTime(now).slice(2, 8)}`, start + payments(), ID_LENGTH),
    refundId: (mchId, now) => filled(`${mchId}801${beijingTime(now).slice(0, 8)}`, start + refunds(), ID_LENGTH),
  }
}
