import type { Part } from '../bench.ts'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, ended, sameSaying } from '../world/believed.ts'
import { isSigned, messageOf, resigned, resignedAnswer } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { askedOnce, questions } from '../world/questions.ts'
import type { World } from '../world/world.ts'

export const unknownFieldsSurvive: Law = {
  name: 'unknown-fields-survive',
  rule: 'a genuine message with a field that nobody knows yet is believed, and says what it says without it',
  incident: 'a wallet added a field to its notifies on a Friday, and until Monday every payment looked forged',
  repair: 'sign over what arrived, not over the fields that you know; ignore what you do not know only after that',
  check: async (world) => {
    await checkAnswers(world)
    await checkNotify(world)
  },
}

const MEANING = 'the wallet may add fields at any time, and from then on nothing is paid any more'
const withMore = (parts: readonly Part[]): readonly Part[] => [...parts, ['field_of_next_year', '1']]

async function checkAnswers({ ours, dialect }: World): Promise<void> {
  for (const question of await questions(ours)) {
    const { end: genuine, answer } = await askedOnce(ours, question)
    if (!answer || !isSigned(dialect, messageOf(answer))) continue
    const mishap = answerBecomes((live) => resignedAnswer(dialect, live, withMore))
    const end = await ended(() => ours.line.during(mishap, question.ask))
    // A client's launch parameters are signed anew each time.
    const same = question.verb.startsWith('pay') ? believed(end) : sameSaying(end, genuine)
    demand(same, `the same answer to ${question.verb} with a field more`, end, MEANING)
  }
}

async function checkNotify(world: World): Promise<void> {
  const { ours, dialect } = world
  await ours.sell()
  for (const { received } of world.due()) {
    const genuine = await ended(() => ours.tp.notify(received))
    const end = await ended(() => ours.tp.notify(resigned(dialect, received, withMore)))
    demand(sameSaying(end, genuine), 'the same notice from a notify with a field more', end, MEANING)
  }
}
