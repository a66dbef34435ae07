import { isDeepStrictEqual } from 'node:util'
import type { Absent, Fact, WalletAnswer } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, type Ended, ended, refusal } from '../world/believed.ts'
import { messageOf, replacing, resignedAnswer } from '../world/messages.ts'
import { answeredBy } from '../world/mishaps.ts'
import { withoutTransaction } from '../world/questions.ts'
import { reads, soldAndRefunded } from '../world/reads.ts'
import type { Shop } from '../world/shop.ts'
import type { World } from '../world/world.ts'

export const foreignAnswerDoesNotBind: Law = {
  name: 'foreign-answer-does-not-bind',
  rule: "a genuine answer about another merchant's order of the same number is refused, or gives facts that do not bind to ours",
  incident: 'two shops of one owner shared a key, and a paid order of one released the goods of the other',
  repair: "take the payee of a fact from the message, and refuse an answer whose merchant is not the account's",
  check: async (world) => {
    const { ours, stranger, dialect } = world
    await demandOwnPrompt(world)
    const [own, foreign] = [await asked(ours), await asked(stranger)]
    for (const [index, { verb, ask, binds }] of own.questions.entries()) {
      const theirs = await ended(foreign.questions[index]?.ask ?? ask)
      const answer = stranger.line.sent.at(-1)?.answer
      const answered = theirs.kind === 'returned' && answer !== undefined
      demand(answered, `the stranger's ${verb} to be answered`, theirs, 'nothing is shown')
      // Where the answer names nobody, the connection alone tells whose it is: then nothing can be shown.
      if (!namesPayee(world, answer)) continue
      const same = isDeepStrictEqual(own.names, foreign.names)
      const named = same ? answer : resignedAnswer(dialect, answer, replacing(renamed(foreign.names, own.names)))
      demandForeign(await ended(() => ours.line.during(answeredBy(named), ask)), verb, binds)
    }
  },
}

/** Where an answer to pay says whose it is. Elsewhere only the connection does, and nothing can be shown. */
async function demandOwnPrompt(world: World): Promise<void> {
  const { ours, stranger } = world
  const [own, foreign] = [ours.order(), stranger.order()]
  const theirs = await stranger.pay(foreign)
  const answer = stranger.line.sent.at(-1)?.answer
  demand(theirs.kind === 'done', "the stranger's pay to be answered", theirs, 'nothing is shown')
  if (!answer || !namesPayee(world, answer)) return
  const end = await ended(() => ours.line.during(answeredBy(answer), () => ours.pay(own)))
  demand(!believed(end), 'pay to refuse an answer that names the stranger', end, 'the payer pays, and the stranger has the money')
}

/** Whether an answer says that it is about the stranger. */
function namesPayee({ stranger, dialect }: World, answer: WalletAnswer): boolean {
  const { mchId, subMchId = mchId } = stranger.tp.payee
  return dialect.read(messageOf(answer)).some(([, value]) => value === subMchId)
}

/** Both shops count alike, so that order and refund have the same numbers and amounts at both. */
async function asked(shop: Shop): Promise<Asked> {
  const { sale, command } = await soldAndRefunded(shop)
  // Without the transaction: its number is the stranger's own, and would show whose answer it is.
  const questions = reads(shop, withoutTransaction(sale), withoutTransaction(command))
  return { questions, names: [sale.outTradeNo, command.outRefundNo] }
}

interface Asked {
  readonly questions: ReturnType<typeof reads>
  /** The numbers in their answers. */
  readonly names: readonly string[]
}

/** Two sub-merchants share the numbers of their service provider: then the wallet tells of ours by mistake. */
function renamed(theirs: readonly string[], ours: readonly string[]): ReadonlyMap<string, string> {
  return new Map(theirs.map((name, index) => [name, ours[index] ?? name]))
}

function demandForeign(end: Ended<Fact | Absent>, verb: string, binds: (found: unknown) => boolean): void {
  const meaning = "somebody else's customer paid, and our shop ships"
  const foreign = end.kind === 'threw' ? refusal(end) !== undefined : end.value.kind !== 'absent' && !binds(end.value)
  demand(foreign, `${verb} to refuse the stranger's answer, or to give a fact that does not bind`, end, meaning)
}
