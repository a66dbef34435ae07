import { MAGIC_SLOW_REFUND_MS, type MagicName, magicAmount } from '../magic.ts'
import type { RefundEnding } from '../wallet.ts'
import type { Habits } from './habits.ts'

interface Plan {
  readonly delayMs: number
  readonly ending: RefundEnding
}

/** How long one sending of a refund takes and how it ends: well, unless its amount says otherwise. */
export function refundPlan({ refundDelayMs, magicAmounts }: Habits, fee: bigint, earlierTries: number): Plan {
  const magic = magicAmounts ? magicAmount('refund', fee)?.name : undefined
  const delayMs = magic === 'refund-slow' ? MAGIC_SLOW_REFUND_MS : refundDelayMs
  return { delayMs, ending: endingOf(magic, earlierTries) }
}

/** Whether the payer's account is gone, as an amount may say. */
export function hasNoPayer({ magicAmounts }: Habits, fee: bigint): boolean {
  return magicAmounts && magicAmount('refund', fee)?.name === 'refund-no-account'
}

function endingOf(magic: MagicName | undefined, earlierTries: number): RefundEnding {
  if (magic === 'refund-fails') return 'failed'
  if (magic === 'refund-changed') return 'changed'
  if (earlierTries > 0) return 'refunded'
  if (magic === 'refund-fails-once') return 'failed'
  return magic === 'refund-unsure' ? 'unsure' : 'refunded'
}
