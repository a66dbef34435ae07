import { type Money, money, type Payee } from '@tpkit/core'
import { isTPError, type TPError, tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'

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

export function unrelated(name: string, expected: string, found: string): TPError {
  const shown = JSON.stringify(found.slice(0, 40))
  return tpError('UNVERIFIED', `${name}: expected ${JSON.stringify(expected)}, found ${shown}; the answer is to another question`)
}

/** Whole fen of that currency. */
export function amountOf(fields: Fields, name: string, currency: string): Money {
  const text = demand(fields, name)
  if (text.length > 15 || !/^(?:0|[1-9][0-9]*)$/.test(text)) {
    throw tpError('MALFORMED', `${name}: expected a whole number of fen (分), found ${JSON.stringify(text.slice(0, 20))}`)
  }
  try {
    return money(BigInt(text), currency)
  } catch {
    throw tpError(
      'MALFORMED',
      `${name}: expected a currency such as CNY beside it, found ${JSON.stringify(currency.slice(0, 20))}`,
    )
  }
}

/** An amount that nothing depends on: undefined where it is absent or unreadable. */
export function amountIfReadable(fields: Fields, name: string, currency: string): Money | undefined {
  try {
    return amountOf(fields, name, currency)
  } catch (error) {
    if (isTPError(error)) return undefined
    throw error
  }
}

/** What a state word means; one that is not in the table is named, never guessed. */
export function stateOf<State>(fields: Fields, name: string, table: ReadonlyMap<string, State>): State {
  const word = demand(fields, name)
  const state = table.get(word)
  if (state !== undefined) return state
  const known = [...table.keys()].join(', ')
  throw tpError('MALFORMED', `${name}: expected one of ${known}, found ${JSON.stringify(word.slice(0, 32))}`)
}

/** 收款方. Whom the message says the money belongs to: service providers have names of their own for themselves. */
export function payeeOf(fields: Fields): Payee {
  const mchId = fields.sp_mchid ?? demand(fields, 'mchid')
  const [appId, { sub_mchid, sub_appid }] = [fields.sp_appid ?? fields.appid, fields]
  return {
    mchId,
    ...(appId && { appId }),
    ...(sub_mchid && { subMchId: sub_mchid }),
    ...(sub_appid && { subAppId: sub_appid }),
  }
}
