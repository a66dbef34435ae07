import type { AttemptRef, Instant, NotThere, TPError } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Refusal } from './answer.ts'
import type { Call } from './endpoints.ts'
import { PREPAY_LIFE_MS } from './manifest.ts'

const DAY_MS = 86_400_000

/** The wallet's border is 30 days; a day less leaves room for clocks that differ. */
const PROVEN_MS = 29 * DAY_MS

/**
 * A genuine "no such order" (ORDERNOTEXIST), believed where it can be true only. From 30 days after payment on the
 * wallet says so of every order, paid ones too, that is not asked for by its transaction_id.
 * Throws `NOT_FOUND` where nothing shows that the attempt is younger, and for a query by a transaction_id that the wallet does
 * not know: it names them itself, so the number is wrong, and nothing is said about ours.
 */
export function believedAbsence(call: Call, refusal: Refusal, ref: AttemptRef, nowMs: Instant): NotThere {
  if (call === 'query' && ref.transactionId !== undefined) throw strangers(refusal)
  if (ref.transactionId === undefined && !isYoung(ref, nowMs)) throw unproven(call, refusal)
  return { kind: 'absent', evidence: 'verified' }
}

/** Every time that is given must say so: times that contradict each other prove nothing. */
function isYoung({ startedAt, paidAt, expiresAt }: AttemptRef, nowMs: Instant): boolean {
  // An order starts at most two hours before its expiry.
  const earliest = [startedAt, paidAt, expiresAt === undefined ? undefined : expiresAt - PREPAY_LIFE_MS]
  const ages = earliest.flatMap((instant) => (instant === undefined ? [] : [nowMs - instant]))
  // What starts tomorrow, nobody can have asked for today: such a time is a mistake.
  return ages.length > 0 && ages.every((age) => age > -DAY_MS && age < PROVEN_MS)
}

function strangers({ code, message }: Refusal): TPError {
  const sentence = `query: expected the transactionId that the wallet named for this order, found ${code} for it; compare it, or ask by outTradeNo alone`
  return tpError('NOT_FOUND', sentence, {
    retry: 'after-fix',
    provider: { code, ...(message && { message: message.slice(0, 128) }) },
  })
}

function unproven(call: Call, { code, message }: Refusal): TPError {
  const expected = 'expected an order that is known to be less than 29 days old, or its transactionId'
  const found = `found ${code}, which the wallet answers for every order paid 30 days ago or earlier that is named by our numbers only`
  const todo = "give startedAt (when you wrote the attempt down) or, for an older one, the wallet's transactionId"
  const provider = { code, ...(message && { message: message.slice(0, 128) }) }
  return tpError('NOT_FOUND', `${call}: ${expected}; ${found}; ${todo}`, { retry: 'after-fix', provider })
}
