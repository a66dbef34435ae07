import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { refusedWith } from '../world/believed.ts'
import { isSigned, messageOf, resignedAnswer } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'

export const unlistedCodeProvesNothing: Law = {
  name: 'unlisted-code-proves-nothing',
  rule: 'a genuine refusal under a code that the provider does not know is unknown: it may be a new word for "still working"',
  incident: 'a wallet added a code for `still working on it`, every client read it as a refusal, and refunds were sent anew',
  repair: 'keep a table of codes that refuse; answer `unknown` for whatever is not in it',
  check: async ({ ours, dialect }) => {
    const sale = await ours.sell()
    await ours.refund(ours.refundOf(sale, sale.total.amount))
    const more = ours.refundOf(sale, 1n)
    const refused = await ours.refund(more)
    const code = refusedWith({ kind: 'returned', value: refused })?.provider?.code
    const answer = ours.line.sent.at(-1)?.answer
    // Where refusals are not signed or have no code, the table of unsigned ones decides.
    if (code === undefined || !answer || !isSigned(dialect, messageOf(answer))) return
    const mishap = answerBecomes((live) =>
      resignedAnswer(dialect, live, (parts) => parts.map(([name, value]) => [name, value === code ? CODE : value])),
    )
    const outcome = await ours.line.during(mishap, () => ours.refund(more))
    const meaning = 'the wallet is still at it, and the shop does it again under a new number'
    demand(outcome.kind === 'unknown', `refund to be unknown after ${CODE}`, outcome, meaning)
  },
}

const CODE = 'CODE_OF_NEXT_YEAR'
