import { type Money, money, type Payee } from '@tpkit/core'
import { isTPError, type TPError, tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'

/** Readers of single fields. What is demanded and absent, or unreadable, throws `MALFORMED`: no reader puts a default in its place. */

/** A field that must be there and not empty. */
export function demand(fields: Fields, name: string): string {
  const value = fields[name]
  if (value) return value
  throw tpError(
    'MALFORMED',
    `${name}: expected a value in the wallet's message, found ${value === undefined ? 'nothing' : 'an empty one'}`,
  )
}

/** An answer to another question is not an answer. Throws `MALFORMED` when the field is absent, `UNVERIFIED` when it differs. */
export function checkEcho(fields: Fields, name: string, expected: string): void {
  const found = demand(fields, name)
  if (found !== expected) throw unrelated(name, expected, found)
}

export function unrelated(name: string, expected: string, found: string): TPError {
  const shown = JSON.stringify(found.slice(0, 40))
  return tpError('UNVERIFIED', `${name}: expected ${JSON.stringify(expected)}, found ${shown}; the answer is to another question`)
}

/** Why there is no success, in the wallet's own words; empty where it gave none. `err_code_des` has two spellings. */
export function wordsOf({ err_code_des, err_code_desc, return_msg, retmsg }: Fields): string {
  const about = err_code_des || err_code_desc
  if (about) return about
  // Where the communication failed, or no err_code says more. "SUCCESS", "ok" and "0" are no reasons.
  return [...new Set([return_msg, retmsg])].filter((words) => words && !/^(?:success|ok|0)$/i.test(words)).join('; ')
}

/** Whole fen. */
export function fen(fields: Fields, name: string): bigint {
  const text = demand(fields, name)
  if (text.length <= 15 && /^(?:0|[1-9][0-9]*)$/.test(text)) return BigInt(text)
  throw tpError('MALFORMED', `${name}: expected a whole number of fen (分), found ${JSON.stringify(text.slice(0, 20))}`)
}

/** An amount in the currency that the message names for it; the caller says which where the message names one for all. */
export function amountOf(fields: Fields, name: string, currency = demand(fields, 'fee_type')): Money {
  return inCurrency(fen(fields, name), currency)
}

/** What a state word means (ignoring letter case); one that is not in the table is named, never guessed. */
export function stateOf<State>(fields: Fields, name: string, table: ReadonlyMap<string, State>): State {
  const word = demand(fields, name)
  const state = table.get(word.toUpperCase())
  if (state !== undefined) return state
  const known = [...table.keys()].join(', ')
  throw tpError('MALFORMED', `${name}: expected one of ${known}, found ${JSON.stringify(word.slice(0, 32))}`)
}

/** An amount that nothing depends on: undefined where it is absent or unreadable. */
export function amountIfReadable(fields: Fields, name: string): Money | undefined {
  try {
    return amountOf(fields, name)
  } catch (error) {
    if (isTPError(error)) return undefined
    throw error
  }
}

/** 收款方. Whom the message says the money belongs to. */
export function payeeOf(fields: Fields): Payee {
  const { appid, sub_mch_id, sub_appid } = fields
  return {
    mchId: demand(fields, 'mch_id'),
    ...(appid && { appId: appid }),
    ...(sub_mch_id && { subMchId: sub_mch_id }),
    ...(sub_appid && { subAppId: sub_appid }),
  }
}

function inCurrency(amount: bigint, currency: string): Money {
  try {
    return money(amount, currency)
  } catch {
    throw tpError('MALFORMED', `fee_type: expected a currency such as CNY, found ${JSON.stringify(currency.slice(0, 20))}`)
  }
}
