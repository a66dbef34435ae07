import { formatMoney, parseMoney } from '@tpkit/core/money'

/**
 * Fen (分) from yuan text (元), digit by digit: `20`, `20.0` and `20.00` are all 2000n, `-3.00` (a refund in a statement) is -300n.
 * Throws `INVALID` for everything else: spaces, `+`, grouping, exponents, hex, full-width digits, a third decimal, `.5`, `007`.
 */
export function yuanToFen(text: string): bigint {
  return parseMoney(text, 'CNY').amount
}

/** Yuan text with two decimals from fen. `fenToYuan(-5n)` is `-0.05`. */
export function fenToYuan(fen: bigint): string {
  return formatMoney({ amount: fen, currency: 'CNY' })
}
