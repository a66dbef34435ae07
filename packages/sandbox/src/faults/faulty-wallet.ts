import type { BookedOrder, Instant, PayerAction, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'
import type { Watch } from '../journal/watch.ts'
import type { OrderName, PhoneBill, RefundEnding, RefundName, SandboxWallet } from '../wallet.ts'
import type { Loaded, Striker } from './box.ts'
import type { Calls, PassingCall } from './calls.ts'
import type { Notifies } from './notifies.ts'
import { parseFaults } from './text.ts'

/** A wallet that merchants can still join. */
export interface OpenWallet<Merchant> extends SandboxWallet {
  readonly faults: Striker
  /** 付款码: the payer's phone shows a new one, good for one order and a few minutes. */
  readonly paymentCode: (now: Instant) => string
  /** Takes one more merchant in, as if it had been there from the start. Throws for a number that is taken. */
  readonly enrol: (merchant: Merchant) => void
}

/** A wallet's own desk: always right in its books, and saying what they say. What spoils a message stands outside. */
export interface Desk<Merchant> extends Pick<Wallet, 'due' | 'delivered'> {
  readonly handle: (request: WalletRequest, now: Instant) => WalletAnswer
  readonly act: (promptText: string, action: PayerAction, now: Instant) => void
  /** 付款码: the payer's phone shows a new one, good for one order and a few minutes. */
  readonly paymentCode: (now: Instant) => string
  readonly books: (now: Instant) => readonly BookedOrder[]
  readonly bills: (now: Instant) => readonly PhoneBill[]
  /** Takes one more merchant in. Throws for a number that is taken. */
  readonly enrol: (merchant: Merchant) => void
  /** Sends the notify of a paid order again, now, and answers with the copy's id. Throws where there is none. */
  readonly announceAgain: (order: OrderName, now: Instant) => string
  /** Decides how a refund that is under way ends. Throws where there is none. */
  readonly settleRefund: (refund: RefundName, ending: RefundEnding, now: Instant) => void
  /** How far the wallet's clock is ahead of its merchants', in milliseconds. Absent where no message says its time. */
  readonly ahead?: (ms: number) => void
}

/** What joins a desk, its faults and its inspector. */
export interface Wiring<Merchant> {
  readonly desk: Desk<Merchant>
  readonly box: Striker
  readonly watch: Watch
  readonly calls: Calls
  /** A request, as the faults see it; undefined where no operation lives. */
  readonly passing: (request: WalletRequest, now: Instant) => PassingCall | undefined
  /** Notifies that pass through the faults on their way out. `spoilt`: rules for one copy, by its id. */
  readonly notifies: (spoilt: Map<string, readonly Loaded[]>) => Notifies
}

/** A desk whose messages pass through the faults and are written down. */
export function faultyWallet<Merchant>(wiring: Wiring<Merchant>): OpenWallet<Merchant> {
  const { desk, box, watch, calls, passing } = wiring
  const at: DeskAt = (now) => {
    calls.catchUp(now)
    return desk
  }
  return {
    faults: box,
    enrol: desk.enrol,
    ...(desk.ahead && { ahead: desk.ahead }),
    exchanges: watch.exchanges,
    inspect: watch.inspect,
    handle: (request, now) => {
      at(now)
      const call = passing(request, now)
      const passed = call ? calls.pass(call) : { answer: desk.handle(request, now), faults: [] }
      watch.called(request, passed, now)
      return passed.answer
    },
    ...unspoilt(at),
    ...telling(wiring, at),
  }
}

/** The desk as it is at a moment: some calls were left for later. */
type DeskAt = (now: Instant) => Desk<never>

/** What no fault touches: the payer's hand, and a look into the books. */
function unspoilt(at: DeskAt): Pick<OpenWallet<never>, 'act' | 'paymentCode' | 'books' | 'bills' | 'settleRefund'> {
  return {
    act: (promptText, action, now) => at(now).act(promptText, action, now),
    paymentCode: (now) => at(now).paymentCode(now),
    books: (now) => at(now).books(now),
    bills: (now) => at(now).bills(now),
    settleRefund: (refund, ending, now) => at(now).settleRefund(refund, ending, now),
  }
}

/** How merchants are told of payments. */
function telling(
  { box, watch, notifies: joined }: Wiring<never>,
  at: DeskAt,
): Pick<SandboxWallet, 'due' | 'delivered' | 'replay'> {
  const spoilt = new Map<string, readonly Loaded[]>()
  const notifies = joined(spoilt)
  /** One copy of a notify can be spoilt by these alone. */
  const catalogue = box.catalogue.filter(({ at }) => at === 'notify')
  return {
    due: (now) => {
      at(now)
      const handed = notifies.due(now)
      for (const each of handed) watch.notified(each, now)
      return handed.map(({ delivery }) => delivery)
    },
    delivered: (id, heard, now) => {
      watch.heard(id, heard)
      notifies.delivered(id, heard, now)
    },
    replay: (order, now, fault) => {
      const rules = fault === undefined ? [] : parseFaults(fault, catalogue)
      const copy = at(now).announceAgain(order, now)
      if (fault !== undefined) spoilt.set(copy, rules.map(box.load))
    },
  }
}
