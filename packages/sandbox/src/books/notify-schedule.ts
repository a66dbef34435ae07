import type { Delivery, Instant } from '@tpkit/core'

type Message = Pick<Delivery, 'headers' | 'body'>

/** A notify, until it is acknowledged or the schedule ends. */
interface Notify {
  readonly id: string
  readonly url: string
  /** Made at each try: some wallets sign every one anew. */
  readonly compose: (now: Instant) => Message
  readonly pausesMs: readonly number[]
  /** Tries so far. */
  attempts: number
  /** When the next try is due; undefined while one is under way. */
  nextAt: Instant | undefined
}

/** What a merchant answered. */
export type Heard = { readonly status: number; readonly body: string } | undefined

export interface NotifySchedule {
  readonly post: (notify: Pick<Notify, 'id' | 'url' | 'compose' | 'pausesMs'>, at: Instant) => void
  /** Takes back what was to be told later and is not so any more. Nothing where there is none. */
  readonly withdraw: (id: string) => void
  /** Hands out what is due and counts it as tried. */
  readonly due: (now: Instant) => readonly Delivery[]
  /** Books the end of a try: acknowledged, to be repeated, or given up. A second report of one try changes nothing. */
  readonly delivered: (id: string, heard: Heard, now: Instant) => void
}

export function notifySchedule(isAcknowledged: (heard: Heard) => boolean): NotifySchedule {
  const waiting = new Map<string, Notify>()
  return {
    post: (notify, at) => void waiting.set(notify.id, { ...notify, attempts: 0, nextAt: at }),
    withdraw: (id) => void waiting.delete(id),
    due: (now) => {
      const ready = [...waiting.values()].filter(({ nextAt }) => nextAt !== undefined && nextAt <= now)
      return ready.map((notify) => {
        notify.attempts += 1
        notify.nextAt = undefined
        const { id, url, attempts } = notify
        return { id, url, ...notify.compose(now), attempt: attempts }
      })
    },
    delivered: (id, heard, now) => {
      const notify = waiting.get(id)
      if (notify?.nextAt !== undefined || !notify) return
      const pauseMs = notify.pausesMs[notify.attempts - 1]
      if (pauseMs === undefined || isAcknowledged(heard)) waiting.delete(id)
      else notify.nextAt = now + pauseMs
    },
  }
}
