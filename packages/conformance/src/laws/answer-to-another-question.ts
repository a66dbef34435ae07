import type { RefundCommand } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { believed, ended } from '../world/believed.ts'
import { messageOf } from '../world/messages.ts'
import { answeredBy } from '../world/mishaps.ts'
import { askedOnce, type Question, withoutTransaction } from '../world/questions.ts'
import type { Shop } from '../world/shop.ts'
import type { World } from '../world/world.ts'

/** Answers to pay and close name no order at some wallets, and those to refund no refund: only what an answer names can be told apart. */
export const answerToAnotherQuestion: Law = {
  name: 'answer-to-another-question',
  rule: 'the genuine answer about another order, or another refund of ours, is not believed by query, refund and queryRefund',
  incident: 'an answer about one paid order was kept and played back for every other order of the same shop',
  repair: 'compare the numbers in the answer with those of the command before you read anything else of it',
  check: async (world) => {
    const { ours } = world
    const [sale, other] = [await ours.sell(), await ours.sell()]
    const [first, second] = [await refunded(ours, sale), await refunded(ours, sale)]
    const elsewhere = await refunded(ours, other)
    for (const [asked, given, names] of [
      [aboutSale(ours, sale), aboutSale(ours, other), [other.outTradeNo]],
      [aboutRefund(ours, first), aboutRefund(ours, elsewhere), [elsewhere.outTradeNo, elsewhere.outRefundNo]],
      [aboutRefund(ours, first), aboutRefund(ours, second), [second.outRefundNo]],
    ] as const) {
      for (const [index, question] of asked.entries()) await demandDoubt(world, question, given[index] ?? question, names)
    }
  },
}

async function refunded(ours: Shop, sale: Sale): Promise<RefundCommand> {
  const command = ours.refundOf(sale, 3_000n)
  await ours.refund(command)
  return command
}

/** With the wallet's own number, and without: it must not be the only thing that is compared. */
function aboutSale(ours: Shop, sale: Sale): readonly Question[] {
  const ref = ours.ref(sale)
  return [
    { verb: 'query', ask: () => ours.tp.query(ref) },
    { verb: 'query by our number', ask: () => ours.tp.query(withoutTransaction(ref)) },
  ]
}

function aboutRefund({ tp: { refund, queryRefund } }: Shop, command: RefundCommand): readonly Question[] {
  const bare = withoutTransaction(command)
  return [
    { verb: 'refund', ask: () => refund(command) },
    { verb: 'refund by our number', ask: () => refund(bare) },
    ...(queryRefund ? [{ verb: 'queryRefund', ask: () => queryRefund(command) }] : []),
    ...(queryRefund ? [{ verb: 'queryRefund by our numbers', ask: () => queryRefund(bare) }] : []),
  ]
}

/** `names`: the numbers that only the other question is about. */
async function demandDoubt(
  { ours, dialect }: World,
  { verb, ask }: Question,
  other: Question,
  names: readonly string[],
): Promise<void> {
  const { end: genuine, answer } = await askedOnce(ours, other)
  demand(believed(genuine) && answer !== undefined, `the other ${verb} to be answered`, genuine, 'without it nothing is shown')
  if (!dialect.read(messageOf(answer)).some(([, value]) => names.includes(value))) return
  const end = await ended(() => ours.line.during(answeredBy(answer), ask))
  const meaning = 'one paid order pays for every other: its answer only has to be kept and sent again'
  demand(!believed(end), `${verb} not to believe the answer to another question`, end, meaning)
}
