import { isDeepStrictEqual } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { UNPROVEN } from '../world/mishaps.ts'
import type { Shop } from '../world/shop.ts'

export const probeTellsRightKeysFromWrong: Law = {
  name: 'probe-tells-right-keys-from-wrong',
  rule: 'probe says yes with the right keys, no with wrong ones or without a clear answer, and moves nothing',
  incident: 'a shop went live with the key of its test account, for the check had only asked whether the server was there',
  repair: 'let `probe` make a signed call that changes nothing, and say yes only to an answer whose signature holds',
  needs: ['probe'],
  check: async (world) => {
    const { ours, wallet, clock } = world
    await ours.sell()
    const books = wallet.books(clock.nowMs())
    const right = await asked(ours)
    demand(right === true, 'yes with the right keys', right, 'a shop that is right cannot go live')
    demand(
      isDeepStrictEqual(wallet.books(clock.nowMs()), books),
      'unchanged books',
      wallet.books(clock.nowMs()),
      'a check moves money',
    )
    const wrong = await asked(world.wrongKeys().ours)
    demand(wrong !== true, 'no with wrong keys', wrong, 'a shop goes live that nobody can pay')
    for (const [what, mishap] of UNPROVEN) {
      const end = await ours.line.during(mishap, () => asked(ours))
      demand(end !== true, `no after ${what}`, end, 'a shop goes live behind a door that is shut')
    }
  },
}

/** True for a yes; what it said or threw otherwise. */
async function asked({ tp: { probe } }: Shop): Promise<unknown> {
  demand(probe !== undefined, 'the ability probe that the manifest declares', probe, 'the manifest promises what is not there')
  const end = await ended(() => probe())
  return end.kind === 'returned' && end.value.ok ? true : end
}
