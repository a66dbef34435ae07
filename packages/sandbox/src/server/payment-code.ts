import type { Wallet } from '@tpkit/core'
import type { VirtualClock } from './clock.ts'

/** 付款码: the one that the payer's phone shows now. */
export interface PaymentCode {
  /** Undefined for a wallet that has none. The same for a while, so that a page can be loaded twice. */
  readonly current: () => string | undefined
  /** Shows a new one, and leaves the old one as it is. */
  readonly renew: () => string | undefined
}

/** As on a real phone. */
const SHOWN_MS = 60_000

export function paymentCode(wallet: Wallet, clock: VirtualClock): PaymentCode {
  let shown: { readonly code: string; readonly at: number } | undefined
  const renew = (): string | undefined => {
    const code = wallet.paymentCode?.(clock.now())
    shown = code === undefined ? undefined : { code, at: clock.now() }
    return code
  }
  const current = (): string | undefined => (shown && clock.now() < shown.at + SHOWN_MS ? shown.code : renew())
  return { current, renew }
}
