import type { Instant } from '@tpkit/core'
import { type NoStatement, type StatementDay, statementDay } from '../books/statement-day.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'

const REFUSALS: Readonly<Record<NoStatement, () => Refusal>> = {
  future: () => new Refusal('PARAM_ERROR', 'bill_date 不能是未来的日期'),
  'not-ready': () => new Refusal('BILL_NOT_READY'),
  'too-old': () => new Refusal('BILL_TOO_OLD'),
}

/** The day that a call asks a statement of. Throws a `Refusal` where it has none. */
export function dayAsked({ fields }: Call, now: Instant): StatementDay {
  const day = statementDay(fields.get('bill_date') ?? '', now)
  if (typeof day === 'string') throw REFUSALS[day]()
  return day
}
