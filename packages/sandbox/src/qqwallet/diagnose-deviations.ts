import type { Deviation } from './diagnose-deviation.ts'
import { fieldDeviations } from './diagnose-fields.ts'
import { keyDeviations } from './diagnose-keys.ts'
import type { Pair } from './diagnose-recipe.ts'
import { valueDeviations } from './diagnose-values.ts'
import type { QQMerchant } from './merchant.ts'

/** Every single mistake that is looked for, the likely ones first. */
export function* deviations(fields: readonly Pair[], merchant: QQMerchant, others: readonly QQMerchant[]): Generator<Deviation> {
  yield* keyDeviations(merchant, others)
  yield* fieldDeviations(fields, merchant)
  yield* valueDeviations(fields)
}
