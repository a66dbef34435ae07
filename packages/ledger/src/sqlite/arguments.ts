import { tpError } from '@tpkit/core/errors'
import type { SqlValue } from '../rows/column.ts'

/** node:sqlite takes an object as first argument for named parameters and stores NULL without a word: a Date must not become nothing. */
export function checkArguments(values: readonly unknown[]): SqlValue[] {
  return values.map(checkArgument)
}

function checkArgument(value: unknown, index: number): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || ['string', 'number', 'bigint'].includes(typeof value) || value instanceof Uint8Array) {
    return value as SqlValue // one of them, by the line before
  }
  throw tpError(
    'INTERNAL',
    `argument ${index + 1} of a statement: expected text, a number, null or bytes, found ${kindOf(value)}; convert it before`,
  )
}

function kindOf(value: unknown): string {
  return typeof value === 'object' ? (value?.constructor?.name ?? 'an object') : typeof value
}
