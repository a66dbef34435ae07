/** What every provider reads with, whatever the wallet. There is no blank here; change it where the wallet is odd. */
import type { Finding, NotThere } from '@tpkit/core'
import { type FailureCode, fail, tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'

/** What a wallet calls the fields of an order, and `code`: the field that is there when it refuses. */
export type OrderNames = Readonly<Record<'code' | 'merchant' | 'order' | 'total' | 'state' | 'payment', string>>
/** What it calls the fields of a refund. */
export type RefundNames = Readonly<Record<'number' | 'id' | 'amount' | 'state', string>>

/** A `Map` has no inherited names: a state called `constructor` is unknown like every other. */
export function table<Meaning>(words: Readonly<Record<string, Meaning>>): ReadonlyMap<string, Meaning> {
  return new Map(Object.entries(words))
}

/** What is absent is an error, never a check less. */
export function demand(fields: Fields, name: string): string {
  return fields[name] || raise('MALFORMED', `${name}: expected a value, found none`)
}

/** Refuses the answer to another question. */
export function same(fields: Fields, name: string, expected: string): Fields {
  if (demand(fields, name) === expected) return fields
  return raise('UNVERIFIED', `${name}: expected ${expected}; it answers another question`)
}

/** What a word means; a word that is in no table means nothing. */
export function meaning<Meaning>(fields: Fields, name: string, words: ReadonlyMap<string, Meaning>): Meaning {
  const known = [...words.keys()].join(', ')
  return words.get(demand(fields, name)) ?? raise('MALFORMED', `${name}: expected ${known}, found another`)
}

export function done<Value>(value: Value) {
  return { kind: 'done', evidence: 'verified', value } as const
}

/** A refusal, where the code is in the table; every other code leaves the outcome unknown. `unsigned` is the HTTP status. */
export function refused({ unsigned, ...fields }: Fields, name: string, words: ReadonlyMap<string, FailureCode>): Finding<never> {
  const code = demand(fields, name)
  const known = words.get(code)
  const failure = fail(known ?? 'UNAVAILABLE', `the wallet said ${code}`, { provider: { code } })
  if (!known) return { kind: 'unknown', failure }
  return { kind: 'refused', failure, evidence: unsigned ? { unsigned: { status: Number(unsigned), code } } : 'verified' }
}

/** The answer "not there", and only that one; it must be signed. */
export function absent({ unsigned, ...fields }: Fields, name: string, word: string): NotThere {
  const code = demand(fields, name)
  if (code === word && !unsigned) return { kind: 'absent', evidence: 'verified' }
  return raise('UNAVAILABLE', `${name}: expected ${word}, found ${code}`)
}

export function raise(code: FailureCode, message: string): never {
  throw tpError(code, message)
}
