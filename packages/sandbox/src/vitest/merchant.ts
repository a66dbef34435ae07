import type { BookedOrder, FaultHit, FaultRule, Instant, PayerAction } from '@tpkit/core'
import { parseFaults } from '../faults/text.ts'
import { advance } from '../server/clock.ts'
import type { DeliveryRecord } from '../server/deliver.ts'
import { payerActs, type Replay, replay, type Trigger, trigger } from '../server/hands.ts'
import type { SandboxAccount } from '../server/qqwallet/account.ts'
import type { Enrolled } from '../server/sandbox.ts'
import type { RecordedWallet } from '../tpcase/record.ts'

/**
 * A merchant for one test, with a wallet of their own: books, faults, messages and clock are nobody else's, so tests may run
 * side by side. What makes the wallet send notifies ends when the merchant's server has answered them.
 */
export interface TestMerchant {
  /** An account's entry for the configuration, but for `notifyUrl`, which is the test's to say. */
  readonly account: SandboxAccount
  /** The wallet itself, for what has no short name here: `wallet.save()` is the test's `.tpcase`. */
  readonly wallet: RecordedWallet
  readonly books: () => readonly BookedOrder[]
  /** The payer acts on a QR code's text, a prepay id, or a payment code that was scanned. */
  readonly act: (promptText: string, action: PayerAction) => Promise<void>
  /** The same for an order by its number; or the wallet decides how its refund ends. */
  readonly trigger: (outTradeNo: string, action: Trigger, outRefundNo?: string) => Promise<void>
  /** The notify of a paid order goes out again. */
  readonly replay: (outTradeNo: string, how?: Replay) => Promise<void>
  /** Other fault rules in the place of all: `drop-after@pay*1`, or a list of rules; `''` makes the wallet behave. */
  readonly faults: (rules: string | readonly FaultRule[]) => void
  /** Which faults struck so far. */
  readonly trace: () => readonly FaultHit[]
  /** 付款码: the payer's phone shows a new one. */
  readonly paymentCode: () => string
  readonly now: () => Instant
  /** The wallet's clock goes forward, by `31m`, `PT31M` or milliseconds. The shop keeps its own. */
  readonly advance: (length: string | number) => Promise<void>
  /** Every try of a notify so far, with the answer. */
  readonly notifies: () => readonly DeliveryRecord[]
}

export function testMerchant(enrolled: Enrolled): TestMerchant {
  const { account, wallet, clock, deliveries } = enrolled
  const then = async (work: () => void): Promise<void> => {
    work()
    await enrolled.hurry()
    await enrolled.idle() // what a round of the sandbox had begun
  }
  return {
    account,
    wallet,
    books: () => wallet.books(clock.now()),
    act: (promptText, action) => then(() => payerActs(enrolled, promptText, action)),
    trigger: (outTradeNo, action, outRefundNo) => then(() => trigger(enrolled, { outTradeNo }, action, outRefundNo)),
    replay: (outTradeNo, how = {}) => then(() => replay(enrolled, { outTradeNo }, how)),
    faults: (rules) => wallet.faults.arm(typeof rules === 'string' ? parseFaults(rules, wallet.faults.catalogue) : rules),
    trace: () => wallet.faults.trace(),
    paymentCode: () => enrolled.code.renew(),
    now: () => clock.now(),
    advance: (length) => then(() => advance(clock, length)),
    notifies: deliveries,
  }
}
