import type { PayCommand } from '../contract/command.ts'
import { tpError } from '../errors.ts'

/**
 * What routing reads of a command. Which account will check the rest is not known before; commands come from JavaScript too,
 * and a mistake is a sentence, not a TypeError. Throws `INVALID`.
 */
export function checkAsked(command: PayCommand): void {
  const found: unknown = command // whatever the type says
  if (typeof found !== 'object' || found === null) {
    throw tpError('INVALID', `command: expected an object with scene, outTradeNo and total, found ${kindOf(found)}`)
  }
  const total: unknown = Reflect.get(found, 'total')
  if (isMoney(total)) return
  throw tpError('INVALID', `total: expected money such as cny.yuan("19.90"), found ${kindOf(total)}`)
}

function isMoney(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return typeof Reflect.get(value, 'amount') === 'bigint' && typeof Reflect.get(value, 'currency') === 'string'
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? 'an object without amount and currency' : `a ${typeof value}`
}
