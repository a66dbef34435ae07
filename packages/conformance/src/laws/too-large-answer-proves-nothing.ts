import type { WalletAnswer } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, ended } from '../world/believed.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { askedOnce, questions } from '../world/questions.ts'

export const tooLargeAnswerProvesNothing: Law = {
  name: 'too-large-answer-proves-nothing',
  rule: 'an answer above the size that the manifest allows is never believed, genuine or not',
  incident: 'an answer that never ended filled the memory of every worker, and the shop stood still with all its wallets',
  repair: 'state `limits.maxMessageBytes`, and let the connection stop there; read no answer of your own',
  check: async ({ ours }) => {
    const most = ours.tp.manifest.limits.maxMessageBytes
    for (const question of await questions(ours)) {
      const { answer } = await askedOnce(ours, question)
      if (!answer) continue
      const end = await ended(() =>
        ours.line.during(
          answerBecomes((live) => blownUp(live, most)),
          question.ask,
        ),
      )
      const meaning = 'whoever answers in the place of the wallet fills the memory of the shop'
      demand(!believed(end), `no belief in an answer to ${question.verb} of ${most + 1} bytes`, end, meaning)
    }
  },
}

/** Spaces at the end, which most readers skip. */
function blownUp(answer: WalletAnswer, most: number): WalletAnswer {
  const body = new Uint8Array(most + 1).fill(0x20)
  body.set(answer.body.subarray(0, most))
  return { ...answer, body }
}
