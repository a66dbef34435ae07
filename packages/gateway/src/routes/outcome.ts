import { type Answer, isKeyReuse } from '@tpkit/cashier'
import type { Clock } from '@tpkit/core/ports'
import { otherBody } from '../idempotency/under-way.ts'
import { problemOf } from '../problem/answer.ts'
import type { Reply } from './route.ts'

/** How a use case of the cashier is answered. */
export interface Telling<View> {
  readonly clock: Clock
  /** Under which name a refusal shows how it stands. */
  readonly name: string
  readonly json: (view: View) => object
  /** Of what is done: 201 with its address where something was made. */
  readonly status: 200 | 201
  readonly location?: (view: View) => string
}

/** Where nobody knows how long: about as long as a wallet takes. */
const USUAL_WAIT_S = 5

/** `done` → 200 or 201 · `unknown` → 202, as it stands, with Retry-After · `refused` → a problem by its TP code, as it stands. */
export function told<View>(answer: Answer<View>, { clock, name, json, status, location }: Telling<View>): Reply {
  const headers = (view: View) => (location ? { location: location(view) } : {})
  switch (answer.kind) {
    case 'done':
      return { status, body: json(answer.value), headers: headers(answer.value) }
    case 'unknown': {
      const wait = waitSeconds(answer.checkAfterMs)
      return { status: 202, body: json(answer.value), headers: { ...headers(answer.value), 'retry-after': wait } }
    }
    default: {
      const { failure, value, retryAt } = answer
      if (isKeyReuse(failure)) throw otherBody()
      const wait = retryAt === undefined ? {} : { headers: { 'retry-after': waitSeconds(retryAt - clock.nowMs()) } }
      throw problemOf(failure, { ...wait, ...(value !== undefined && { about: { [name]: json(value) } }) })
    }
  }
}

function waitSeconds(ms = USUAL_WAIT_S * 1000): string {
  return String(Math.max(1, Math.ceil(ms / 1000)))
}
