import { createHash } from 'node:crypto'
import { settledWrongs } from './books-agree.ts'
import { MERCHANTS } from './world/config.ts'
import { send } from './world/http.ts'
import type { ProcessState } from './world/orders.ts'
import type { Shop } from './world/shop.ts'

const MB = 1024 * 1024
const MOST_GROWTH = 50 * MB
const MOST_MS = 2000

/** How things stood before an input. */
export interface Before {
  readonly logAt: number
  readonly state: ProcessState
  readonly others: string
}

export async function lookBefore(shop: Shop): Promise<Before> {
  shop.answers.length = 0
  const state = await shop.world.gateway().ask('state', { tidy: false })
  return { logAt: shop.world.gateway().log().length, state, others: await ordersOf(shop, MERCHANTS.b) }
}

export interface CheckWish {
  /** The case says itself how long an answer may take. */
  readonly patient?: boolean
  /** Somebody else's code fails inside of it: the log tells so. */
  readonly failsInside?: boolean
}

/** The five checks that hold after every input. Answers what is wrong. */
export async function fiveChecks(shop: Shop, before: Before, wish: CheckWish = {}): Promise<readonly string[]> {
  const { world } = shop
  const gateway = world.gateway()
  if (!gateway.isAlive()) return [`the process ended: ${gateway.log().slice(-500)}`]
  const health = await send(`${gateway.url}/healthz`, 'GET', { headers: [], body: new Uint8Array() })
  const state = await gateway.ask('state', { tidy: false })
  const said = gateway.log().slice(before.logAt)
  const [texts, others] = [
    shop.answers.map(({ headers, body }) => JSON.stringify(headers) + body),
    await ordersOf(shop, MERCHANTS.b),
  ]
  const slowest = Math.max(0, ...shop.answers.map(({ tookMs }) => tookMs))
  return [
    ...(health.status === 200 ? [] : [`1 health answers ${health.status}`]),
    ...uncaught(said, wish),
    ...(await newWrongs(shop)),
    ...[said, ...texts].flatMap((text) => leaks(shop, text)),
    ...(wish.patient || slowest < Math.max(MOST_MS, health.tookMs * 50) ? [] : [`4 an answer took ${Math.round(slowest)} ms`]),
    ...(await grown(shop, before.state, state)),
    ...state.polluted.map((name) => `4 every object has ${name} now`),
    ...(others === before.others ? [] : ['5 orders of another merchant changed']),
  ]
}

/** Each is told with the input behind which it was there first. */
async function newWrongs({ world, told }: Shop): Promise<readonly string[]> {
  const found = (await settledWrongs(world)).filter((wrong) => !told.has(wrong))
  for (const wrong of found) told.add(wrong)
  return found.map((wrong) => `2 ${wrong}`)
}

/** Mistakes of the product itself, whoever caught them. */
function uncaught(said: string, { failsInside }: CheckWish): readonly string[] {
  const pattern = failsInside ? /[Uu]nhandled|[Uu]ncaught/ : /"event":"failed"|[Uu]nhandled|[Uu]ncaught/
  return said
    .split('\n')
    .filter((line) => pattern.test(line))
    .map((line) => `1 ${line.slice(0, 300)}`)
}

/** What is only garbage is no growth. */
async function grown({ world }: Shop, before: ProcessState, after: ProcessState): Promise<readonly string[]> {
  if (after.rss - before.rss < MOST_GROWTH) return []
  const { rss } = await world.gateway().ask('state', { tidy: true })
  return rss - before.rss < MOST_GROWTH ? [] : [`4 grew by ${Math.round((rss - before.rss) / MB)} MB`]
}

const STACK = /\n\s+at .+:\d+:\d+|node:internal|file:\/\/\//
const PATHS = /(?:\/work|\/tmp|\/home|\/root|\/usr|\/etc)\/[\w.-]+|root:x:0/

function leaks(shop: Shop, text: string): readonly string[] {
  const secrets = shop.world.canaries.found(text).map((name) => `3 a secret shows: ${name}`)
  const found = STACK.exec(text) ?? PATHS.exec(text)
  return [...secrets, ...(found ? [`3 a path or a stack shows: ${found[0].slice(0, 100)}`] : [])]
}

/** A digest of what the books hold for a merchant. Looks of the follow-up change nothing of it. */
export async function ordersOf({ world }: Shop, merchant: string): Promise<string> {
  const { rows } = await world.ledger.read.orders({ merchant, limit: 200 })
  const facts = rows.map(({ order, attempts, refunds }) => [
    [order.id, order.status, String(order.total.amount)],
    attempts.map(({ status, transactionId, quarantine }) => [status, transactionId, quarantine]),
    refunds.map(({ id, status, amount }) => [id, status, String(amount.amount)]),
  ])
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}
