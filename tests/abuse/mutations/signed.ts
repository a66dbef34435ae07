import type { Facts, WalletName } from '../world/wallets.ts'

/** What decides about money, changed and signed again as the wallet signs: held off by what the books know. */
const DECISIVE: Readonly<Record<WalletName, readonly string[]>> = {
  qq: ['mch_id', 'appid', 'out_trade_no', 'total_fee', 'fee_type', 'transaction_id', 'trade_state'],
  wx: ['mchid', 'appid', 'out_trade_no', 'amount.total', 'amount.currency', 'transaction_id', 'trade_state'],
  ali: ['app_id', 'seller_id', 'out_trade_no', 'total_amount', 'trade_no', 'trade_status', 'notify_type', 'notify_id'],
}
/** The wallet may give these any value that there is. */
const FREE: readonly string[] = ['transaction_id', 'trade_no', 'notify_id']
const VALUES: readonly (string | number)[] = [
  '0',
  '1',
  '-1',
  'x',
  ' ',
  '10000.0',
  '1e4',
  '９９',
  'null',
  'SUCCESSFUL',
  '0010000',
  '10000 ',
  '99999999999999999999',
]

export interface SignedChange {
  readonly input: string
  readonly facts: Facts
}

export function signedChanges(name: WalletName): readonly SignedChange[] {
  return DECISIVE[name].flatMap((field) => {
    const values = FREE.includes(field) ? ['', undefined] : ['', undefined, ...VALUES]
    return values.map((value) => ({
      input: `${field} ${value === undefined ? 'removed' : JSON.stringify(value)}, and signed again`,
      facts: { [field]: value },
    }))
  })
}
