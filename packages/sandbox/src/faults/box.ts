import { createHash } from 'node:crypto'
import type { FaultBox, FaultHit, FaultRule, Instant } from '@tpkit/core'
import type { SandboxFault, Stage } from './fault.ts'
import { type CheckedRule, checkRule } from './rules.ts'

/** A message that rules are held against. */
export interface Passing {
  readonly at: 'call' | 'notify'
  readonly call: FaultHit['call']
  /** Whose order it is; asked for only where a rule or the trace needs it. */
  readonly outTradeNo: () => string | undefined
  readonly now: Instant
  /** Rules for this message alone, beside the armed ones. */
  readonly also: readonly Loaded[]
}

export interface Strike {
  readonly fault: SandboxFault
  readonly value: number
  /** When a fault that lasts is over. */
  readonly until: Instant
}

/** A fault box with its lever. */
export interface Striker extends FaultBox {
  readonly catalogue: readonly SandboxFault[]
  /** Lets every rule of that stage strike that fits, in their order. `apply` answers whether there was anything to spoil. */
  readonly strike: (stage: Stage, passing: Passing, apply: (strike: Strike) => boolean) => void
  /** How often anything struck so far; the trace forgets, this does not. */
  readonly strikes: () => number
  /** A rule that counts for itself, for `also`. Throws as `arm` does. */
  readonly load: (rule: FaultRule) => Loaded
}

/** A rule, and what is left of it. */
export interface Loaded extends CheckedRule {
  left: number
  /** The end of what lasts. */
  until: Instant
}

const TRACE_LENGTH = 10_000

/** The same catalogue, seed, rules and messages strike alike. */
export function faultBox(catalogue: readonly SandboxFault[], seed: string, rules: readonly FaultRule[]): Striker {
  const draw = percentages(seed)
  const trace: FaultHit[] = []
  const load = (rule: FaultRule): Loaded => ({
    ...checkRule(rule, catalogue),
    left: rule.times ?? Number.POSITIVE_INFINITY,
    until: Number.NEGATIVE_INFINITY,
  })
  let armed = rules.map(load)
  let strikes = 0
  return {
    catalogue,
    rules: () => armed.map(({ rule }) => rule),
    arm: (next) => {
      armed = next.map(load)
    },
    trace: () => [...trace],
    load,
    strikes: () => strikes,
    strike: (stage, passing, apply) => {
      for (const each of [...armed, ...passing.also]) {
        if (each.fault.stage !== stage || !fits(each, passing)) continue
        const { fault, value } = each
        const goesOn = each.until > passing.now
        if (!goesOn && (each.left <= 0 || !isDrawn(each.rule, draw))) continue
        const until = goesOn ? each.until : passing.now + value
        if (!apply({ fault, value, until })) continue
        if (!goesOn) each.left -= 1
        if (fault.lasts) each.until = until
        strikes += 1
        trace.push(hit(fault, passing))
        if (trace.length > TRACE_LENGTH) trace.shift()
      }
    },
  }
}

function fits({ rule, fault }: CheckedRule, { at, call, outTradeNo }: Passing): boolean {
  if (fault.at !== at || (rule.call !== undefined && rule.call !== call)) return false
  return rule.outTradeNo === undefined || rule.outTradeNo === outTradeNo()
}

function isDrawn({ percent = 100 }: FaultRule, draw: () => number): boolean {
  return percent >= 100 || draw() < percent
}

/** Numbers from 0 up to 100, the same ones for the same seed. */
function percentages(seed: string): () => number {
  let count = 0
  return () => {
    count += 1
    const digest = createHash('md5').update(`${seed} fault ${count}`).digest()
    return (digest.readUInt32BE(0) / 0x1_0000_0000) * 100
  }
}

function hit({ name }: SandboxFault, { now, call, outTradeNo }: Passing): FaultHit {
  const number = outTradeNo()
  return { at: now, fault: name, call, ...(number !== undefined && { outTradeNo: number }) }
}
