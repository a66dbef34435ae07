import type { Absent, Fact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { told } from '../world/reads.ts'
import type { World } from '../world/world.ts'

export const paidFactIsComplete: Law = {
  name: 'paid-fact-is-complete',
  rule: "a paid fact names total, transaction and payee, as the wallet's books have them, wherever it came from",
  incident: 'an amount that was missing in the message skipped the comparison, and one cent bought everything',
  repair: 'demand total, transaction and payee of every paid message, and throw `MALFORMED` where one is missing',
  needs: ['notify'],
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    const facts = await told(world, sale)
    demand(facts.length > 1, 'a fact from query and one from notify', facts, 'without them nothing is shown')
    for (const fact of facts) demandComplete(world, fact, sale.transactionId)
  },
}

function demandComplete({ ours }: World, fact: Fact | Absent, transactionId: string): void {
  const meaning = 'what is absent is not compared: any amount, any payment and any shop will do'
  demand(fact.kind === 'payment' && fact.status === 'paid', 'a paid fact', fact, meaning)
  // A provider in plain JavaScript is held to the types here.
  const { total, payee, source, raw } = fact
  demand(typeof total?.amount === 'bigint' && typeof total.currency === 'string', 'a total with its currency', total, meaning)
  demand(fact.transactionId === transactionId, `transaction ${transactionId}`, fact.transactionId, meaning)
  demand(payee?.mchId === ours.tp.payee.mchId, `merchant ${ours.tp.payee.mchId} as payee`, payee, meaning)
  demand(source === 'query' || source === 'notify', 'a source', source, 'evidence without an origin')
  demand(
    Object.values(raw ?? { none: undefined }).every((value) => typeof value === 'string'),
    'raw fields as text',
    raw,
    'no evidence',
  )
}
