import type { OrderView, PayOrder } from '@tpkit/cashier'
import type { Stream } from '../world/random.ts'
import { standOf } from '../world/stand.ts'
import { within } from '../world/timeline.ts'
import type { World } from '../world/world.ts'
import { type Payer, payerOf } from './payer.ts'
import { refunds } from './refunds.ts'

const PATIENCE_MS = 30_000

/** One order's life, as its merchant lives it; every draw is from its own stream. */
export async function customer(world: World, index: number): Promise<void> {
  const draw = world.streams(`order ${index}`)
  const orderNo = `T-${world.seed}-${index}`
  await world.timeline.sleep(draw.whole(0, 15 * 60_000))
  const isCounter = draw.chance(20)
  const order = orderOf(world, draw, orderNo, isCounter)
  const payer = payerOf(world, draw)
  await payUntilClear(world, draw, order, payer)
  if (draw.chance(50)) await switched(world, draw, order, payer)
  if (draw.chance(10)) await called(world, `close ${orderNo}`, (till) => till.close({ orderNo }))
  if (isCounter && draw.chance(40)) await called(world, `reverse ${orderNo}`, (till) => till.reverse({ orderNo }))
  await refunds(world, draw, orderNo)
}

function orderOf(world: World, draw: Stream, orderNo: string, isCounter: boolean): PayOrder {
  const total = { amount: BigInt(draw.whole(1, 300_000)), currency: 'CNY' }
  const goods: Goods = { orderNo, method: 'wallet', subject: 'Tea 茶', total }
  return isCounter ? { ...goods, scene: 'micropay', authCode: shownCode(world, draw) } : inScene(goods, draw)
}

type Goods = Pick<PayOrder, 'orderNo' | 'method' | 'subject' | 'total'>

/** Without the scenes `h5` and `page`, which not every wallet has, it would never matter which account can take what. */
function inScene(goods: Goods, draw: Stream): PayOrder {
  const scene = draw.pick<'native' | 'jsapi' | 'h5' | 'page'>(['native', 'native', 'native', 'jsapi', 'h5', 'page'])
  if (scene === 'jsapi') return { ...goods, scene, payerId: 'openid-of-a-payer' }
  return scene === 'h5' ? { ...goods, scene, payerIp: '203.0.113.7' } : { ...goods, scene }
}

/** 付款码: of the wallet that takes payments now, as a rule; some payers open another one. */
function shownCode({ stands, first, timeline }: World, draw: Stream): string {
  const usual = standOf(stands, first())
  const other = stands.find((stand) => stand !== usual) ?? usual
  return (draw.chance(90) ? usual : other).wallet.paymentCode(timeline.now)
}

/** Asks again under the same number until the answer is no longer unknown; some merchants give up earlier. */
async function payUntilClear(world: World, draw: Stream, order: PayOrder, payer: Payer): Promise<void> {
  const key = draw.chance(50) ? { idempotencyKey: `key-${order.orderNo}-${order.scene}` } : {}
  for (let tries = draw.whole(1, 6); tries > 0; tries -= 1) {
    const answer = await called(world, `pay ${order.orderNo}`, (till) => till.pay(order, key))
    if (answer !== undefined) tellOf(world, answer, order.orderNo)
    if (answer?.value) payer.see(answer.value, order)
    const isClear = answer?.kind === 'done'
    if (isClear && draw.chance(70)) return
    await world.timeline.sleep(draw.whole(500, 60_000))
  }
}

/** What an answer promises. */
function tellOf(world: World, answer: { readonly kind: string; readonly value?: OrderView }, orderNo: string): void {
  if (answer.kind === 'done' || answer.kind === 'unknown') world.told.push({ orderNo, what: `pay ${answer.kind}` })
  if (answer.value?.status === 'paid') world.told.push({ orderNo, what: 'paid' })
}

/** The configuration leads elsewhere, or the payer wants to pay in another way: pay again. */
async function switched(world: World, draw: Stream, order: PayOrder, payer: Payer): Promise<void> {
  await world.timeline.sleep(draw.whole(0, 6 * 60_000))
  if (draw.chance(70)) world.switchTo(draw.pick(['qq-1', ...world.accounts]))
  await payUntilClear(world, draw, draw.chance(30) ? otherwise(world, draw, order) : order, payer)
}

/** In another scene, or at the counter with a new code. */
function otherwise(world: World, draw: Stream, order: PayOrder): PayOrder {
  if (order.scene === 'micropay') return { ...order, authCode: shownCode(world, draw) }
  const { orderNo, method, subject, total } = order
  return inScene({ orderNo, method, subject, total }, draw)
}

export type Till = NonNullable<ReturnType<World['till']>>

/** A merchant's call: without an answer after a while, or between two processes, there is none. */
export async function called<Answer>(
  world: World,
  what: string,
  call: (till: Till) => Promise<Answer>,
): Promise<Answer | undefined> {
  const till = world.till()
  if (!till) return undefined
  const answer = await within(
    world.timeline,
    PATIENCE_MS,
    call(till).catch((error: Error) => error),
  )
  if (answer === 'too-late') world.trace.note('merchant', `${what}: no answer`)
  else if (answer instanceof Error) world.trace.note('merchant', `${what}: ${answer.message}`)
  else {
    world.trace.note('merchant', `${what}: ${kindOf(answer)}`)
    return answer
  }
  return undefined
}

function kindOf(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return 'nothing'
  const { kind, failure, value } = answer as { kind?: string; failure?: { code: string }; value?: { status?: string } }
  return [kind, failure?.code, value?.status].filter(Boolean).join(' ')
}
