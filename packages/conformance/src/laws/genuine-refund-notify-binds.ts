import { applyRefund, type Notice, type RefundCommand, type RefundFact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandRefundTruth } from '../world/truth.ts'
import type { World } from '../world/world.ts'

export const genuineRefundNotifyBinds: Law = {
  name: 'genuine-refund-notify-binds',
  rule: 'where the wallet tells how a refund ended, its notify gives a fact that binds to the refund and ends it, once',
  incident: 'notifies of refunds were put aside as somebody else’s, for they named no application, and no refund ever ended',
  repair: 'say of a refund what the message says: our number of it, its order and amount, its merchant; bind asks for no more',
  needs: ['notify', 'queryRefund'],
  check: async (world) => {
    const { ours } = world
    const command = ours.refundOf(await ours.sell(), 4_000n)
    world.acceptDue()
    await ours.refund(command)
    ours.books.settle(command, 'refunded') // unless it was given back at once
    const first = await toldOfRefund(world)
    // Many wallets tell of payments alone.
    if (!first) return
    const moved = first.fact.amount ? demandEnd(world, command, first.fact) : await demandAsked(world, command, first.fact)
    const again = await toldOfRefund(world)
    const ids = `${first.notice.id}, then ${again?.notice.id}`
    demand(again?.notice.id === first.notice.id, 'one id for every repeat', ids, 'a repeat looks like a second refund')
    const same = applyRefund(moved, again.fact, false)
    demand(same.kind === 'same', 'the repeat to move nothing', same, 'a repeat books the refund again')
  },
}

const LOST = 'the shop never learns that the money went back'

function demandEnd({ ours }: World, command: RefundCommand, fact: RefundFact) {
  const binding = ours.refundBinding(command, fact)
  demand(binding.kind === 'ours', 'the fact to bind to the refund that it is about', binding, LOST)
  demandRefundTruth(ours.tp.manifest, fact, ours.books.refund(command), LOST)
  const { outTradeNo, outRefundNo, amount } = command
  const moved = applyRefund({ outTradeNo, outRefundNo, amount, status: 'processing' }, fact, false)
  demand(moved.kind === 'moved', 'the fact to end a refund under way', moved, LOST)
  return moved.state
}

/** A notify that names no amount says that there is something to ask. */
async function demandAsked({ ours }: World, command: RefundCommand, fact: RefundFact) {
  const { outTradeNo, outRefundNo, amount } = command
  const held = { outTradeNo, outRefundNo, amount, status: 'processing' } as const
  const asking = applyRefund(held, fact, false)
  demand(asking.kind === 'ask', 'a fact without an amount to move nothing', asking, 'any amount counts as given back')
  const found = await ours.queryRefund(command)
  demandRefundTruth(ours.tp.manifest, found, ours.books.refund(command), LOST)
  const moved = found.kind === 'refund' ? applyRefund(held, found, false) : found
  demand(moved.kind === 'moved', 'what queryRefund says then to end it', moved, LOST)
  return moved.state
}

interface Told {
  readonly notice: Notice
  readonly fact: RefundFact
}

const DAY_MS = 86_400_000
/** A payment's own notify may come again before. */
const MOST_NOTIFIES = 5

/** The next notify about a refund, each due within a day; the wallet is told to repeat it. */
async function toldOfRefund(world: World): Promise<Told | undefined> {
  for (let heard = 0; heard < MOST_NOTIFIES; heard += 1) {
    const [notify] = world.dueWithin(DAY_MS)
    if (!notify) return undefined
    const notice = await world.ours.tp.notify(notify.received)
    const fact = notice.facts.find((one) => one.kind === 'refund')
    world.report(notify, world.ours.tp.acknowledge(fact ? 'later' : 'accepted'))
    if (fact) return { notice, fact }
  }
  return undefined
}
