import type { KeyObject } from 'node:crypto'
import { type Failure, tpError } from '../errors.ts'
import type { AttemptRef, PayCommand, RefundCommand, RefundRef, StatementQuery } from './command.ts'
import type { Absent, Notice, Payee, PaymentFact, RefundFact } from './fact.ts'
import type { HttpAnswer, HttpRequest, HttpResponse, Received } from './http.ts'
import type { Manifest } from './manifest.ts'
import type { PayReply } from './reply.ts'
import type { Ability, Instant, Scene } from './scene.ts'
import type { Download, EmptyDay } from './statement.ts'
import type { Acknowledgement, ProbeReport, ReturnHint } from './tp.ts'

/** What a protocol may ask of the world, as data. `createTP` answers; a test answers by hand. */
export type Step =
  /** → the answer. A transport failure ends the exchange; it is not thrown into it. */
  | { readonly do: 'send'; readonly request: HttpRequest }
  /** RSASSA-PKCS1-v1_5 with SHA-256 under the named private key, off the event loop → the signature. */
  | { readonly do: 'sign'; readonly key: string; readonly text: Uint8Array }
  /** RSAES-OAEP (SHA-1): `seal` with the wallet's public key of that id, `unseal` with our named private key. */
  | { readonly do: 'seal' | 'unseal'; readonly key: string; readonly bytes: Uint8Array }
  /** → the wallet's public key, or undefined after the wallet was asked for it. Without an id: the one that is valid longest, to seal for. */
  | { readonly do: 'key'; readonly id?: string }
  /** → every public key of the wallet that is known and valid now, configured ones first: for messages that name none. Nobody is asked. */
  | { readonly do: 'keys' }

export type Answer =
  | { readonly to: 'send'; readonly response: HttpResponse }
  | { readonly to: 'sign'; readonly bytes: Uint8Array }
  | { readonly to: 'seal'; readonly bytes: Uint8Array }
  | { readonly to: 'unseal'; readonly bytes: Uint8Array }
  | { readonly to: 'key'; readonly found: PublicKey | undefined }
  | { readonly to: 'keys'; readonly found: readonly PublicKey[] }

/** A public key of the wallet, under the id by which both sides name it. */
export interface PublicKey {
  readonly id: string
  readonly key: KeyObject
}

/** One call, as a pure generator: yields what it needs of the world, returns what the answers mean. */
export type Exchange<Reply> = Generator<Step, Reply, Answer>

/** Time and randomness of one call, handed in from outside. */
export interface Moment {
  readonly nowMs: Instant
  /** `length` random letters and digits. */
  readonly nonce: (length: number) => string
}

/**
 * Why a write's answer may be believed.
 *
 * - `verified`: its signature held.
 * - `unsigned`: it had none; a refusal is believed only when the manifest lists it as decided before execution.
 * - `nothing-sent`: no request was needed (a signed link); believed only when the exchange sent none.
 */
export type Evidence = 'verified' | 'nothing-sent' | { readonly unsigned: { readonly status: number; readonly code: string } }

/**
 * What a write's answer says and on what evidence; `createTP` turns it into an `Outcome` by one rule.
 * `Proof` is what a success may stand on: only a payment can start without a request.
 */
export type Finding<Done, Proof extends Evidence = 'verified'> =
  | { readonly kind: 'done'; readonly value: Done; readonly evidence: Proof }
  | { readonly kind: 'refused'; readonly failure: Failure; readonly evidence: Evidence }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly checkAfterMs?: number }

/** "No such order", and why it may be believed: as a refusal, it must be verified or listed as decided before execution. */
export type NotThere = Absent & { readonly evidence: Exclude<Evidence, 'nothing-sent'> }

/** A wallet's public key with its validity, as `trust` learned it. */
export interface TrustedKey {
  readonly id: string
  /** SubjectPublicKeyInfo or certificate, PEM. */
  readonly pem: string
  readonly notBefore?: Instant
  readonly notAfter?: Instant
}

interface Base<S extends Scene, A extends Ability> {
  readonly manifest: Manifest<S, A>
  /** Who this account is at the wallet: what `bind` compares facts with. */
  readonly payee: Payee
  readonly pay: (command: PayCommand<S>, at: Moment) => Exchange<Finding<PayReply, 'verified' | 'nothing-sent'>>
  readonly query: (ref: AttemptRef, at: Moment) => Exchange<PaymentFact | NotThere>
  readonly refund: (command: RefundCommand, at: Moment) => Exchange<Finding<RefundFact>>
  /** Verify, then parse, then believe. Throws `UNVERIFIED` or `MALFORMED`; whether it is *ours* is `bind`'s question. */
  readonly notify: (received: Received, at: Moment) => Exchange<Notice>
  readonly acknowledge: (acknowledgement: Acknowledgement) => HttpAnswer
}

export interface AbilityExchanges {
  readonly close: (ref: AttemptRef, at: Moment) => Exchange<Finding<PaymentFact>>
  readonly reverse: (ref: AttemptRef, at: Moment) => Exchange<Finding<PaymentFact>>
  readonly queryRefund: (ref: RefundRef, at: Moment) => Exchange<RefundFact | NotThere>
  readonly statement: (query: StatementQuery, at: Moment) => Exchange<Download | EmptyDay>
  /**
   * The wallet's public keys. `wanted`: the one id that somebody asked for in vain, and then answers are added to what is known; or, now
   * and then, those that are in use, the one that is valid longest first, and then what is not among the answers is forgotten. A wallet
   * that hands out one key at a time is asked for these, and may answer with more. That the first cannot be asked for is thrown.
   */
  readonly trust: (at: Moment, wanted: readonly string[]) => Exchange<readonly TrustedKey[]>
  readonly probe: (at: Moment) => Exchange<ProbeReport>
  readonly verifyReturn: (query: string, at: Moment) => Exchange<ReturnHint>
}

/** What a plugin author writes: pure functions of a command, a moment and the world's answers. */
export type Protocol<S extends Scene, A extends Ability = never> = Base<S, A> & Pick<AbilityExchanges, A>

/** Ask for one HTTP call. */
export function* send(request: HttpRequest): Exchange<HttpResponse> {
  return expect('send', yield { do: 'send', request }).response
}

/** Ask for a signature under our private key of that name. */
export function* sign(key: string, text: Uint8Array): Exchange<Uint8Array> {
  return expect('sign', yield { do: 'sign', key, text }).bytes
}

/** Encrypt for the wallet's public key of that id. */
export function* seal(key: string, bytes: Uint8Array): Exchange<Uint8Array> {
  return expect('seal', yield { do: 'seal', key, bytes }).bytes
}

/** Decrypt with our private key of that name. */
export function* unseal(key: string, bytes: Uint8Array): Exchange<Uint8Array> {
  return expect('unseal', yield { do: 'unseal', key, bytes }).bytes
}

/** Ask for the wallet's public key of that id; undefined when it is not known, even after the wallet was asked for it. */
export function* key(id: string): Exchange<KeyObject | undefined> {
  return expect('key', yield { do: 'key', id }).found?.key
}

/** Ask for the wallet's public key that is valid longest: to seal for, and to name in a request. */
export function* currentKey(): Exchange<PublicKey | undefined> {
  return expect('key', yield { do: 'key' }).found
}

/** Ask for every public key of the wallet that is known and valid now. */
export function* knownKeys(): Exchange<readonly PublicKey[]> {
  return expect('keys', yield { do: 'keys' }).found
}

function expect<T extends Answer['to']>(to: T, answer: Answer): Extract<Answer, { to: T }> {
  if (answer.to === to) return answer as Extract<Answer, { to: T }> // narrowed by the tag just compared
  throw tpError('INTERNAL', `exchange: expected the answer to "${to}", found one to "${answer.to}"`)
}
