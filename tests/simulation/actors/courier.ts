import type { Delivery } from '@tpkit/core'
import { headersOf } from '../../../packages/cashier/src/qq-accounts.fixture.ts'
import { spoilt } from '../world/line.ts'
import { notifySpoiler, spoiling } from '../world/spoilt.ts'
import type { Stand } from '../world/stand.ts'
import { within } from '../world/timeline.ts'
import type { World } from '../world/world.ts'

const EVERY_MS = 2_500

/** Brings the wallets' notifies to the cashier as long as things go wrong: late, twice, spoilt, or not at all. */
export function courier(world: World): void {
  const round = () => {
    if (world.isCalm()) return
    bringAll(world)
    world.timeline.after(EVERY_MS, round)
  }
  round()
}

/** Those that are due now. */
export function bringAll(world: World): void {
  const { timeline } = world
  for (const stand of world.stands) {
    const due = spoiling(stand.wallet, notifySpoiler(stand.wallet, world), () => stand.wallet.due(timeline.now))
    for (const delivery of due) void bring(world, stand, delivery)
  }
}

async function bring(world: World, stand: Stand, delivery: Delivery): Promise<void> {
  const { timeline, faults, trace, streams } = world
  const { wallet } = stand
  const draw = streams('courier')
  if (faults.strikes('notify-lost')) {
    trace.note('notify', `${delivery.url.split('/').at(-1)} lost`)
    return wallet.delivered(delivery.id, undefined, timeline.now)
  }
  await timeline.sleep(faults.strikes('notify-late') ? draw.whole(1_000, 120_000) : draw.whole(20, 500))
  const copies = faults.strikes('notify-copies') ? draw.whole(2, 20) : 1
  const message = faults.strikes('notify-spoilt') ? spoilt(delivery, draw) : delivery
  const answers = await Promise.all(Array.from({ length: copies }, () => tell(world, stand, message)))
  const answer = answers.find((one) => one !== undefined)
  wallet.delivered(delivery.id, answer, timeline.now)
}

async function tell(world: World, stand: Stand, { url, headers, body }: Delivery) {
  const account = url.split('/').at(-1) ?? ''
  const till = world.till()
  if (!till) return undefined
  const settled = await within(world.timeline, 5_000, till.settle(account, { headers: headersOf(headers), query: '', body }))
  if (settled === 'too-late') return undefined
  world.trace.note('notify', `${account} ${settled.what}, ${settled.acknowledgement}`)
  if (settled.what === 'moved') await mustStand(world, account, stand.numberIn(account, body) ?? '')
  return { status: settled.answer.status, body: settled.answer.body }
}

/** What was acknowledged stands at that very moment, and not only once somebody asks again. */
async function mustStand({ ledger, violations }: World, account: string, outTradeNo: string): Promise<void> {
  const held = await ledger.read.order({ account, outTradeNo })
  const attempt = held?.attempts.find((one) => one.outTradeNo === outTradeNo)
  if (attempt?.status === 'pending') violations.push(`accepted-stands: ${outTradeNo} was acknowledged, and is not in the books`)
}
