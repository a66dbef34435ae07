import type { AttemptRow, Held } from '@tpkit/cashier'
import type { BookedOrder } from '@tpkit/core'
import { SIDES } from './world/config.ts'
import { WALLETS } from './world/wallets.ts'
import type { World } from './world/world.ts'

/**
 * Where our books and a wallet's differ, whoever may have been told of what: ours never hold more than the wallet's, and what
 * both hold is the same. And what an audit of the chains finds.
 */
export async function settledWrongs(world: World): Promise<readonly string[]> {
  const wrongs: string[] = []
  for (const { account, booked } of bookedIn(world)) {
    const held = await world.ledger.read.order({ account, outTradeNo: booked.outTradeNo })
    if (held) wrongs.push(...wrongsOf(account, booked, held))
  }
  for await (const { message } of world.ledger.verify()) wrongs.push(`audit: ${message}`)
  return wrongs
}

/** Of which the wallet holds more than ours: what nobody told the gateway yet. */
export async function unheard(world: World): Promise<readonly { readonly merchant: string; readonly orderNo: string }[]> {
  const found: { readonly merchant: string; readonly orderNo: string }[] = []
  for (const { account, booked } of bookedIn(world)) {
    const held = await world.ledger.read.order({ account, outTradeNo: booked.outTradeNo })
    if (held && !isEven(account, booked, held)) found.push({ merchant: held.order.merchant, orderNo: held.order.orderNo })
  }
  return found
}

function bookedIn(world: World) {
  return WALLETS.flatMap((name) => {
    const { wallet, mchId } = world.stand(name)
    const books = wallet.books(world.clock.now())
    return SIDES.flatMap((side) => {
      const account = `${name}-${side}`
      return books.filter((order) => order.mchId === mchId(side)).map((booked) => ({ account, booked }))
    })
  })
}

const attemptOf = (account: string, { outTradeNo }: BookedOrder, { attempts }: Held): AttemptRow | undefined =>
  attempts.find((one) => one.account === account && one.outTradeNo === outTradeNo)

function refundedIn({ refunds }: BookedOrder): bigint {
  return refunds.reduce((sum, { amount, status }) => (status === 'refunded' ? sum + amount : sum), 0n)
}

function refundedOf(attempt: AttemptRow, { refunds }: Held): bigint {
  return refunds.reduce(
    (sum, { attemptId, amount, status }) => (attemptId === attempt.id && status === 'refunded' ? sum + amount.amount : sum),
    0n,
  )
}

function wrongsOf(account: string, booked: BookedOrder, held: Held): readonly string[] {
  const attempt = attemptOf(account, booked, held)
  if (!attempt) return []
  const where = `${account} ${booked.outTradeNo}`
  const isPaid = attempt.status === 'paid'
  const [ours, theirs] = [refundedOf(attempt, held), refundedIn(booked)]
  return [
    ...(isPaid && booked.status !== 'paid' ? [`${where}: ours says paid, the wallet says ${booked.status}`] : []),
    ...(isPaid && booked.transactionId !== attempt.transactionId ? [`${where}: another transaction id`] : []),
    ...(attempt.total.amount === booked.total ? [] : [`${where}: ${attempt.total.amount} ours, ${booked.total} the wallet's`]),
    ...(ours <= theirs ? [] : [`${where}: ${ours} given back in ours, ${theirs} in the wallet's`]),
  ]
}

/** Both hold the same. */
function isEven(account: string, booked: BookedOrder, held: Held): boolean {
  const attempt = attemptOf(account, booked, held)
  if (!attempt) return true
  return (attempt.status === 'paid') === (booked.status === 'paid') && refundedOf(attempt, held) === refundedIn(booked)
}
