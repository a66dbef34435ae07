import type { WalletAnswer } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { refusedWith } from '../world/believed.ts'
import { answerFrom, isSigned, messageOf, type Tongue } from '../world/messages.ts'
import { onlyTheAddressArrives, onWrites } from '../world/mishaps.ts'
import { writes } from '../world/writes.ts'

export const unsignedRefusalOnlyFromTheTable: Law = {
  name: 'unsigned-refusal-only-from-the-table',
  rule: 'an unsigned refusal is believed under a listed code and status only; under any other the write is unknown',
  incident: 'a load balancer answered in the words of the wallet, nobody had signed it, and a refund went out twice',
  repair: 'hand on the status and code of an unsigned refusal as they came, and list in the manifest what is decided beforehand',
  check: async ({ ours, dialect }) => {
    for await (const { verb, call } of writes(ours)) {
      const before = ours.line.writes
      const refused = await ours.line.during(onWrites(onlyTheAddressArrives), call)
      const code = refusedWith({ kind: 'returned', value: refused })?.provider?.code
      const answer = ours.line.sent.at(-1)?.answer
      if (ours.line.writes === before || code === undefined || !answer || isSigned(dialect, messageOf(answer))) continue
      for (const [what, forged] of forgeries(dialect, answer, code)) {
        const outcome = await ours.line.during(
          onWrites(() => forged),
          call,
        )
        const meaning = 'whoever sits on the line refuses what the wallet carries out'
        demand(outcome.kind === 'unknown', `${verb} to be unknown after an unsigned refusal with ${what}`, outcome, meaning)
      }
    }
  },
}

function forgeries(
  dialect: Tongue,
  answer: WalletAnswer,
  code: string,
): readonly (readonly [what: string, answer: WalletAnswer])[] {
  const message = messageOf(answer)
  const parts = dialect.read(message).map(([name, value]) => [name, value === code ? 'CODE_OF_NEXT_YEAR' : value] as const)
  return [
    ['a code that nobody listed', { ...answer, ...answerFrom(dialect.write(parts, message)) }],
    ['another status', { ...answer, status: 409 }],
  ]
}
