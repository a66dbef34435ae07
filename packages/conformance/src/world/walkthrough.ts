import { type Ended, ended } from './believed.ts'
import { settledDay } from './days.ts'
import type { Sent } from './line.ts'
import type { Shop } from './shop.ts'
import type { World } from './world.ts'

/** One call of the walk, and what it sent. */
export interface Step {
  readonly verb: string
  readonly ended: Ended<unknown>
  readonly sent: readonly Sent[]
}

/** Every verb and ability that the laws know, once, at a healthy wallet: for laws about all calls alike. */
export async function walkthrough(world: World): Promise<readonly Step[]> {
  const { ours } = world
  const steps: Step[] = []
  const step = async (verb: string, call: () => Promise<unknown>): Promise<void> => {
    const before = ours.line.sent.length
    const end = await ended(call)
    steps.push({ verb, ended: end, sent: ours.line.sent.slice(before) })
  }
  await payment(world, step)
  await givenBack(ours, step)
  if (ours.tp.close) await closing(ours, step)
  if (ours.hasCounter) await atTheCounter(ours, step)
  await looksAround(world, step)
  return steps
}

type Walk = (verb: string, call: () => Promise<unknown>) => Promise<void>

async function payment(world: World, step: Walk): Promise<void> {
  const { ours } = world
  const order = ours.order()
  await step('pay', () => ours.pay(order))
  await step('query', () => ours.query(order))
  const sale = await ours.sell()
  for (const notify of world.due()) {
    await step('notify', () => ours.tp.notify(notify.received))
    world.report(notify, ours.tp.acknowledge('accepted'))
  }
  await step('query', () => ours.query(sale))
}

async function givenBack(ours: Shop, step: Walk): Promise<void> {
  const command = ours.refundOf(await ours.sell(), 4_000n)
  await step('refund', () => ours.refund(command))
  if (ours.tp.queryRefund) await step('queryRefund', () => ours.queryRefund(command))
}

async function atTheCounter(ours: Shop, step: Walk): Promise<void> {
  const order = ours.counterOrder()
  await step('pay', () => ours.prepare(order))
  if (ours.tp.reverse) await step('reverse', () => ours.reverse(order))
}

async function looksAround(world: World, step: Walk): Promise<void> {
  const { probe, statement } = world.ours.tp
  if (probe) await step('probe', () => probe())
  if (statement) await step('statement', () => world.ours.statement(settledDay(world)))
}

async function closing(ours: Shop, step: Walk): Promise<void> {
  const order = await ours.prepare()
  await step('close', () => ours.close(order))
}
