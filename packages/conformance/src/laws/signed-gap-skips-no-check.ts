import type { Absent, Fact } from '@tpkit/core'
import type { Part } from '../bench.ts'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { type Ended, ended } from '../world/believed.ts'
import { resigned, resignedAnswer } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'
import type { World } from '../world/world.ts'

export const signedGapSkipsNoCheck: Law = {
  name: 'signed-gap-skips-no-check',
  rule: 'a genuine message that lacks the amount, the transaction or the merchant never tells of a payment, and no gap makes a fact incomplete',
  incident: 'an amount that was missing in a signed notify was filled in from the order, and any amount would have done',
  repair: 'demand amount, transaction and merchant in the message itself; never fill a gap from the command or the configuration',
  check: async (world) => {
    const { ours } = world
    // An amount whose digits stand nowhere else.
    const sale = await ours.sell(ours.order(73_519n))
    for (const [what, tell] of tellings(world, sale)) await demandNoGap(world, sale, what, tell)
  },
}

const MEANING = 'what is absent is not compared: any amount, any payment and any shop will do'

type Change = (parts: readonly Part[]) => readonly Part[]
type Telling = (change: Change) => Promise<Ended<readonly Fact[]>>

/** The ways in which the wallet tells of a payment, with parts of ours in its messages. */
function tellings(world: World, sale: Sale): readonly (readonly [what: string, tell: Telling])[] {
  const { ours, dialect } = world
  const query: Telling = (change) => {
    const mishap = answerBecomes((live) => resignedAnswer(dialect, live, change))
    return ended(async () => factsOf(await ours.line.during(mishap, () => ours.query(sale))))
  }
  const notified = world
    .due()
    .map(({ received }): readonly [string, Telling] => [
      'a notify',
      (change) => ended(async () => (await ours.tp.notify(resigned(dialect, received, change))).facts),
    ])
  return [['the answer to query', query], ...notified]
}

function factsOf(found: Fact | Absent): readonly Fact[] {
  return found.kind === 'absent' ? [] : [found]
}

async function demandNoGap({ ours }: World, sale: Sale, what: string, tell: Telling): Promise<void> {
  let parts: readonly Part[] = []
  const genuine = await tell((found) => {
    parts = found
    return found
  })
  demand(paidIn(genuine) !== undefined, `${what} to tell of the payment`, genuine, 'without it nothing is shown')
  const amount = String(sale.total.amount)
  const carriers: readonly (readonly [string, (part: Part) => boolean])[] = [
    ['the amount', ([, value]) => value.replace(/[^0-9]/g, '') === amount],
    ['the transaction', ([, value]) => value === sale.transactionId],
    ['the merchant', ([, value]) => value === ours.tp.payee.mchId],
  ]
  for (const [name, carries] of carriers) {
    // An answer that names no merchant is about the one whose connection it came by.
    if (name === 'the merchant' && what !== 'a notify' && !parts.some(carries)) continue
    const end = await tell((found) => found.filter((part) => !carries(part)))
    demand(paidIn(end) === undefined, `no payment in ${what} without ${name}`, end, MEANING)
  }
  for (const [name] of parts) {
    const fact = paidIn(await tell((found) => found.filter((part) => part[0] !== name)))
    const complete = !fact || (fact.total && fact.transactionId !== '' && fact.payee)
    demand(Boolean(complete), `a whole fact, or none, in ${what} without ${name}`, fact, MEANING)
  }
}

function paidIn(end: Ended<readonly Fact[]>): Extract<Fact, { status: 'paid' }> | undefined {
  const [fact] = end.kind === 'returned' ? end.value : []
  return fact?.kind === 'payment' && fact.status === 'paid' ? fact : undefined
}
