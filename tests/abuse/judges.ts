import type { Trial } from './trial.ts'
import type { Answer, Message } from './world/http.ts'
import { type Sold, shortly } from './world/sold.ts'

/** What became of the latest notify of an account, as the gateway's log says. */
export function whatBecame({ world }: Trial, account: string, since: number): string | undefined {
  const lines = world.gateway().log().slice(since).split('\n')
  const last = lines.findLast((line) => line.includes('"event":"notify"') && line.includes(`"account":"${account}"`))
  if (last !== undefined) return String(JSON.parse(last).what)
  // Refused before anybody asked which account it is for.
  const request = lines.findLast((line) => line.includes('"event":"request"') && line.includes('"method":"POST"'))
  return request === undefined ? undefined : `refused with ${JSON.parse(request).status}`
}

/** Posts to the order's own account, or to another address. */
export interface Sent {
  readonly answer: Answer
  readonly what: string | undefined
}

export async function sendNotify(trial: Trial, account: string, message: Message): Promise<Sent> {
  const since = trial.world.gateway().log().length
  const answer = await trial.shop.notify(account, message)
  await trial.world.gateway().ask('state', { tidy: false })
  return { answer, what: whatBecame(trial, account, since) }
}

/** REJECT: not taken, nothing moved, and the log has its line. */
export async function rejected(trial: Trial, sold: Sold, message: Message, account = sold.account): Promise<string | undefined> {
  const { answer, what } = await sendNotify(trial, account, message)
  const moved = await movedOf(trial, sold)
  if (sold.stand.accepts(answer)) return `acknowledged: ${shortly(answer)}`
  if (answer.status < 400) return `expected a refusal, found ${shortly(answer)}`
  return (
    moved ??
    (what?.startsWith('refused') || what === 'encoded' || what === 'too-large' || what === 'broken'
      ? undefined
      : `the log says ${what}`)
  )
}

/** QUARANTINE: genuine and not fitting: kept with an alarm, taken after that, and nothing moved. */
export async function quarantined(trial: Trial, sold: Sold, message: Message): Promise<string | undefined> {
  const { answer, what } = await sendNotify(trial, sold.account, message)
  const moved = await movedOf(trial, sold)
  if (moved !== undefined) return moved
  if (what !== 'quarantined') return `expected it in quarantine, found ${what}: ${shortly(answer)}`
  if (!sold.stand.accepts(answer)) return `kept, and not acknowledged: ${shortly(answer)}`
  const { id, account } = sold
  const evidence = await trial.world.ledger.read.evidenceOf(id, account, 'raw')
  const { rows } = await trial.world.ledger.read.events(undefined, undefined, 200)
  const all = rows.length === 200 ? await alarms(trial) : rows
  const alarm = all.some((event) => event.orderId === id && event.type === 'alarm.quarantined')
  return evidence && alarm ? undefined : `kept without ${evidence ? 'an alarm' : 'its bytes'}`
}

async function alarms({ world }: Trial) {
  const found = []
  for (let after: string | undefined; ; ) {
    const { rows, cursor } = await world.ledger.read.events(undefined, after, 200)
    found.push(...rows.filter(({ type }) => type.startsWith('alarm.')))
    if (rows.length === 0) return found
    after = cursor
  }
}

/** IGNORE: taken, and nothing moved. */
export async function ignored(trial: Trial, sold: Sold, message: Message): Promise<string | undefined> {
  const answer = await trial.shop.notify(sold.account, message)
  const moved = await movedOf(trial, sold)
  return moved ?? (sold.stand.accepts(answer) ? undefined : `expected that it is taken, found ${shortly(answer)}`)
}

/** The order is not paid. */
async function movedOf({ shop }: Trial, sold: Sold): Promise<string | undefined> {
  const status = await shop.standing(sold).status()
  return status === 'paid' ? 'the order is paid' : undefined
}

/** Taken, and the order is paid once, with exactly what the wallet says. */
export async function paidBy(trial: Trial, sold: Sold, message: Message = sold.notify): Promise<string | undefined> {
  const answer = await trial.shop.notify(sold.account, message)
  if (!sold.stand.accepts(answer)) return `expected that it is taken, found ${shortly(answer)}`
  return paidOnce(trial, sold)
}

export async function paidOnce({ shop, world }: Trial, sold: Pick<Sold, 'id' | 'stand'>): Promise<string | undefined> {
  const standing = shop.standing(sold)
  const [status, moves] = [await standing.status(), await standing.journal('attempt.paid')]
  if (status !== 'paid' || moves.length !== 1) return `expected it paid once, found ${status}, paid ${moves.length} times`
  const { transactionId, outTradeNo } = await standing.attempt()
  const booked = sold.stand.wallet.books(world.clock.now()).find((order) => order.outTradeNo === outTradeNo)
  return booked?.transactionId === transactionId
    ? undefined
    : `paid under ${transactionId}, at the wallet under ${booked?.transactionId}`
}

/** Every spoilt form of one notify is refused; then the notify itself is taken. */
export async function refusesAll(
  trial: Trial,
  sold: Sold,
  spoilt: readonly (readonly [input: string, message: Message])[],
): Promise<void> {
  for (const [input, message] of spoilt) await trial.bad(input, () => rejected(trial, sold, message))
  await trial.twin(`the notify of ${sold.stand.name} as the wallet signed it`, () => paidBy(trial, sold))
}
