import type { FaultHit, Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { type Ended, INSTEAD, SPOILT } from './answers.ts'
import type { Loaded, Passing, Strike, Striker } from './box.ts'
import type { Stage } from './fault.ts'

/** A call as the faults see it. */
export interface PassingCall {
  readonly request: WalletRequest
  readonly now: Instant
  readonly call: FaultHit['call']
  readonly outTradeNo: () => string | undefined
  readonly also: readonly Loaded[]
}

/** What a wallet's own dialect brings to the faults of calls. `Draft`: one of its messages, open for changes. */
export interface CallDialect<Draft> {
  /** An answer that the wallet signed; undefined for any other. */
  readonly open: (answer: WalletAnswer, call: PassingCall) => Draft | undefined
  readonly seal: (draft: Draft, now: Instant) => WalletAnswer
  /** By the fault's name. Undefined where there is nothing that it could change. */
  readonly message: Readonly<Record<string, (draft: Draft, value: number) => Draft | undefined>>
  /** What becomes of a file on the wire. Undefined where there is none, or nothing that could be changed. */
  readonly file: Readonly<Record<string, (answer: WalletAnswer) => WalletAnswer | undefined>>
  /** What answers in the wallet's place, in its dialect; undefined where the request is none of it. */
  readonly instead: Readonly<Record<string, (call: PassingCall) => WalletAnswer | undefined>>
}

export interface CallLine<Draft> {
  readonly box: Striker
  readonly dialect: CallDialect<Draft>
  readonly reach: (request: WalletRequest, now: Instant) => WalletAnswer | undefined
  /** The payer pays what a call has just asked for. False where there is nothing to pay. */
  readonly payNow: (call: PassingCall) => boolean
}

/** A call that ended, and the names of the faults that struck it. */
export interface Passed extends Ended {
  readonly faults: readonly string[]
}

export interface Calls {
  readonly pass: (call: PassingCall) => Passed
  /** Does what was answered 503 and left for later, as far as it is due. */
  readonly catchUp: (now: Instant) => void
}

/** Calls on their way through the faults to the wallet and back. */
export function faultyCalls<Draft>(line: CallLine<Draft>): Calls {
  let late: readonly { readonly request: WalletRequest; readonly at: Instant }[] = []
  return {
    pass: (call) => passed(line, call, (request, at) => (late = [...late, { request, at }])),
    catchUp: (now) => {
      const due = late.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
      late = late.filter(({ at }) => at > now)
      for (const { request, at } of due) line.reach(request, at)
    },
  }
}

type Postpone = (request: WalletRequest, at: Instant) => void

function passed<Draft>(line: CallLine<Draft>, call: PassingCall, postpone: Postpone): Passed {
  const faults: string[] = []
  const strike: StrikeAt = (stage, apply) =>
    line.box.strike(stage, passing(call), (each) => apply(each) && faults.push(each.fault.name) > 0)
  const ended = answeredInstead(line, call, strike, postpone) ?? { answer: line.reach(call.request, call.now) }
  return { ...onTheWire(line, call, strike, changedMessage(line, call, strike, ended)), faults }
}

type StrikeAt = (stage: Stage, apply: (strike: Strike) => boolean) => void

function passing({ call, outTradeNo, now, also }: PassingCall): Passing {
  return { at: 'call', call, outTradeNo, now, also }
}

/** Only the first one does. */
function answeredInstead<Draft>(
  { dialect }: CallLine<Draft>,
  call: PassingCall,
  strike: StrikeAt,
  postpone: Postpone,
): Ended | undefined {
  let ended: Ended | undefined
  strike('before', ({ fault: { name, postpones }, until }) => {
    if (ended) return false
    const own = dialect.instead[name]?.(call)
    ended = own ? { answer: own } : INSTEAD[name]
    if (postpones) postpone(call.request, until)
    return ended !== undefined
  })
  return ended
}

function changedMessage<Draft>({ dialect }: CallLine<Draft>, call: PassingCall, strike: StrikeAt, ended: Ended): Ended {
  let draft: Draft | undefined
  strike('message', ({ fault: { name }, value }) => {
    const before = draft ?? (ended.answer && dialect.open(ended.answer, call))
    const changed = before && dialect.message[name]?.(before, value)
    draft = changed ?? draft
    return changed !== undefined
  })
  return draft === undefined ? ended : { answer: dialect.seal(draft, call.now) }
}

function onTheWire<Draft>(
  { payNow, dialect }: CallLine<Draft>,
  call: PassingCall,
  strike: StrikeAt,
  { answer: first }: Ended,
): Ended {
  let answer = first
  const apply = ({ fault: { name }, value }: Strike): boolean => {
    if (!answer) return false
    const file = dialect.file[name]?.(answer)
    const spoilt = file ? { answer: file } : SPOILT[name]?.(answer, value, () => payNow(call))
    if (spoilt) answer = spoilt.answer
    return spoilt !== undefined
  }
  strike('after', apply)
  strike('transport', apply)
  return { answer }
}
