import type { Delivery, Instant, Wallet } from '@tpkit/core'
import type { Post, Posted } from './post.ts'

/** One try of a notify, as it went. */
export interface DeliveryRecord {
  readonly id: string
  readonly url: string
  /** 1 for the first try. */
  readonly attempt: number
  readonly at: Instant
  readonly answer: Posted
}

export interface Deliverer {
  /** Posts what is due and ends when all of it was answered. */
  readonly run: () => Promise<void>
  /** Ends when nothing is under way any more. */
  readonly idle: () => Promise<void>
  /** The latest tries, oldest first. */
  readonly log: () => readonly DeliveryRecord[]
}

const LOG_LENGTH = 1000

/** Carries a wallet's notifies to the merchant and the answers back. */
export function deliverer(wallet: Wallet, clock: () => Instant, post: Post): Deliverer {
  const log: DeliveryRecord[] = []
  const deliver = async (delivery: Delivery): Promise<void> => {
    const answer = await post(delivery)
    const { id, url, attempt } = delivery
    const at = clock()
    log.push({ id, url, attempt, at, answer })
    if (log.length > LOG_LENGTH) log.shift()
    wallet.delivered(id, 'failed' in answer ? undefined : answer, at)
  }
  const underWay = new Set<Promise<void>>()
  const track = (delivery: Delivery): Promise<void> => {
    const work = deliver(delivery).finally(() => underWay.delete(work))
    underWay.add(work)
    return work
  }
  return {
    run: async () => {
      await Promise.all(wallet.due(clock()).map(track))
    },
    idle: async () => {
      await Promise.all(underWay)
    },
    log: () => log,
  }
}
