import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { cny, loadTpkit } from 'tpkit'
import { paidOnce } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import { until } from '../world/clock.ts'
import { shortly } from '../world/sold.ts'
import { WALLETS, type WalletName } from '../world/wallets.ts'

export const raceEarly: Cases = {
  A040: async (first) => {
    const trial = first.at(first.world, { patient: true })
    for (const name of WALLETS) await trial.good(`${name}: the answer to pay is two seconds late`, () => answerLate(trial, name))
  },
  A041: async (trial) => {
    for (const name of WALLETS) await trial.good(`${name}: a payment whose row is not there yet`, () => beforeRow(trial, name))
    const patient = trial.at(trial.world, { patient: true })
    for (const ms of [800, 6500]) await patient.good(`the books are locked for ${ms} ms`, () => booksLocked(patient, ms))
  },
}

/** The wallet takes the order, the payer pays and the notify comes; only then the answer. */
async function answerLate(trial: Trial, name: WalletName): Promise<string | undefined> {
  const { shop, world } = trial
  const stand = world.stand(name)
  const orderNo = shop.orderNo()
  let heard: string | undefined = 'no notify was sent'
  stand.door.by(async (_request, wallet) => {
    stand.door.by(undefined)
    const answer = wallet()
    const prompt = stand.wallet.bills(world.clock.now()).find((bill) => bill.outTradeNo === orderNo)?.promptText ?? ''
    const notified = await shop.notify(`${name}-a`, shop.pay(name, prompt))
    heard = stand.accepts(notified) ? undefined : shortly(notified)
    await pause(2000)
    return answer
  })
  const answer = await shop.order(name, { orderNo })
  if (heard !== undefined) return `the notify: ${heard}`
  if (answer.status !== 201) return `expected the payment, found ${shortly(answer)}`
  const { id } = JSON.parse(answer.body)
  return paidOnce(trial, { id, stand })
}

/** Another program of the merchant's began it at the wallet; the gateway hears of the payment before it hears of the order. */
async function beforeRow(trial: Trial, name: WalletName): Promise<string | undefined> {
  const { shop, world } = trial
  const [stand, orderNo, account] = [world.stand(name), shop.orderNo(), `${name}-a`]
  const tpkit = await loadTpkit(world.config)
  try {
    const command = { scene: 'native', outTradeNo: orderNo, subject: 'Tea 茶', total: cny.fen(10_000) } as const
    const outcome = await tpkit.account(account).pay(command)
    if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'qr') return `the other program got ${outcome.kind}`
    const notify = shop.pay(name, outcome.value.prompt.text)
    const first = await shop.notify(account, notify)
    if (stand.accepts(first)) return `the first was taken: ${shortly(first)}`
    const { id } = JSON.parse((await shop.order(name, { orderNo })).body).payment ?? (await byNumber(trial, orderNo))
    const second = await shop.notify(account, notify)
    if (!stand.accepts(second)) return `the second was not taken: ${shortly(second)}`
    return await paidOnce(trial, { id, stand })
  } finally {
    await tpkit.close()
  }
}

async function byNumber({ world }: Trial, orderNo: string): Promise<{ readonly id: string }> {
  const held = await world.ledger.read.order({ merchant: 'main', orderNo })
  if (!held) throw new Error(`expected the order ${orderNo} in the books, found none`)
  return held.order
}

/** Somebody else writes into the same file; whatever is not in the books is not acknowledged. */
async function booksLocked(trial: Trial, ms: number): Promise<string | undefined> {
  const { shop, world } = trial
  const sold = await shop.sell('qq')
  const other = new DatabaseSync(join(world.folder, 'tpkit.db'), { timeout: 5000 })
  other.exec('begin immediate')
  const answering = shop.notify(sold.account, sold.notify)
  await pause(ms)
  const [early, status] = [await settledBy(answering), await shop.standing(sold).status()]
  other.exec('rollback')
  other.close()
  if (early === true && status !== 'paid') return 'acknowledged before the commit'
  await answering
  const isTaken = await until(async () => sold.stand.accepts(await shop.notify(sold.account, sold.notify)), 20_000)
  return isTaken ? paidOnce(trial, sold) : 'it was not taken afterwards'
}

/** Whether it was taken by now; undefined where nothing came yet. */
async function settledBy(answering: Promise<{ readonly status: number }>): Promise<boolean | undefined> {
  const answer = await Promise.race([answering, Promise.resolve(undefined)])
  return answer && answer.status === 200
}
