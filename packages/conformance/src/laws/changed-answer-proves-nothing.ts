import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, type Ended, ended, refusedWith, sameSaying } from '../world/believed.ts'
import { type Forgery, forgeries } from '../world/forgeries.ts'
import { answerFrom, isSigned, messageOf } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { askedOnce, questions } from '../world/questions.ts'
import type { World } from '../world/world.ts'

export const changedAnswerProvesNothing: Law = {
  name: 'changed-answer-proves-nothing',
  rule: 'an answer of which anything was changed is never believed: no done, no refusal, no fact that the wallet did not sign',
  incident: 'a library skipped every check of an answer whose sign field was empty, and a proxy turned refusals into payments',
  repair:
    'verify over all bytes or fields that came before you read any; where the signature is missing or empty, throw `UNVERIFIED`',
  check: async (world) => {
    const { ours, dialect, random } = world
    for (const [index, question] of (await questions(ours)).entries()) {
      const { verb } = question
      // Every byte of the answer that tells of the money; a part of the others, and in each another part.
      const bytes = verb === 'query' ? { first: 0, step: 1 } : { first: index, step: OTHERS_STEP }
      const { end: genuine, answer } = await askedOnce(ours, question)
      // What a wallet answers without a signature, nobody needs to forge.
      if (!answer || !isSigned(dialect, messageOf(answer))) continue
      demand(
        believed(genuine),
        `the genuine answer to ${verb} to be believed`,
        genuine,
        'without it the experiment shows nothing',
      )
      for (const forgery of forgeries(messageOf(answer), dialect, random, bytes)) {
        const forged = answerBecomes((live) => ({ ...live, ...answerFrom(forgery.forge(messageOf(live))) }))
        const end = await ended(() => ours.line.during(forged, question.ask))
        demandDoubt(world, end, genuine, `${verb} with ${forgery.what}`, forgery)
      }
    }
  },
}

const OTHERS_STEP = 6

function demandDoubt(world: World, end: Ended<unknown>, genuine: Ended<unknown>, what: string, { proves }: Forgery): void {
  if (!believed(end)) return
  const meaning = 'whoever sits on the line decides who is paid'
  demand(sameSaying(end, genuine), `doubt about the answer to ${what}`, end, meaning)
  // What a wallet refuses before it looks at anything, it may refuse without a signature.
  if (proves === 'nothing') demand(isDecided(world, end), `doubt about the answer to ${what}`, end, meaning)
}

function isDecided({ ours }: World, end: Ended<unknown>): boolean {
  const code = refusedWith(end)?.provider?.code
  return code !== undefined && ours.tp.manifest.decidedBeforeExecution.some((listed) => listed.code === code)
}
