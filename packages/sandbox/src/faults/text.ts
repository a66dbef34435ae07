import type { FaultRule } from '@tpkit/core'
import { FAULTS } from './catalogue.ts'
import type { SandboxFault } from './fault.ts'
import { checkRule } from './rules.ts'

/**
 * Reads `fault[:value][@call][*times][%percent][#outTradeNo]`, with a comma between rules. Times may be written `500ms`,
 * `3s`, `10m`, `2h`. Throws with what was expected, what came and what to do.
 *
 * @example
 * parseFaults('drop-after@refund*1, notify-late:10m%30')
 */
export function parseFaults(text: string, catalogue: readonly SandboxFault[] = FAULTS): readonly FaultRule[] {
  if (text.trim() === '') return []
  return text.split(',').map((part) => checkRule(ruleOf(part.trim()), catalogue).rule)
}

const GRAMMAR = 'fault[:value][@call][*times][%percent][#outTradeNo]'

/** An order number may hold `*` and `@`, so it stands at the end and takes everything. */
const RULE = /^([a-z0-9-]+)(?::([^:@*%#]*))?(?:@([A-Za-z]*))?(?:\*([^:@*%#]*))?(?:%([^:@*%#]*))?(?:#([0-9A-Za-z_\-|*@]{1,64}))?$/

function ruleOf(text: string): FaultRule {
  const [, fault, value, call, times, percent, outTradeNo] = RULE.exec(text) ?? []
  if (fault === undefined) {
    const found = text === '' ? 'nothing between two commas' : JSON.stringify(text.slice(0, 80))
    throw new Error(`faults: expected ${GRAMMAR}, found ${found}; write its parts in this order, or leave them out`)
  }
  return {
    fault,
    ...(value !== undefined && { value: quantityOf(fault, value) }),
    // Which names are calls, `checkRule` knows.
    ...(call !== undefined && { call: call as NonNullable<FaultRule['call']> }),
    ...(times !== undefined && { times: numberOf(`${fault}*`, times, /^[0-9]{1,9}$/, 'a whole number') }),
    ...(percent !== undefined && {
      percent: numberOf(`${fault}%`, percent, /^[0-9]{1,3}(?:\.[0-9]{1,6})?$/, 'a number up to 100'),
    }),
    ...(outTradeNo !== undefined && { outTradeNo }),
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

function quantityOf(fault: string, text: string): number {
  const [, digits, unit = ''] = /^(-?[0-9]{1,12})(ms|s|m|h)?$/.exec(text) ?? []
  if (digits !== undefined) return Number(digits) * (UNITS[unit] ?? 1)
  const found = JSON.stringify(text.slice(0, 32))
  throw new Error(`${fault}: expected a whole number, or a time such as 500ms, 3s, 10m or 2h, found ${found}; correct the value`)
}

function numberOf(where: string, text: string, pattern: RegExp, expected: string): number {
  if (pattern.test(text)) return Number(text)
  throw new Error(`${where}: expected ${expected}, found ${JSON.stringify(text.slice(0, 32))}; correct it or leave it out`)
}
