import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { resignedAnswer } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { stateParts, WORD_OF_NEXT_YEAR } from '../world/states.ts'

export const unknownStateIsNotPaid: Law = {
  name: 'unknown-state-is-not-paid',
  rule: 'a state that the wallet may invent tomorrow is not paid: query throws or says anything else',
  incident: 'a new state for payments under review fell into the last branch of a switch, which said paid',
  repair: 'let a table map the known states, and throw `MALFORMED` for every other',
  check: async (world) => {
    const { ours, dialect } = world
    const { sale, pending } = await stateParts(world)
    const mishap = answerBecomes((live) =>
      resignedAnswer(dialect, live, (parts) =>
        parts.map(([name, value]) => [name, pending.has(name) ? WORD_OF_NEXT_YEAR : value]),
      ),
    )
    const end = await ended(() => ours.line.during(mishap, () => ours.query(sale)))
    const paid = end.kind === 'returned' && end.value.kind === 'payment' && end.value.status === 'paid'
    demand(
      !paid,
      'a state that nobody knows not to be paid',
      end,
      'a payment under review, blocked or taken back ships the goods',
    )
  },
}
