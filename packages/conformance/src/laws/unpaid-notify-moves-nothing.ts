import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { resigned } from '../world/messages.ts'
import { stateParts, WORD_OF_NEXT_YEAR } from '../world/states.ts'

export const unpaidNotifyMovesNothing: Law = {
  name: 'unpaid-notify-moves-nothing',
  rule: 'a genuine notify of an order that is not paid, or in a state that nobody knows, gives no paid fact',
  incident: 'a shop took every signed notify for a payment, until the wallet began to announce failures too',
  repair: 'read the state of a notify as you read that of a query; a genuine notify that says nothing to book has no facts',
  check: async (world) => {
    const { ours, dialect } = world
    const { pending } = await stateParts(world)
    for (const { received } of world.due()) {
      // A wallet that only ever announces payments may leave the state out.
      if (!dialect.read(received).some(([name]) => pending.has(name))) continue
      for (const word of [undefined, WORD_OF_NEXT_YEAR]) {
        const told = resigned(dialect, received, (parts) =>
          parts.map(([name, value]) => [name, (pending.has(name) && word) || (pending.get(name) ?? value)]),
        )
        const end = await ended(() => ours.tp.notify(told))
        const paid = end.kind === 'returned' && end.value.facts.some((fact) => fact.kind === 'payment' && fact.status === 'paid')
        demand(!paid, `no payment from a notify that says ${word ?? 'unpaid'}`, end, 'the shop ships what nobody paid')
      }
    }
  },
}
