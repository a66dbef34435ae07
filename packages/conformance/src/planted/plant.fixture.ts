/** Bugs that somebody would really write, each planted into a healthy provider of any dialect. */
import {
  type Ability,
  type AbilityVerbs,
  type Absent,
  type AccountKeys,
  type Answer,
  createTP,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Manifest,
  type Outcome,
  type Protocol,
  type Scene,
  type TP,
} from '@tpkit/core'
import type { Connection } from '@tpkit/core/ports'
import type { Bench, Doors, Message, TestWallet } from '../bench.ts'
import type { Tongue } from '../world/messages.ts'

/** The abilities of the providers that are planted into. */
export type Everything = 'close' | 'reverse' | 'queryRefund' | 'statement' | 'probe'

interface HealthyAccount<S extends Scene, A extends Ability> {
  readonly protocol: Protocol<S, A>
  readonly keys: AccountKeys
  readonly secrets: readonly string[]
}

/** A bench that keeps every law, and what a plant must know of its dialect. */
export interface Healthy<S extends Scene, A extends Ability = Everything> extends Bench<S, A> {
  /** One that signs no time. */
  readonly dialect: Tongue
  readonly account: HealthyAccount<S, A>
  readonly impostor: { readonly wallet: TestWallet; readonly account: HealthyAccount<S, A> }
  readonly inside: {
    /** As `dialect.sign`, with the impostor's key. */
    readonly signAsImpostor: (message: Message) => Message
    readonly names: Readonly<
      Record<'mchId' | 'outTradeNo' | 'transactionId' | 'outRefundNo' | 'state' | 'total' | 'currency', string>
    >
    /** The wallet's words for states. */
    readonly words: Readonly<Record<'paid' | 'unsure', string>>
    /** What the wallet says when it refuses, by the reason. */
    readonly codes: Readonly<
      Record<
        'absent' | 'tooMuch' | 'paid' | 'otherContent' | 'otherAmount' | 'notPaid' | 'wrongCode' | 'busy' | 'notReady',
        string
      >
    >
  }
}

export interface Plant {
  /** What somebody got wrong. */
  readonly mistake: string
  /** The law that it breaks, and no other. */
  readonly law: string
  /** But these, which stand on that law. */
  readonly also?: readonly string[]
  /** What the law says then. */
  readonly says: RegExp
  /** Only where the wallet learns of an order when it is scanned, there is something to get wrong. */
  readonly onlyOnScan?: true
  readonly plant: <S extends Scene>(bench: Healthy<S>) => Bench<S, Everything>
}

/** Plants a bug into the finished TP, as the author of an SDK wrapper could. */
export function onTP<S extends Scene>(
  bench: Healthy<S>,
  change: (tp: TP<S, Everything>, doors: Doors) => Partial<TP<S, Everything> & AbilityVerbs>,
): Bench<S, Everything> {
  const { protocol, keys, secrets } = bench.account
  const tp = (doors: Doors): TP<S, Everything> => {
    const healthy = createTP<S, Everything>({ ...doors, protocol, keys })
    return { ...healthy, ...change(healthy, doors) }
  }
  return { ...bench, account: { tp, secrets } }
}

/** Plants a bug into the protocol. */
export function onProtocol<S extends Scene>(
  bench: Healthy<S>,
  change: (protocol: Protocol<S, Everything>) => Partial<Protocol<S, Everything>>,
): Bench<S, Everything> & Pick<Healthy<S>, 'account'> {
  const { protocol } = bench.account
  return { ...bench, account: { ...bench.account, protocol: { ...protocol, ...change(protocol) } } }
}

export function onManifest<S extends Scene>(
  bench: Healthy<S>,
  change: (manifest: Manifest<S, Everything>) => Partial<Manifest<S, Everything>>,
): Bench<S, Everything> {
  return onProtocol(bench, ({ manifest }) => ({ manifest: { ...manifest, ...change(manifest) } }))
}

/** Between core and the world: what a connection of the author's own could do. */
export function onConnection<S extends Scene>(
  bench: Healthy<S>,
  change: (connection: Connection) => Partial<Connection>,
): Bench<S, Everything> {
  const { protocol, keys, secrets } = bench.account
  const tp = (doors: Doors): TP<S, Everything> => {
    const { connection } = doors
    return createTP<S, Everything>({ ...doors, connection: { ...connection, ...change(connection) }, protocol, keys })
  }
  return { ...bench, account: { tp, secrets } }
}

interface Wires {
  readonly request?: (request: HttpRequest) => HttpRequest
  readonly answer?: (response: HttpResponse) => HttpResponse
}

/** An exchange whose requests and answers pass through somebody's hands. */
export function* rewired<Reply>(exchange: Exchange<Reply>, { request, answer }: Wires): Exchange<Reply> {
  let next = exchange.next()
  while (!next.done) {
    const step = next.value
    const given: Answer = yield request && step.do === 'send' ? { do: 'send', request: request(step.request) } : step
    next = exchange.next(answer && given.to === 'send' ? { to: 'send', response: answer(given.response) } : given)
  }
  return next.value
}

/** An outcome, looked at once more. */
export async function reread<Done>(
  outcome: Promise<Outcome<Done>>,
  look: (outcome: Outcome<Done>) => Outcome<Done>,
): Promise<Outcome<Done>> {
  return look(await outcome)
}

/** "No such order", without the moment until which it means nothing. */
export function forGood<Found extends { readonly kind: string }>(found: Found | Absent): Found | Absent {
  return isAbsent(found) ? { kind: 'absent' } : found
}

function isAbsent(found: { readonly kind: string }): found is Absent {
  return found.kind === 'absent'
}
