import { isDeepStrictEqual } from 'node:util'
import type { Fact, Failure } from '@tpkit/core'
import { isTPError, type TPError } from '@tpkit/core/errors'

/** How a call ended, as a value. */
export type Ended<Value> =
  | { readonly kind: 'returned'; readonly value: Value }
  | { readonly kind: 'threw'; readonly error: unknown }

export async function ended<Value>(call: () => Promise<Value>): Promise<Ended<Value>> {
  try {
    return { kind: 'returned', value: await call() }
  } catch (error) {
    return { kind: 'threw', error }
  }
}

/** The error of a call that refused to answer; undefined when it answered, or broke down instead of refusing. */
export function refusal(end: Ended<unknown>): TPError | undefined {
  if (end.kind !== 'threw' || !isTPError(end.error) || end.error.code === 'INTERNAL') return undefined
  return end.error
}

/** True when a call took its answer for proof: a value, a done or a refused, and neither an unknown nor an error. */
export function believed(end: Ended<unknown>): boolean {
  return end.kind === 'returned' && kindOf(end.value) !== 'unknown'
}

/** The failure of a call that was refused. */
export function refusedWith(end: Ended<unknown>): Failure | undefined {
  if (end.kind !== 'returned' || kindOf(end.value) !== 'refused') return undefined
  return (end.value as { readonly failure: Failure }).failure // a refused outcome, by the kind just read
}

/** True for a fact, of whatever was found. */
export function isFact(value: unknown): value is Fact {
  return typeof value === 'object' && value !== null && 'source' in value
}

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined
}

/** True when both say the same of money and orders. `raw` is evidence: it may keep a nonce, or what the layout was. */
export function sameSaying(one: Ended<unknown>, other: Ended<unknown>): boolean {
  return isDeepStrictEqual(withoutRaw(one), withoutRaw(other))
}

function withoutRaw(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRaw)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => name !== 'raw')
  return Object.fromEntries(members.map(([name, member]) => [name, withoutRaw(member)]))
}
