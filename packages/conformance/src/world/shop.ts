import type {
  AttemptRef,
  Binding,
  CallOptions,
  Fact,
  Instant,
  Outcome,
  PayCommand,
  PaymentFact,
  PayReply,
  RefundCommand,
  RefundFact,
  RefundRef,
  StatementQuery,
  StatementRow,
} from '@tpkit/core'
import { bind } from '@tpkit/core'
import { type Money, money } from '@tpkit/core/money'
import type { Random } from '@tpkit/core/ports'
import type { AnyTP, Doors, Order, TestWallet } from '../bench.ts'
import { demand } from '../demand.ts'
import { AccountBooks } from './account-books.ts'
import type { Attempt, Prepared, Sale } from './attempt.ts'
import { isFact } from './believed.ts'
import type { Checkout } from './checkout.ts'
import type { VirtualClock } from './clock.ts'
import { doors, type Written } from './doors.ts'
import { frozen } from './frozen.ts'
import { Line } from './line.ts'
import { numberFor } from './numbers.ts'

/** Smaller than any amount for which a wallet asks for a password, where it has such a bound. */
const SMALLEST_TOTAL = 1n

/** 100.00 in most currencies: every float gets it right, so that only the law about exact money sees floats. */
const USUAL_TOTAL = 10_000n

/** One merchant at the wallet: a TP, the line it calls on, and the steps that the laws have in common. */
export class Shop {
  readonly tp: AnyTP
  readonly line: Line
  /** What the wallet's own books hold of this merchant. */
  readonly books: AccountBooks
  readonly written: Written = { logs: [], recordings: [] }
  /** What must show nowhere. */
  readonly secrets: readonly string[]
  readonly #wallet: TestWallet
  readonly #clock: VirtualClock
  readonly #checkout: Checkout
  /** The shop's own clock. */
  readonly #now: () => Instant
  readonly #commands = new Map<string, PayCommand>()
  #serial: number

  constructor(parts: {
    readonly wallet: TestWallet
    readonly clock: VirtualClock
    /** Where its numbers begin: two sub-merchants share the numbers of their service provider. */
    readonly firstSerial: number
    /** How far the shop's own clock is ahead of the wallet's. */
    readonly aheadMs: number
    readonly random: Random
    readonly checkout: Checkout
    readonly secrets: readonly string[]
    readonly join: (doors: Doors) => AnyTP
  }) {
    const { wallet, clock, aheadMs, random } = parts
    this.#wallet = wallet
    this.#clock = clock
    this.#checkout = parts.checkout
    this.secrets = parts.secrets
    this.#serial = parts.firstSerial
    this.line = new Line(wallet, clock, () => this.tp.payee.mchId)
    this.#now = () => clock.nowMs() + aheadMs
    this.tp = parts.join(doors(this.line, { nowMs: this.#now }, random, this.written))
    this.books = new AccountBooks(wallet, clock, this.tp.payee)
  }

  /** Whether payers can be scanned at a counter. */
  get hasCounter(): boolean {
    return this.tp.manifest.scenes.includes('micropay')
  }

  /** Whether what the laws sell can be closed: at the counter some wallets know reversals alone. */
  get canClose(): boolean {
    const { except } = this.tp.manifest
    return this.tp.close !== undefined && !except?.close?.includes(this.order().scene)
  }

  /** Whether the wallet tells of what the laws sell. */
  get isNotified(): boolean {
    return !this.tp.manifest.except?.notify?.includes(this.order().scene)
  }

  money(amount: bigint): Money {
    return money(amount, this.tp.manifest.limits.currencies[0] ?? 'CNY')
  }

  /** A new order; nothing is sent yet. */
  order(total: bigint = USUAL_TOTAL, subject = 'Tea 茶'): Attempt {
    const { limits, scenes } = this.tp.manifest
    const outTradeNo = this.#number(limits.outTradeNo)
    const scene = this.#checkout.scene(scenes)
    return { scene, outTradeNo, subject, total: this.money(total), startedAt: this.#now() }
  }

  /** A new order at the counter (付款码); for laws that need the scene `micropay`. */
  counterOrder(total: bigint = USUAL_TOTAL): Attempt {
    return { ...this.order(total), scene: 'micropay' }
  }

  /** One for which wallets ask no password, where they have a bound. */
  smallCounterOrder(): Attempt {
    return this.counterOrder(SMALLEST_TOTAL)
  }

  /** The command for an order: the same each time, a payment code included, so that a repeat is one. */
  command({ scene, outTradeNo, subject, total, attach, expiresAt }: Order): PayCommand {
    const more = { ...(attach !== undefined && { attach }), ...(expiresAt !== undefined && { expiresAt }) }
    const asked = { scene, outTradeNo, subject, total, ...more }
    const name = [scene, outTradeNo, subject, total.amount, total.currency, attach, expiresAt].join()
    const command = this.#commands.get(name) ?? frozen(this.#checkout.command(asked, this.#clock.nowMs()))
    this.#commands.set(name, command)
    return command
  }

  pay(order: Order, options?: CallOptions): Promise<Outcome<PayReply>> {
    return this.tp.pay(this.command(order), options)
  }

  /** An order that the payer could pay now. */
  async prepare(order: Attempt = this.order()): Promise<Prepared> {
    const outcome = await this.pay(order)
    demand(outcome.kind === 'done', 'pay to be done at a healthy wallet', outcome, 'the shop sells nothing')
    const ends = outcome.value.prompt?.expiresAt
    const promptText = this.#checkout.scan(outcome.value, this.command(order))
    return { ...order, promptText, ...(ends !== undefined && { promptEnds: ends }) }
  }

  /** What the payer can still use: a prompt that died is given again under the same number. */
  async livePrompt(order: Prepared): Promise<string> {
    const isDead = order.promptEnds !== undefined && this.#clock.nowMs() >= order.promptEnds
    return isDead ? (await this.prepare(order)).promptText : order.promptText
  }

  /** An order that the payer has paid. */
  async sell(order: Attempt = this.order()): Promise<Sale> {
    const prepared = await this.prepare(order)
    // At the counter a small amount is paid without a password: nothing is left to do.
    if (this.books.order(order)?.status !== 'paid') this.#wallet.act(prepared.promptText, 'pay', this.#clock.nowMs())
    const transactionId = this.books.order(order)?.transactionId
    demand(
      transactionId !== undefined,
      'a transaction in the books once the payer paid',
      this.books.order(order),
      PROMPT_OF_OTHERS,
    )
    return { ...prepared, transactionId }
  }

  ref(order: Attempt | Sale): AttemptRef {
    const { outTradeNo, scene, total, startedAt, expiresAt } = order
    return frozen({
      outTradeNo,
      scene,
      total,
      startedAt,
      ...(expiresAt !== undefined && { expiresAt }),
      ...('transactionId' in order && { transactionId: order.transactionId }),
    })
  }

  /** A new refund of a sale; nothing is sent yet. */
  refundOf(sale: Sale, amount: bigint): RefundCommand {
    const outRefundNo = this.#number(this.tp.manifest.limits.outRefundNo)
    return frozen({ ...this.ref(sale), outRefundNo, amount: this.money(amount) })
  }

  /** `refund`, as long after the one before as the manifest demands. */
  refund(command: RefundCommand, options?: CallOptions): Promise<Outcome<RefundFact>> {
    this.#clock.advance(this.tp.manifest.timing.refundSpacingMs)
    return this.tp.refund(command, options)
  }

  /** `query`, after the time in which "no such order" means nothing. */
  query(order: Attempt | Sale): ReturnType<AnyTP['query']> {
    this.#clock.advance(this.tp.manifest.timing.quietMs)
    return this.tp.query(this.ref(order))
  }

  /** `close`, as early as the manifest allows; for laws that need the ability. */
  close(order: Attempt, options?: CallOptions): Promise<Outcome<PaymentFact>> {
    this.#clock.advance(this.tp.manifest.timing.earliestCloseMs)
    return this.#able('close')(this.ref(order), options)
  }

  /** `reverse`, as early as the manifest allows; for laws that need the ability. */
  reverse(order: Attempt, options?: CallOptions): Promise<Outcome<PaymentFact>> {
    this.#clock.advance(this.tp.manifest.timing.micropay?.earliestReverseMs ?? 0)
    return this.#able('reverse')(this.ref(order), options)
  }

  /** `queryRefund`, as early as the manifest allows; for laws that need the ability. */
  queryRefund(command: RefundCommand & Pick<RefundRef, 'refundSentAt'>): ReturnType<NonNullable<AnyTP['queryRefund']>> {
    this.#clock.advance(this.tp.manifest.timing.earliestRefundQueryMs)
    const { reason: _reason, extra: _extra, ...ref } = command
    return this.#able('queryRefund')(frozen(ref))
  }

  /** A day's lines, read to the end; for laws that need the ability `statement`. */
  async statement(query: StatementQuery): Promise<readonly StatementRow[]> {
    const rows: StatementRow[] = []
    for await (const row of this.#able('statement')(query)) rows.push(row)
    return rows
  }

  /** What `bind` says of a fact about an order of ours. */
  binding({ outTradeNo, total }: Pick<Order, 'outTradeNo' | 'total'>, fact: PaymentFact): Binding {
    return bind({ payee: this.tp.payee, outTradeNo, total }, fact)
  }

  /** What `bind` says of a fact about a refund of ours. */
  refundBinding({ outTradeNo, outRefundNo, amount }: RefundCommand, fact: RefundFact): Binding {
    return bind({ payee: this.tp.payee, outTradeNo, outRefundNo, amount }, fact)
  }

  /** Whether what was found is a fact about our order, or about our refund. */
  binds(expected: Order | RefundCommand, found: unknown): found is Fact {
    if (!isFact(found)) return false
    if ('outRefundNo' in expected) return found.kind === 'refund' && this.refundBinding(expected, found).kind === 'ours'
    return found.kind === 'payment' && this.binding(expected, found).kind === 'ours'
  }

  #number(rule: Parameters<typeof numberFor>[0]): string {
    this.#serial += 1
    return numberFor(rule, this.#serial)
  }

  #able<Name extends 'close' | 'reverse' | 'queryRefund' | 'statement'>(name: Name): NonNullable<AnyTP[Name]> {
    const verb = this.tp[name]
    demand(verb !== undefined, `the ability ${name} that the manifest declares`, verb, 'the manifest promises what is not there')
    return verb
  }
}

const PROMPT_OF_OTHERS = "the prompt led the payer to somebody else's order"
