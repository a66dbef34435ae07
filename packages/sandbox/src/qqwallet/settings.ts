import { type Habits, settled, USUAL_HABITS } from '../books/habits.ts'

/** How the wallet behaves where it has a choice, or where nobody knows what the real one does. */
export interface Settings extends Habits {
  /** How a payment that waits for the password is told. Default: `err_code`. */
  readonly userPayingAs: 'err_code' | 'trade_state'
  /** How the refusals of a payment code are named: `USERPAYING` and its like, or the old interface's numbers. Default: `name`. */
  readonly counterCodesAs: 'name' | 'number'
  /** What a refusal's text is called. Default: `err_code_des`. */
  readonly errorTextAs: 'err_code_des' | 'err_code_desc'
  /** How an order that nobody paid in time is told. Default: `CLOSED`. */
  readonly expiredAs: 'CLOSED' | 'NOTPAY'
  /** How an order is told while a refund of it is under way. Default: `REFUND`. */
  readonly refundingAs: 'REFUND' | 'PROCESSING'
  /** 退款渠道: back the way it came, or to the payer's balance. Default: `ORIGINAL`. */
  readonly refundChannel: 'ORIGINAL' | 'BALANCE'
  /** How a reverse says whether it is to be called again. Default: `Y/N`. */
  readonly recallAs: 'Y/N' | '1/0'
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
}

/** The wallet's own list of pauses is not published; this is that of its relatives. */
const PAUSES_S = [15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600]

export const USUAL: Settings = {
  ...USUAL_HABITS,
  notifyPausesMs: PAUSES_S.map((seconds) => seconds * 1000),
  userPayingAs: 'err_code',
  counterCodesAs: 'name',
  errorTextAs: 'err_code_des',
  bankType: 'BALANCE',
  expiredAs: 'CLOSED',
  refundingAs: 'REFUND',
  refundChannel: 'ORIGINAL',
  recallAs: 'Y/N',
  signErrorAs: 'return_code',
  strictEarlyClose: false,
  statementStyle: 'back-ticked',
  emptyDay: 'totals',
  statementErrorAs: 'retcode',
}

/** What is given, and the usual for the rest. Throws for a value of another type. */
export function settingsOf(given: Partial<Settings>): Settings {
  return settled(USUAL, given)
}
