import type { AttemptRef } from '../contract/command.ts'
import type { Manifest, Verb } from '../contract/manifest.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { Ability, Instant, Scene } from '../contract/scene.ts'
import type { StatementRow } from '../contract/statement.ts'
import type { AbilityVerbs, CallOptions, TP } from '../contract/tp.ts'
import { fail, failureOf, isTPError, tpError } from '../errors.ts'
import { type Clock, isTransportError } from '../ports.ts'
import { checkPay, checkRef, checkRefund, checkStatement } from './check-command.ts'
import { checkOptions } from './check-options.ts'
import { checkReceived } from './check-received.ts'
import { asTPError } from './drive.ts'
import { checkedClock } from './driver.ts'
import { unknown } from './judge.ts'
import { quiet } from './quiet.ts'
import * as shape from './shapes.ts'

/** Waits for work, `ms` at most where given, and as long as nobody gave up. Rejects with `TIMEOUT`. */
export type Within = <T>(work: Promise<T>, ms: number | undefined, signal: AbortSignal | undefined) => Promise<T>

export interface WholeTPWorld {
  readonly clock: Clock
  readonly within: Within
}

/**
 * A TP that answers for itself, held to what callers rely on: a write throws only for a mistake found before anything was sent,
 * and every call ends. What left cannot be seen from here, so that everything unforeseen makes a write *unknown*.
 */
export function judgedTP(tp: TP<Scene, Ability>, world: WholeTPWorld): TP<Scene, Ability> {
  const { manifest, payee } = tp
  const { limits, timing } = manifest
  const clock = checkedClock(world.clock)
  const { write, read } = judge(manifest, world)
  const now = () => clock.nowMs()
  const named = (ref: AttemptRef) => () => checkRef(ref, limits)
  const found = <Known>(is: (value: unknown) => value is Known) => {
    return (value: unknown) => is(value) || shape.isAbsent(value)
  }
  const quietly = <Reply>(reply: Reply, sentAt: Instant | undefined): Reply =>
    shape.isAbsent(reply) ? { ...reply, ...quiet(reply, sentAt, timing.quietMs, now()) } : reply
  const verbs = {
    pay: (command, call) =>
      write(
        'pay',
        call,
        () => checkPay(command, manifest, now()),
        () => tp.pay(command, call),
        shape.isPayReply,
      ),
    query: async (ref, call) => {
      const reply = await read('query', call, named(ref), () => tp.query(ref, call), found(shape.isPaymentFact))
      return quietly(reply, ref.sentAt)
    },
    refund: (command, call) =>
      write(
        'refund',
        call,
        () => checkRefund(command, limits, now()),
        () => tp.refund(command, call),
        shape.isRefundFact,
      ),
    notify: (received) =>
      read(
        'notify',
        undefined,
        () => checkReceived(received, limits.maxMessageBytes),
        () => tp.notify(received),
        shape.isNotice,
      ),
    acknowledge: (acknowledgement) => {
      const answer = answered(() => tp.acknowledge(acknowledgement))
      if (shape.isAnswer(answer)) return answer
      throw noAnswer('acknowledge')
    },
  } satisfies Partial<TP<Scene, Ability>>
  const more: AbilityVerbs = {
    close: (ref, call) => write('close', call, named(ref), () => tp.close(ref, call), shape.isPaymentFact),
    reverse: (ref, call) => write('reverse', call, named(ref), () => tp.reverse(ref, call), shape.isPaymentFact),
    queryRefund: async (ref, call) => {
      const reply = await read('queryRefund', call, named(ref), () => tp.queryRefund(ref, call), found(shape.isRefundFact))
      return quietly(reply, ref.refundSentAt)
    },
    statement: (query, call) =>
      rowsOf(
        () => tp.statement(query, call),
        call,
        () => checkStatement(query, timing, now()),
        world.within,
      ),
    trust: () => read('trust', undefined, unchecked, () => tp.trust(), Number.isInteger),
    probe: (call) => read('probe', call, unchecked, () => tp.probe(call), shape.isReport),
    verifyReturn: (query) => read('verifyReturn', undefined, unchecked, () => tp.verifyReturn(query), shape.isHint),
  }
  const declared = Object.entries(more).filter(([name]) => manifest.abilities.some((ability) => ability === name))
  // The abilities that it declares; callers ask the manifest, as they do of every account.
  return { manifest, payee, ...verbs, ...Object.fromEntries(declared) } as unknown as TP<Scene, Ability>
}

function answered<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    throw asTPError(error)
  }
}

const unchecked = (): void => undefined

type Call = Verb | Ability

function judge(manifest: Manifest, { within }: WholeTPWorld) {
  // Twice: the plugin's own limit comes first, with its better sentence.
  const ms = 2 * manifest.timing.callTimeoutMs
  const wait = <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
    // A function of its own, so that what is thrown at once is a rejection, too.
    within((async () => work())(), ms, signal)
  const write = async <Done>(
    verb: Call,
    call: CallOptions | undefined,
    check: () => void,
    work: () => Promise<Outcome<Done>>,
    isDone: (value: unknown) => value is Done,
  ): Promise<Outcome<Done>> => {
    checkOptions(call)
    check()
    const outcome = call?.signal?.aborted ? GIVEN_UP : await settled(() => wait(work, call?.signal))
    if (!shape.isOutcome(outcome, isDone)) return unknown(failureOf(noAnswer(verb)), manifest)
    if (outcome.kind === 'unknown') return unknown(outcome.failure, manifest, outcome.checkAfterMs)
    return outcome.kind === 'refused' && call?.afterUnknown ? unknown(outcome.failure, manifest) : outcome
  }
  const read = async <Reply>(
    verb: Call,
    call: CallOptions | undefined,
    check: () => void,
    work: () => Promise<Reply>,
    isReply: (value: unknown) => boolean,
  ): Promise<Reply> => {
    checkOptions(call)
    check()
    const reply = await wait(work, call?.signal).catch((error: unknown) => {
      throw asTPError(error)
    })
    if (isReply(reply)) return reply
    throw tpError('MALFORMED', `expected of the plugin's ${verb} what its contract says, found something else; ${REPORT}`)
  }
  return { write, read }
}

const REPORT = "believe nothing of it, and report it to the plugin's author"
const GIVEN_UP: Outcome<never> = { kind: 'refused', failure: fail('TIMEOUT', 'the caller gave up (abort signal)') }

/** A mistake is thrown; every other failure may have come after sending. */
async function settled<Done>(work: () => Promise<Outcome<Done>>): Promise<Outcome<Done>> {
  try {
    return await work()
  } catch (error) {
    if (isMistake(error)) throw error
    return { kind: 'unknown', failure: failureOf(asTPError(error)) }
  }
}

const MISTAKES: readonly string[] = ['INVALID', 'UNSUPPORTED', 'LIMIT', 'CONFIG']

/** Also an answer that is too large is a `LIMIT`: of the way to the wallet, after sending. */
function isMistake(error: unknown): boolean {
  return isTPError(error) && MISTAKES.includes(error.code) && !isTransportError(error)
}

function noAnswer(verb: string) {
  return tpError('INTERNAL', `expected an answer of the plugin's ${verb} as its contract says, found something else; ${REPORT}`)
}

/** No time limit: a whole file may have to come before its first line. */
async function* rowsOf(
  work: () => AsyncIterable<StatementRow>,
  call: CallOptions | undefined,
  check: () => void,
  within: Within,
): AsyncGenerator<StatementRow> {
  checkOptions(call)
  check()
  let rows: AsyncIterator<StatementRow> | undefined
  try {
    rows = work()[Symbol.asyncIterator]()
    for (;;) {
      const next = await within(rows.next(), undefined, call?.signal)
      if (next.done) return
      if (!shape.isRow(next.value)) throw tpError('MALFORMED', `statement: expected a row, found something else; ${REPORT}`)
      yield next.value
    }
  } catch (error) {
    throw asTPError(error)
  } finally {
    // Not waited for: one that hangs would hold the caller, too.
    rows?.return?.().catch(unchecked)
  }
}
