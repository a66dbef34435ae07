import type { Part } from '../bench.ts'
import { demand } from '../demand.ts'
import type { Attempt, Sale } from './attempt.ts'
import { messageOf } from './messages.ts'
import type { Shop } from './shop.ts'
import type { World } from './world.ts'

/** A word that no wallet says yet. */
export const WORD_OF_NEXT_YEAR = 'WORD_OF_NEXT_YEAR'

/** Which parts of a wallet's messages say how far an order is, and what they say of an open one. */
export interface StateParts {
  readonly sale: Sale
  readonly pending: ReadonlyMap<string, string>
}

/** Found by asking: what stays while an order is open, and differs once it is paid. */
export async function stateParts({ ours, dialect, wallet, clock }: World): Promise<StateParts> {
  const order = await ours.prepare()
  // A wallet that creates on scan has none until the payer comes, who may leave again.
  if (!ours.books.order(order)) wallet.act(order.promptText, 'cancel', clock.nowMs())
  const answers = async (): Promise<ReadonlyMap<string, string>> => new Map(await partsOf(ours, order, dialect.read))
  const [once, twice] = [await answers(), await answers()]
  wallet.act(await ours.livePrompt(order), 'pay', clock.nowMs())
  const paid = await answers()
  const told = [...once].filter(([name, value]) => {
    const says = !dialect.signature.includes(name) && twice.get(name) === value
    return says && paid.has(name) && paid.get(name) !== value
  })
  const transactionId = ours.books.order(order)?.transactionId
  demand(transactionId !== undefined, 'a transaction in the books', ours.books.order(order), 'without it nothing is shown')
  return { sale: { ...order, transactionId }, pending: new Map(told) }
}

async function partsOf(ours: Shop, order: Attempt, read: World['dialect']['read']): Promise<readonly Part[]> {
  await ours.query(order)
  const answer = ours.line.sent.at(-1)?.answer
  return answer ? read(messageOf(answer)) : []
}
