import type { OpenWallet } from '../faults/faulty-wallet.ts'
import type { VirtualClock } from './clock.ts'

/** 付款码: the one that the payer's phone shows now. */
export interface PaymentCode {
  /** The same for a while, so that a page can be loaded twice. */
  readonly current: () => string
  /** Shows a new one, and leaves the old one as it is. */
  readonly renew: () => string
}

/** As on a real phone. */
const SHOWN_MS = 60_000

export function paymentCode(wallet: Pick<OpenWallet<never>, 'paymentCode'>, clock: VirtualClock): PaymentCode {
  let shown = { code: '', until: Number.NEGATIVE_INFINITY }
  const renew = (): string => {
    const now = clock.now()
    shown = { code: wallet.paymentCode(now), until: now + SHOWN_MS }
    return shown.code
  }
  return { renew, current: () => (clock.now() < shown.until ? shown.code : renew()) }
}
