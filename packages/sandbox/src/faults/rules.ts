import type { FaultRule } from '@tpkit/core'
import type { SandboxFault } from './fault.ts'
import { nearNames } from './near.ts'

/** A rule that holds together: its fault exists and every bound makes sense. */
export interface CheckedRule {
  readonly rule: FaultRule
  readonly fault: SandboxFault
  readonly value: number
}

/** Throws with what was expected, what came and what to do. */
export function checkRule(rule: FaultRule, catalogue: readonly SandboxFault[]): CheckedRule {
  const fault = findFault(rule.fault, catalogue)
  checkCall(rule, fault)
  checkTimes(rule)
  checkPercent(rule)
  return { rule, fault, value: checkedValue(rule, fault) }
}

function findFault(name: string, catalogue: readonly SandboxFault[]): SandboxFault {
  const found = catalogue.find((fault) => fault.name === name)
  if (found) return found
  const near = nearNames(
    name,
    catalogue.map((fault) => fault.name),
  )
  const todo = near.length > 0 ? `did you mean ${near.join(', ')}?` : 'docs/faults.md lists them all'
  throw new Error(`fault: expected a fault of the catalogue, found ${JSON.stringify(name.slice(0, 64))}; ${todo}`)
}

/** The calls that arrive at some wallet of the sandbox, so that a fault can strike them. */
export const STRUCK_CALLS = ['pay', 'query', 'refund', 'close', 'reverse', 'queryRefund', 'statement', 'trust'] as const
export type StruckCall = (typeof STRUCK_CALLS)[number]

/** Calls of a shop that no wallet of the sandbox meets under their name. */
const NEVER_STRUCK: ReadonlyMap<string, string> = new Map([['probe', 'a probe arrives as a query, so say query']])

function checkCall({ fault: name, call }: FaultRule, { at }: SandboxFault): void {
  const possible: readonly string[] = at === 'notify' ? ['notify'] : STRUCK_CALLS
  if (call === undefined || possible.includes(call)) return
  const expected = at === 'notify' ? 'notify, for it is a fault of notifies' : `one of ${possible.join(', ')}`
  const found = JSON.stringify(call.slice(0, 32))
  const todo = (at === 'call' && NEVER_STRUCK.get(call)) || guess(call, possible)
  throw new Error(`${name}@: expected ${expected}, found ${found}; ${todo}`)
}

function guess(call: string, possible: readonly string[]): string {
  const near = nearNames(call, possible)
  return near.length > 0 ? `did you mean ${near.join(', ')}?` : 'leave it out to mean every one'
}

function checkTimes({ fault, times }: FaultRule): void {
  if (times === undefined || (Number.isSafeInteger(times) && times > 0)) return
  throw new Error(`${fault}*: expected how often it strikes, a whole number above 0, found ${times}; leave it out to mean always`)
}

function checkPercent({ fault, percent }: FaultRule): void {
  if (percent === undefined || (percent > 0 && percent <= 100)) return
  throw new Error(`${fault}%: expected a share above 0 and up to 100, found ${percent}; leave it out to mean every one`)
}

function checkedValue({ value }: FaultRule, { name, value: kind }: SandboxFault): number {
  if (value === undefined) return kind?.usual ?? 0
  if (!kind) throw new Error(`${name}: expected no value, found ${value}; this fault takes none`)
  if (Number.isSafeInteger(value) && value >= kind.least && value <= kind.most) return value
  const unit = kind.unit === 'ms' ? 'milliseconds' : kind.unit
  throw new Error(`${name}: expected ${kind.least} to ${kind.most} ${unit}, found ${value}; without a value it is ${kind.usual}`)
}
