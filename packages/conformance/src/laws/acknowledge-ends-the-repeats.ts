import type { Acknowledgement } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { World } from '../world/world.ts'

const DAY_MS = 86_400_000

export const acknowledgeEndsTheRepeats: Law = {
  name: 'acknowledge-ends-the-repeats',
  rule: 'the wallet repeats a notify after "later" and "refused", and stops after "accepted"',
  incident: "a shop answered in another wallet's words, was told of one payment for a day, and then never of anything again",
  repair: "answer `accepted` with the bytes that the wallet's page prints, and the other two words with something else",
  needs: ['notify'],
  check: async (world) => {
    await world.ours.sell()
    const lost = 'the wallet thinks that the shop knows: the payment is never heard of'
    answerNext(world, 'refused', lost)
    answerNext(world, 'later', lost)
    answerNext(world, 'accepted', lost)
    const more = world.dueWithin(DAY_MS)
    demand(
      more.length === 0,
      'no notify after "accepted"',
      more.length,
      'the wallet does not understand the answer, and gives up later',
    )
  },
}

function answerNext(world: World, word: Acknowledgement, meaning: string): void {
  const [notify, second] = world.dueWithin(DAY_MS)
  demand(notify !== undefined && second === undefined, `one notify to answer with "${word}"`, { notify, second }, meaning)
  world.report(notify, world.ours.tp.acknowledge(word))
}
