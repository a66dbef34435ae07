import type { Fact, Outcome, PayReply, Source } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { isFact } from '../world/believed.ts'
import { settledDay } from '../world/days.ts'
import type { World } from '../world/world.ts'

export const sourceSaysWhereFrom: Law = {
  name: 'source-says-where-from',
  rule: 'every fact says whether it came by reply, query, notify or statement, and says so truly',
  incident: 'a dispute asked who had said that the order was paid, and the records named a notify that never came',
  repair: 'give each reader its source: `reply` in pay, refund, close and reverse, `query` in questions, `notify`, `statement`',
  check: async (world) => {
    for (const [source, what, fact] of await facts(world)) {
      demand(
        fact.source === source,
        `the source "${source}" in ${what}`,
        fact.source,
        'evidence of which nobody knows whose word it is',
      )
    }
  },
}

type Told = readonly [source: Source, what: string, fact: Fact]

async function facts(world: World): Promise<readonly Told[]> {
  const { ours } = world
  const sale = await ours.sell()
  const told: (readonly [Source, string, unknown])[] = [['query', 'query', await ours.query(sale)]]
  for (const { received } of world.due())
    for (const fact of (await ours.tp.notify(received)).facts) told.push(['notify', 'notify', fact])
  const command = ours.refundOf(sale, 4_000n)
  told.push(['reply', 'refund', done(await ours.refund(command))])
  if (ours.tp.queryRefund) told.push(['query', 'queryRefund', await ours.queryRefund(command)])
  if (ours.tp.close) told.push(['reply', 'close', done(await ours.close(await ours.prepare()))])
  if (ours.hasCounter) told.push(['reply', 'pay at the counter', paidAtOnce(await ours.pay(ours.smallCounterOrder()))])
  if (ours.tp.reverse && ours.hasCounter)
    told.push(['reply', 'reverse', done(await ours.reverse(await ours.prepare(ours.counterOrder())))])
  if (ours.tp.statement)
    for (const { fact } of await ours.statement(settledDay(world))) told.push(['statement', 'statement', fact])
  return told.filter((each): each is Told => isFact(each[2]))
}

function done(outcome: Outcome<unknown>): unknown {
  return outcome.kind === 'done' ? outcome.value : undefined
}

function paidAtOnce(outcome: Outcome<PayReply>): unknown {
  return outcome.kind === 'done' ? outcome.value.fact : undefined
}
