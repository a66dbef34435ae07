import { type Instant, type Money, type Payee, parseMoney } from '@tpkit/core'
import { isTPError, type TPError, tpError } from '@tpkit/core/errors'
import { type Fields, fromBeijingText } from '@tpkit/wire'

/** Readers of single fields. What is demanded and absent, or unreadable, throws `MALFORMED`: no reader puts a default in its place. */

/** A field that must be there and not empty. */
export function demand(fields: Fields, name: string): string {
  const value = fields[name]
  if (value) return value
  const found = value === undefined ? 'nothing' : 'an empty one'
  throw tpError('MALFORMED', `${name}: expected a value in the wallet's message, found ${found}`)
}

/** An answer to another question is not an answer. Throws `MALFORMED` when the field is absent, `UNVERIFIED` when it differs. */
export function checkEcho(fields: Fields, name: string, expected: string): void {
  const found = demand(fields, name)
  if (found !== expected) throw unrelated(name, expected, found)
}

/** As `checkEcho`, for what an answer may leave out. */
export function checkEchoIfThere(fields: Fields, name: string, expected: string | undefined): void {
  const found = fields[name]
  if (found && expected !== undefined && found !== expected) throw unrelated(name, expected, found)
}

function unrelated(name: string, expected: string, found: string): TPError {
  const shown = JSON.stringify(found.slice(0, 40))
  return tpError('UNVERIFIED', `${name}: expected ${JSON.stringify(expected)}, found ${shown}; the answer is to another question`)
}

/** 标价币种: CNY, unless another one was contracted. */
export function currencyOf(fields: Fields): string {
  return fields.trans_currency || 'CNY'
}

/** Fen from yuan text: `100`, `100.0` and `100.00` are the same amount. Not below zero. */
export function amountOf(fields: Fields, name: string, currency = currencyOf(fields)): Money {
  const text = demand(fields, name)
  const amount = readable(text, currency)
  if (amount && amount.amount >= 0n) return amount
  throw tpError('MALFORMED', `${name}: expected an amount in yuan (元) such as 88.88, found ${JSON.stringify(text.slice(0, 20))}`)
}

/** An amount that nothing depends on: undefined where it is absent or unreadable. */
export function amountIfReadable(fields: Fields, name: string, currency = currencyOf(fields)): Money | undefined {
  return readable(fields[name] ?? '', currency)
}

function readable(text: string, currency: string): Money | undefined {
  try {
    return parseMoney(text, currency)
  } catch (error) {
    if (isTPError(error)) return undefined
    throw error
  }
}

/** A moment that nothing depends on, in Beijing's time. */
export function momentIn(fields: Fields, ...names: readonly string[]): Instant | undefined {
  return names.map((name) => fromBeijingText(fields[name])).find((instant) => instant !== undefined)
}

/** What a state word means; one that is not in the table is named, never guessed. */
export function stateOf<State>(fields: Fields, name: string, table: ReadonlyMap<string, State>): State {
  const word = demand(fields, name)
  const state = table.get(word)
  if (state !== undefined) return state
  const known = [...table.keys()].join(', ')
  throw tpError('MALFORMED', `${name}: expected one of ${known}, found ${JSON.stringify(word.slice(0, 32))}`)
}

/** 收款方 that a message names; both, or it is nobody's. */
export function payeeOf(fields: Fields): Payee {
  return { mchId: demand(fields, 'seller_id'), appId: demand(fields, 'app_id') }
}

/** For evidence; beside it the merchant's own text as it was given, under the name that it has at every wallet. */
export function rawOf(fields: Fields): Fields {
  const attach = unescaped(fields.passback_params)
  return attach === undefined ? fields : { ...fields, attach }
}

/** Escaped once on the way there. */
function unescaped(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return text
  }
}
