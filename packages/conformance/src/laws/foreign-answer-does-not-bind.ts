import { isDeepStrictEqual } from 'node:util'
import { bind, type PaymentFact, type RefundCommand, type RefundFact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { believed, type Ended, ended, refusal } from '../world/believed.ts'
import { answeredBy } from '../world/faults.ts'
import { headersOf } from '../world/headers.ts'
import { replacing, resignedAnswer } from '../world/messages.ts'
import { withoutTransaction } from '../world/questions.ts'
import type { Sale, Shop } from '../world/shop.ts'
import type { World } from '../world/world.ts'

export const foreignAnswerDoesNotBind: Law = {
  name: 'foreign-answer-does-not-bind',
  rule: "a genuine answer about another merchant's order of the same number is refused, or gives facts that do not bind to ours",
  incident: 'two shops of one owner shared a key, and a paid order of one released the goods of the other',
  repair: "take the payee of a fact from the message, and refuse an answer whose merchant is not the account's",
  check: async (world) => {
    const { ours, stranger, dialect } = world
    await demandOwnPrompt(world)
    const [own, foreign] = [await reads(ours), await reads(stranger)]
    for (const [index, { verb, ask, binds, names }] of own.entries()) {
      const { ask: askTheirs, names: theirNames } = foreign[index] ?? { ask, names }
      const theirs = await ended(askTheirs)
      const answer = stranger.line.sent.at(-1)?.answer
      demand(
        theirs.kind === 'returned' && answer !== undefined,
        `the stranger's ${verb} to be answered`,
        theirs,
        'nothing is shown',
      )
      const named = isDeepStrictEqual(names, theirNames)
        ? answer
        : resignedAnswer(dialect, answer, replacing(renamed(theirNames, names)))
      demandForeign(await ended(() => ours.line.during(answeredBy(named), ask)), verb, binds)
    }
  },
}

/** Where an answer to pay says whose it is. Elsewhere only the connection does, and nothing can be shown. */
async function demandOwnPrompt({ ours, stranger, dialect }: World): Promise<void> {
  const [own, foreign] = [ours.order(), stranger.order()]
  const theirs = await stranger.pay(foreign)
  const answer = stranger.line.sent.at(-1)?.answer
  demand(theirs.kind === 'done', "the stranger's pay to be answered", theirs, 'nothing is shown')
  const { mchId } = stranger.tp.payee
  if (!answer || !dialect.read({ ...answer, headers: headersOf(answer.headers) }).some(([, value]) => value === mchId)) return
  const end = await ended(() => ours.line.during(answeredBy(answer), () => ours.pay(own)))
  demand(!believed(end), 'pay to refuse an answer that names the stranger', end, 'the payer pays, and the stranger has the money')
}

interface Read {
  readonly verb: string
  readonly ask: () => Promise<Answered>
  readonly binds: (answered: Answered) => boolean
  /** The numbers in it. */
  readonly names: readonly string[]
}

/** Two sub-merchants share the numbers of their service provider: then the wallet tells of ours by mistake. */
function renamed(theirs: readonly string[], ours: readonly string[]): ReadonlyMap<string, string> {
  return new Map(theirs.map((name, index) => [name, ours[index] ?? name]))
}

type Answered = PaymentFact | RefundFact | { readonly kind: 'absent' }

/** Both shops count alike, so that order and refund have the same numbers and amounts at both. */
async function reads(shop: Shop): Promise<readonly Read[]> {
  const sale = await shop.sell()
  const command = shop.refundOf(sale, 4_000n)
  await shop.refund(command)
  // Without the transaction: its number is the stranger's own, and would show whose answer it is.
  const [ref, refund] = [withoutTransaction(shop.ref(sale)), withoutTransaction(command)]
  const { queryRefund } = shop.tp
  const query: Read = {
    verb: 'query',
    ask: () => shop.tp.query(ref),
    binds: bindsTo(shop, sale, command),
    names: [sale.outTradeNo, command.outRefundNo],
  }
  if (!queryRefund) return [query]
  return [query, { ...query, verb: 'queryRefund', ask: () => queryRefund(refund) }]
}

function bindsTo({ tp: { payee } }: Shop, { outTradeNo, total }: Sale, { outRefundNo, amount }: RefundCommand): Read['binds'] {
  return (answered) => {
    if (answered.kind === 'absent') return true
    if (answered.kind === 'payment') return bind({ payee, outTradeNo, total }, answered).kind === 'ours'
    return bind({ payee, outTradeNo, outRefundNo, amount }, answered).kind === 'ours'
  }
}

function demandForeign(end: Ended<Answered>, verb: string, binds: Read['binds']): void {
  const meaning = "somebody else's customer paid, and our shop ships"
  const foreign = end.kind === 'threw' ? refusal(end) !== undefined : !binds(end.value)
  demand(foreign, `${verb} to refuse the stranger's answer, or to give a fact that does not bind`, end, meaning)
}
