import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, ended, refusal } from '../world/believed.ts'
import { answeredBy } from '../world/mishaps.ts'
import { askedOnce, questions } from '../world/questions.ts'
import type { World } from '../world/world.ts'

const MEANING = 'anybody who runs a wallet of his own is believed; look for a test key that was left in the account'

export const anotherKeyProvesNothing: Law = {
  name: 'another-key-proves-nothing',
  rule: 'what a wallet with other keys signs is not believed: neither its answers nor its notifies',
  incident: 'a plugin left a test key in its list of keys, and whoever had read the source could announce payments',
  repair: 'verify with the keys of this account alone; never fall back to a built-in, empty or second key',
  check: async (world) => {
    const impostor = world.impostor()
    await checkAnswers(world, impostor)
    await checkNotify(world, impostor)
  },
}

/** Both shops ask the same questions under the same numbers; ours gets the impostor's answers. */
async function checkAnswers({ ours }: World, { ours: twin }: World): Promise<void> {
  const theirs = await questions(twin)
  for (const [index, { verb, ask }] of (await questions(ours)).entries()) {
    const same = theirs[index]
    const { end: genuine, answer } = same ? await askedOnce(twin, same) : {}
    if (!genuine || !answer) continue
    demand(believed(genuine), `the impostor's own account to believe its ${verb}`, genuine, 'without it nothing is shown')
    const end = await ended(() => ours.line.during(answeredBy(answer), ask))
    demand(!believed(end), `no belief in an answer to ${verb} that another key signed`, end, MEANING)
  }
}

async function checkNotify({ ours }: World, impostor: World): Promise<void> {
  await impostor.ours.sell()
  const [notify] = impostor.due()
  demand(notify !== undefined, 'the impostor to send a notify', notify, 'without it nothing is shown')
  const genuine = await ended(() => impostor.ours.tp.notify(notify.received))
  demand(genuine.kind === 'returned', "the impostor's own account to believe its notify", genuine, 'without it nothing is shown')
  const end = await ended(() => ours.tp.notify(notify.received))
  demand(refusal(end) !== undefined, 'a notify that another key signed to be refused', end, MEANING)
}
