import type { AttemptRef, PayCommand, RefundCommand, RefundRef, StatementQuery } from './command.ts'
import type { Absent, Notice, Payee, PaymentFact, RefundFact } from './fact.ts'
import type { HttpAnswer, Received } from './http.ts'
import type { Manifest } from './manifest.ts'
import type { Outcome } from './outcome.ts'
import type { PayReply } from './reply.ts'
import type { Ability, Scene } from './scene.ts'
import type { StatementRow } from './statement.ts'

/** What became of a notify: `accepted` after the commit · `later` send it again · `refused` not genuine. */
export type Acknowledgement = 'accepted' | 'later' | 'refused'

export interface CallOptions {
  /** Stops waiting. A write that was already on its way is then *unknown*. */
  readonly signal?: AbortSignal
  /**
   * An earlier call under this number ended *unknown*. A refusal of this one says nothing about that one, so that it is
   * unknown, too: only a query, a verified notify or a statement line ends it.
   */
  readonly afterUnknown?: true
}

/** Answer of a harmless signed call: the key, the clock and the way there are right. */
export interface ProbeReport {
  readonly ok: boolean
  readonly message: string
}

/** What the browser brought back. For display only: never proof of payment. */
export interface ReturnHint {
  readonly outTradeNo: string
  readonly transactionId?: string
}

/** Properties, not methods: a TP for more scenes than the provider has must not compile. */
export interface Verbs<S extends Scene> {
  /** Starts a payment. Throws only for mistakes found before anything is sent. */
  readonly pay: (command: PayCommand<S>, options?: CallOptions) => Promise<Outcome<PayReply>>
  /** What the wallet knows of the attempt. Throws `TPError` when it cannot be read. */
  readonly query: (ref: AttemptRef, options?: CallOptions) => Promise<PaymentFact | Absent>
  /** Gives money back. `done` means accepted: the fact's status says how far it got. */
  readonly refund: (command: RefundCommand, options?: CallOptions) => Promise<Outcome<RefundFact>>
  /** Verifies and reads a notify. Throws `TPError` (`UNVERIFIED`, `MALFORMED`) for anything not genuine. */
  readonly notify: (received: Received) => Promise<Notice>
  /** The wallet's dialect for answering a notify. */
  readonly acknowledge: (acknowledgement: Acknowledgement) => HttpAnswer
}

export interface AbilityVerbs {
  /** Ends an unpaid attempt. */
  readonly close: (ref: AttemptRef, options?: CallOptions) => Promise<Outcome<PaymentFact>>
  /** Ends an attempt at the counter; money that was taken goes back. */
  readonly reverse: (ref: AttemptRef, options?: CallOptions) => Promise<Outcome<PaymentFact>>
  readonly queryRefund: (ref: RefundRef, options?: CallOptions) => Promise<RefundFact | Absent>
  /** Streams a day's lines. Throws at its end when digest or summary is wrong: book nothing before the end. */
  readonly statement: (query: StatementQuery, options?: CallOptions) => AsyncIterable<StatementRow>
  /** Learns the wallet's current public keys now; answers how many are valid. */
  readonly trust: () => Promise<number>
  readonly probe: (options?: CallOptions) => Promise<ProbeReport>
  readonly verifyReturn: (query: string) => Promise<ReturnHint>
}

/** One merchant account at one wallet: the four verbs, and the abilities that its provider declares. */
export type TP<S extends Scene, A extends Ability = never> = Verbs<S> &
  Pick<AbilityVerbs, A> & {
    /** Not narrowed to `S` and `A`: a TP that can do more stands in for one that can do less. */
    readonly manifest: Manifest
    /** Who this account is at the wallet: what `bind` compares facts with. */
    readonly payee: Payee
  }
