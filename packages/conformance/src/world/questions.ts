import type { AttemptRef, WalletAnswer } from '@tpkit/core'
import { type Ended, ended } from './believed.ts'
import { soldAndRefunded } from './reads.ts'
import type { Shop } from './shop.ts'

/** A call that may be made again and again, and every time gets the same genuine answer. */
export interface Question {
  readonly verb: string
  readonly ask: () => Promise<unknown>
}

/**
 * One question per verb, about money that moved; a close that the wallet refuses, for the order is paid; and a number that
 * the wallet does not know.
 */
export async function questions(shop: Shop): Promise<readonly Question[]> {
  const { sale, command } = await soldAndRefunded(shop)
  const [open, never] = [await shop.prepare(), shop.ref(shop.order())]
  const { query, refund, queryRefund, close } = shop.tp
  const counter = shop.hasCounter ? await atTheCounter(shop) : []
  return [
    { verb: 'pay', ask: () => shop.pay(open) },
    { verb: 'query', ask: () => query(shop.ref(sale)) },
    { verb: 'query of a number that was never sent', ask: () => query(never) },
    { verb: 'refund', ask: () => refund(command) },
    ...(queryRefund ? [{ verb: 'queryRefund', ask: () => queryRefund(command) }] : []),
    ...(close ? [{ verb: 'close of a paid order', ask: () => close(shop.ref(sale)) }] : []),
    ...counter,
  ]
}

async function atTheCounter(shop: Shop): Promise<readonly Question[]> {
  const [waiting, ended] = [await shop.prepare(shop.counterOrder()), await shop.prepare(shop.counterOrder())]
  const asked: Question = { verb: 'pay at the counter', ask: () => shop.pay(waiting) }
  const { reverse } = shop.tp
  if (!reverse) return [asked]
  await shop.reverse(ended)
  return [asked, { verb: 'reverse', ask: () => reverse(shop.ref(ended)) }]
}

/** Asks once, undisturbed: what the TP makes of the answer, and the answer; no answer where the call needs none. */
export async function askedOnce(
  shop: Shop,
  { ask }: Question,
): Promise<{ readonly end: Ended<unknown>; readonly answer?: WalletAnswer }> {
  const before = shop.line.sent.length
  const end = await ended(ask)
  const answer = shop.line.sent.slice(before).at(-1)?.answer
  return { end, ...(answer && { answer }) }
}

/** The same reference or command, before the wallet's own number is known. */
export function withoutTransaction<Ref extends AttemptRef>(ref: Ref): Omit<Ref, 'transactionId'> {
  const { transactionId: _, ...rest } = ref
  return rest
}
