import type { Delivery, Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import type { TestWallet } from '../bench.ts'
import { Books, type Habits, type Order, type Refund } from './books.ts'
import { checkedScript, demandNamed } from './checked-script.ts'
import { digitChanged, Faults, faultyAnswer, faultyPostings, type Posting } from './faults.ts'
import type { Asked, DayLines, Reason, Said, ScriptedOrder, ScriptedRefund, WalletScript } from './script.ts'

export interface ScriptedWalletOptions extends Partial<Habits> {
  /** The merchants that the wallet knows; the second is who a foreign notify is about. */
  readonly merchants: readonly string[]
  /** How long after a try that was not acknowledged a notify comes again. */
  readonly repeatMs?: number
}

/** What the wallet tells a merchant until it is acknowledged. */
type Announcement = { readonly id: string; readonly posting: Posting; attempt: number; dueAt: Instant | undefined }

/**
 * A test wallet for a provider whose wallet has no sandbox. The author writes how messages look; books, numbers, refunds
 * that take time and can fail, notifies with repeats, statements and faults are here.
 *
 * @example
 * const wallet = scriptedWallet(lanternScript(keys), { merchants: ['L1001', 'L1002'] })
 */
export function scriptedWallet(script: WalletScript, options: ScriptedWalletOptions): TestWallet {
  const desk = new Desk(script, options)
  return {
    handle: desk.handle,
    due: desk.due,
    delivered: desk.delivered,
    act: desk.act,
    paymentCode: (now) => desk.at(now).paymentCode(),
    books: (now) => desk.at(now).shown(),
    settleRefund: ({ mchId, outRefundNo }, ending, now) => desk.at(now).settle(mchId, outRefundNo, ending),
    faults: desk.faults,
  }
}

const HABITS: Habits = {
  promptLifeMs: 2 * 3_600_000,
  refundDelayMs: 300_000,
  passwordFrom: 1_000n,
  failedRefundRepeatsNumber: true,
  discount: () => 0n,
}

class Desk {
  readonly faults = new Faults()
  readonly #script: WalletScript
  readonly #options: ScriptedWalletOptions
  readonly #books: Books
  readonly #announcements: Announcement[] = []

  constructor(script: WalletScript, options: ScriptedWalletOptions) {
    this.#script = checkedScript(script)
    this.#options = options
    this.#books = new Books({ ...HABITS, ...options })
  }

  /** The books at that moment. */
  at(now: Instant): Books {
    this.#books.tick(now)
    return this.#books
  }

  readonly handle = (request: WalletRequest, now: Instant): WalletAnswer | undefined => {
    const asked = this.#script.open(request)
    if ('status' in asked) return asked
    const books = this.at(now)
    const done = (): Said => this.#done(books, asked, now)
    return faultyAnswer(this.faults, asked, now, {
      truth: () => this.#script.answer(done(), asked),
      busy: () => this.#script.answer({ kind: 'refused', reason: 'busy' }, asked),
      foreign: () => this.#inTheNameOf(this.#other(asked.mchId), done(), asked),
      otherAmount: () => this.#script.answer(doubled(done()), asked),
    })
  }

  readonly act: TestWallet['act'] = (promptText, action, now) => {
    const order = this.#scanned(this.at(now), promptText)
    if (!order) throw new Error(`scripted wallet: expected a text that names an order, found ${promptText}`)
    if (this.#books.act(order, action)) this.#announce(order, now)
  }

  readonly due = (now: Instant): readonly Delivery[] => {
    this.#books.tick(now)
    const due = this.#announcements.filter(({ dueAt }) => dueAt !== undefined && dueAt <= now)
    return due.map((announcement) => this.#handOut(announcement))
  }

  readonly delivered: TestWallet['delivered'] = (id, answer, now) => {
    const announcement = this.#announcements.find((each) => each.id === id)
    if (!announcement || (answer && this.#script.acknowledged(answer))) return
    announcement.dueAt = now + (this.#options.repeatMs ?? 3_600_000)
  }

  /** Does what was asked, and says what the books say then. */
  #done(books: Books, asked: Asked, now: Instant): Said {
    if (asked.call === 'probe') return { kind: 'ready' }
    if (asked.call === 'statement') return linesOf(books.day(asked.mchId, asked.day))
    if (asked.call === 'pay') return this.#ordered(books, asked, now)
    const order = books.find(asked.mchId, asked)
    return order ? about(books, order, asked) : refused('no-order')
  }

  #ordered(books: Books, asked: Extract<Asked, { call: 'pay' }>, now: Instant): Said {
    const known = books.find(asked.mchId, asked)
    const order = books.pay(asked)
    // At the counter a small amount is paid at once.
    if (!known && typeof order !== 'string' && order.status === 'paid') this.#announce(order, now)
    return said(order)
  }

  #scanned(books: Books, promptText: string): Order | undefined {
    const asked = this.#script.scanned?.(promptText)
    const made = asked && books.pay(asked)
    if (made !== undefined) return typeof made === 'string' ? undefined : made
    return books.orders.find(
      ({ token }) => promptText === token || [`/${token}`, `=${token}`].some((end) => promptText.endsWith(end)),
    )
  }

  #announce(order: Order, now: Instant): void {
    for (const posting of faultyPostings(this.faults, structuredClone(order), now, this.#other(order.mchId))) {
      this.#announcements.push({ id: `N${this.#announcements.length + 1}`, posting, attempt: 0, dueAt: posting.dueAt })
    }
  }

  #inTheNameOf(mchId: string, said: Said, asked: Asked): WalletAnswer {
    const answer = this.#script.answer(said, { ...asked, mchId })
    demandNamed(answer, said, { asker: asked.mchId, mchId })
    return answer
  }

  #other(mchId: string): string {
    return this.#options.merchants.find((each) => each !== mchId) ?? mchId
  }

  #handOut(announcement: Announcement): Delivery {
    announcement.attempt += 1
    announcement.dueAt = undefined
    const { id, attempt, posting } = announcement
    const message = this.#script.notify(posting.order)
    return { id, attempt, ...message, body: posting.changed ? digitChanged(message.body) : message.body }
  }
}

function about(books: Books, order: Order, asked: Exclude<Asked, { call: 'pay' | 'statement' | 'probe' }>): Said {
  switch (asked.call) {
    case 'query':
      return { kind: 'order', order }
    case 'close':
      return said(books.close(order))
    case 'reverse':
      return said(books.reverse(order))
    case 'refund':
      return refunded(order, books.refund(order, asked.outRefundNo, asked.amount))
    case 'queryRefund':
      return refunded(order, order.refunds.find(({ outRefundNo }) => outRefundNo === asked.outRefundNo) ?? 'no-refund')
  }
}

function linesOf(lines: DayLines | Reason): Said {
  return typeof lines === 'string' ? refused(lines) : { kind: 'statement', ...lines }
}

function refunded(order: Order, refund: Refund | Reason): Said {
  return typeof refund === 'string' ? refused(refund) : { kind: 'refund', order, refund }
}

/** The same, as if twice the money were meant. */
function doubled(told: Said): Said {
  const order = (of: ScriptedOrder): ScriptedOrder => ({ ...of, total: of.total * 2n })
  const refund = (of: ScriptedRefund): ScriptedRefund => ({ ...of, amount: of.amount * 2n })
  switch (told.kind) {
    case 'order':
      return { ...told, order: order(told.order) }
    case 'refund':
      return { ...told, refund: refund(told.refund) }
    case 'statement':
      return {
        ...told,
        payments: told.payments.map(order),
        refunds: told.refunds.map((line) => ({ ...line, refund: refund(line.refund) })),
        reversals: told.reversals.map(order),
      }
    default:
      return told
  }
}

function said(order: Order | Reason): Said {
  return typeof order === 'string' ? refused(order) : { kind: 'order', order }
}

function refused(reason: Reason): Said {
  return { kind: 'refused', reason }
}
