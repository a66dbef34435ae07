/** How the wallet behaves where it has a choice, or where nobody knows what the real one does. */
export interface Settings {
  /** Pauses between the tries of a notify, in milliseconds; when they are used up, it is given up. */
  readonly notifyPausesMs: readonly number[]
  /** How long a refund is PROCESSING before it ends. Default: 2000. */
  readonly refundDelayMs: number
  /** When a payment code is not enough and the payer types the password: a number means above so many fen. Default: 100000. */
  readonly password: 'always' | 'never' | bigint
  /** How a payment that waits for the password is told. Default: `err_code`. */
  readonly userPayingAs: 'err_code' | 'trade_state'
  /** How the refusals of a payment code are named: `USERPAYING` and its like, or the old interface's numbers. Default: `name`. */
  readonly counterCodesAs: 'name' | 'number'
  /** What a refusal's text is called. Default: `err_code_des`. */
  readonly errorTextAs: 'err_code_des' | 'err_code_desc'
  /** 付款银行 of every payment. Default: `BALANCE`. */
  readonly bankType: string
  /** How an order that nobody paid in time is told. Default: `CLOSED`. */
  readonly expiredAs: 'CLOSED' | 'NOTPAY'
  /** How an order is told while a refund of it is under way. Default: `REFUND`. */
  readonly refundingAs: 'REFUND' | 'PROCESSING'
  /** 退款渠道: back the way it came, or to the payer's balance. Default: `ORIGINAL`. */
  readonly refundChannel: 'ORIGINAL' | 'BALANCE'
  /** What QQ Wallet gives on every order, in fen; the payer always pays at least one. Default: 0. */
  readonly couponFee: bigint
  /** How often a reverse asks to be called again before it is done. Default: 0. */
  readonly recalls: number
  /** How a reverse says whether it is to be called again. Default: `Y/N`. */
  readonly recallAs: 'Y/N' | '1/0'
  /** 手续费, in hundredths of a percent. Default: 60, which is 0.60 %. */
  readonly feeBasisPoints: bigint
  /** How a wrong signature is told: a communication failure, unsigned, or a signed business failure. Default: `return_code`. */
  readonly signErrorAs: 'return_code' | 'err_code'
  /** Refuses to close an order in its first five minutes. Default: false. */
  readonly strictEarlyClose: boolean
  /** `back-ticked`: a back-tick before every value, English constants · `sample`: as in the one public sample. Default: `back-ticked`. */
  readonly statementStyle: 'back-ticked' | 'sample'
  /** What is told of a day without anything: a file whose totals are zero, or an error. Default: `totals`. */
  readonly emptyDay: 'totals' | 'error'
  /** Field names of a refused download. Default: `retcode`. */
  readonly statementErrorAs: 'retcode' | 'return_code'
  /** Whether docs/magic-amounts.md holds. Default: true. */
  readonly magicAmounts: boolean
}

/** The wallet's own list of pauses is not published; this is that of its relatives. */
const PAUSES_S = [15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600]

export const USUAL: Settings = {
  notifyPausesMs: PAUSES_S.map((seconds) => seconds * 1000),
  refundDelayMs: 2000,
  password: 100_000n,
  userPayingAs: 'err_code',
  counterCodesAs: 'name',
  errorTextAs: 'err_code_des',
  bankType: 'BALANCE',
  expiredAs: 'CLOSED',
  refundingAs: 'REFUND',
  refundChannel: 'ORIGINAL',
  couponFee: 0n,
  recalls: 0,
  recallAs: 'Y/N',
  feeBasisPoints: 60n,
  signErrorAs: 'return_code',
  strictEarlyClose: false,
  statementStyle: 'back-ticked',
  emptyDay: 'totals',
  statementErrorAs: 'retcode',
  magicAmounts: true,
}

/** What is given, and the usual for the rest. Throws for a value of another type: plain JavaScript writes `100` where `100n` is meant. */
export function settingsOf(given: Partial<Settings>): Settings {
  for (const [name, usual] of Object.entries(USUAL)) {
    const found: unknown = Reflect.get(given, name)
    const isWord = name === 'password' && (found === 'always' || found === 'never')
    if (found === undefined || isWord || typeof found === typeof usual) continue
    const example = typeof usual === 'bigint' ? `, such as ${usual}n` : ''
    throw new Error(`sandbox ${name}: expected a ${typeof usual}${example}, found a ${typeof found}`)
  }
  return { ...USUAL, ...given }
}
