import { CASES, STARTS } from './areas/all.ts'
import { unheard } from './books-agree.ts'
import { type CaseLine, caseLines } from './cases.ts'
import { mutationLine } from './mutations/lines.ts'
import { mutate } from './mutations/run.ts'
import { NOT_YET } from './not-yet.ts'
import type { NotTestable, Result } from './report.ts'
import { Trial } from './trial.ts'
import { Shop } from './world/shop.ts'
import { WALLETS, type WalletName } from './world/wallets.ts'
import { openWorld } from './world/world.ts'

export interface RunWish {
  /** Ids of cases; `M-qq`, `M-wx` and `M-ali` are mutations. Default: all. */
  readonly only?: readonly string[] | undefined
  /** Of so many mutations one is tried. Default: all are. */
  readonly oneMutationOf?: number
  readonly planted?: string | undefined
  readonly heard?: (line: CaseLine, results: readonly Result[], tookMs: number) => void
}

export interface Run {
  readonly results: readonly Result[]
  readonly notTestable: readonly NotTestable[]
}

/** Runs cases one after the other at one gateway, and mutations at another one. */
export async function runCases({ only, planted, oneMutationOf = 1, heard = () => undefined }: RunWish = {}): Promise<Run> {
  const wanted = ({ id }: CaseLine): boolean => only?.includes(id) ?? true
  const lines = inOrder(caseLines().filter((line) => wanted(line) && line.id in CASES))
  // A case that fails before them waits for none of them.
  const beginning = Promise.allSettled(lines.map(({ id }) => STARTS[id]?.(planted)))
  const results: Result[] = []
  const tell = (line: CaseLine, own: readonly Result[], began: number): void => {
    results.push(...own)
    heard(line, own, performance.now() - began)
  }
  try {
    if (lines.length > 0) await casesAt(lines, planted, tell)
    const names = WALLETS.filter((name) => wanted(mutationLine(name)))
    if (names.length > 0) await mutationsAt(names, { planted, oneMutationOf }, tell)
    return { results, notTestable: notTestable() }
  } finally {
    await beginning
  }
}

type Tell = (line: CaseLine, own: readonly Result[], began: number) => void

async function casesAt(lines: readonly CaseLine[], planted: string | undefined, tell: Tell): Promise<void> {
  const world = await openWorld({ planted })
  try {
    const [shop, told] = [new Shop(world), new Set<string>()]
    await standingOrders(shop)
    for (const line of lines) {
      const [began, own] = [performance.now(), [] as Result[]]
      await runCase(new Trial(line, shop, own, { planted }), own, told)
      tell(line, own, began)
    }
  } finally {
    await world.close()
  }
}

/** In a world of their own: books that are small are compared quickly. */
async function mutationsAt(names: readonly WalletName[], { planted, oneMutationOf = 1 }: RunWish, tell: Tell): Promise<void> {
  const world = await openWorld({ planted })
  try {
    const shop = new Shop(world)
    for (const name of names) {
      const [line, began, own] = [mutationLine(name), performance.now(), [] as Result[]]
      await mutate(new Trial(line, shop, own, { planted }), name, oneMutationOf)
      tell(line, own, began)
    }
  } finally {
    await world.close()
  }
}

/** What was begun with the run, and what looks for secrets at all that the others left. */
const AT_THE_END = [...Object.keys(STARTS), 'A078', 'A083']

function inOrder(lines: readonly CaseLine[]): readonly CaseLine[] {
  const isLast = ({ id }: CaseLine): boolean => AT_THE_END.includes(id)
  return [...lines.filter((line) => !isLast(line)), ...lines.filter(isLast)]
}

/** Of the other merchant: paid, given back in part, and open, at each wallet. And whatever is slow the first time is over. */
async function standingOrders(shop: Shop): Promise<void> {
  for (const name of WALLETS) {
    for (const side of ['a', 'b'] as const) {
      const sold = await shop.sellAndHear(name, { side })
      await shop.refund(sold, `R-${sold.orderNo}`, 1000)
    }
    await shop.ordered(name, { side: 'b' })
  }
  await evened(shop)
}

/** @param told orders of which an earlier case told that the books differ */
async function runCase(trial: Trial, own: Result[], told: Set<string>): Promise<void> {
  const { id, area, verdict } = trial.line
  const fail = (input: string, wrong: string): void => void own.push({ id, area, verdict, kind: 'bad', input, wrong })
  try {
    await CASES[id]?.(trial)
    const left = (await evened(trial.shop)).filter((orderNo) => !told.has(orderNo))
    for (const orderNo of left) told.add(orderNo)
    if (left.length > 0) fail('the books when it is over', `those of the wallet say more: ${left.join(', ')}`)
  } catch (error) {
    fail('the case itself', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  const twins = own.filter(({ kind, wrong }) => kind === 'twin' && wrong === undefined)
  if (verdict !== 'ACCEPT' && twins.length === 0) fail('its control', 'no repaired twin was accepted')
  if (own.length === 0) fail('its inputs', 'there are none')
}

/** What a case kept from the gateway is asked for now; answers what it still does not know. */
async function evened(shop: Shop): Promise<readonly string[]> {
  const { world } = shop
  await shop.hearAll()
  for (const waitMs of [0, WALLETS_PATIENCE_MS]) {
    const left = await unheard(world)
    if (left.length === 0) return []
    await world.forward(waitMs)
    await world.gateway().ask('followUp', null)
    for (const order of left) await world.gateway().ask('ask', order)
  }
  return (await unheard(world)).map(({ orderNo }) => orderNo)
}

/** So soon no wallet is asked about a refund. */
const WALLETS_PATIENCE_MS = 70_000

export function notTestable(): readonly NotTestable[] {
  return caseLines().flatMap(({ id, title }) => (id in NOT_YET ? [{ id, title, reason: NOT_YET[id] ?? '' }] : []))
}
