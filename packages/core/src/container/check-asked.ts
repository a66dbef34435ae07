import type { PayCommand } from '../contract/command.ts'
import { tpError } from '../errors.ts'

/**
 * What routing reads of a command. Which account will check the rest is not known before; commands come from JavaScript too,
 * and a mistake is a sentence, not a TypeError. Throws `INVALID`.
 */
export function checkAsked(command: PayCommand): void {
  const found: unknown = command // whatever the type says
  if (!isObject(found)) {
    throw tpError('INVALID', `command: expected an object with scene, outTradeNo and total, found ${kindOf(found)}`)
  }
  checkTotal(Reflect.get(found, 'total'))
}

function checkTotal(total: unknown): void {
  if (!isObject(total)) throw noMoney(kindOf(total))
  const [amount, currency]: readonly unknown[] = [Reflect.get(total, 'amount'), Reflect.get(total, 'currency')]
  if (amount === undefined || typeof currency !== 'string') throw noMoney('an object that lacks amount or currency')
  if (typeof amount === 'bigint') return
  const wanted = 'a bigint of minor units, as cny.yuan("19.90") or cny.fen(1990) give it'
  throw tpError('INVALID', `total.amount: expected ${wanted}, found ${kindOf(amount)}`)
}

function noMoney(found: string): Error {
  return tpError('INVALID', `total: expected money such as cny.yuan("19.90"), found ${found}`)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return isObject(value) ? 'an object' : `a ${typeof value}`
}
