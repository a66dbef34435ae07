import { Formatter } from 'wechatpay-axios-plugin'

export interface Bill {
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly summary: Readonly<Record<string, string>>
}

/** Their parser. */
export function castBill(file: Buffer): Bill {
  return Formatter.castCsvBill(file) as Bill // typed as `object`
}
