import type { Failure } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { type Ended, ended } from '../world/believed.ts'
import { EVERY_ANSWER } from '../world/mishaps.ts'
import { questions } from '../world/questions.ts'

export const failureSaysWhatToDo: Law = {
  name: 'failure-says-what-to-do',
  rule: 'every failure has a code of the closed set, an advice, and a sentence of its own; never the whole message of the wallet',
  incident:
    'an outage showed `undefined` in ten thousand log lines, and the one line with the cause held a whole message with a card number',
  repair: 'write failures with `fail` or `tpError`: expected, found, what to do',
  check: async ({ ours }) => {
    for (const { verb, ask } of await questions(ours)) {
      for (const [, mishap] of EVERY_ANSWER) {
        const end = await ended(() => ours.line.during(mishap, ask))
        const failure = failureIn(end)
        if (!failure) continue
        const whole = Buffer.from(ours.line.sent.at(-1)?.answer?.body ?? []).toString()
        const meaning = 'whoever is woken at night reads nothing, or too much'
        demand(CODES.includes(failure.code), `a code of the closed set from ${verb}`, failure, meaning)
        demand(ADVICE.includes(failure.retry), `an advice from ${verb}`, failure, meaning)
        demand(/\S+ \S+/.test(failure.message) && failure.message.length <= 1_000, `a sentence from ${verb}`, failure, meaning)
        demand(whole.length < 40 || !failure.message.includes(whole), `no whole message from ${verb}`, failure, meaning)
      }
    }
  },
}

const CODES: readonly string[] = [
  ...['INVALID', 'UNSUPPORTED', 'CONFIG', 'UNAUTHORIZED', 'NOT_FOUND', 'CONFLICT', 'DECLINED', 'FUNDS', 'LIMIT', 'RATE'],
  ...['UNAVAILABLE', 'TIMEOUT', 'UNVERIFIED', 'MALFORMED'],
]
const ADVICE: readonly string[] = ['never', 'same-number', 'later', 'after-fix', 'ask-payer']

function failureIn(end: Ended<unknown>): Failure | undefined {
  if (end.kind === 'threw') return isTPError(end.error) ? end.error : undefined
  const { value } = end
  return typeof value === 'object' && value !== null && 'failure' in value ? (value.failure as Failure) : undefined // by its name
}
