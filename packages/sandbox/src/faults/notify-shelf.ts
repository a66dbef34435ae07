import type { Delivery, Instant } from '@tpkit/core'

/** A try of a notify as it is handed out, and the names of the faults that struck it. */
export interface Handed {
  readonly delivery: Delivery
  readonly faults: readonly string[]
}

interface Held extends Handed {
  readonly at: Instant
  /** It goes out as soon as another one has. */
  readonly behind: boolean
}

/** Tries that leave later than the wallet meant. */
export interface Shelf {
  readonly hold: (held: Held) => void
  /** What is due, the latest that was held first. `othersLeft`: whether another try leaves at this moment. */
  readonly release: (now: Instant, othersLeft: boolean) => readonly Handed[]
}

export function shelf(): Shelf {
  let held: readonly Held[] = []
  return {
    hold: (each) => {
      held = [...held, each]
    },
    release: (now, othersLeft) => {
      const isDue = ({ at, behind }: Held): boolean => at <= now || (behind && othersLeft)
      const ready = held.filter(isDue)
      held = held.filter((each) => !isDue(each))
      return ready.toReversed().map(({ delivery, faults }) => ({ delivery, faults }))
    },
  }
}

/** Gives a try that the wallet itself knows nothing of an id of its own. */
export function copier(): (delivery: Delivery) => Delivery {
  let serial = 0
  return (delivery) => {
    serial += 1
    return { ...delivery, id: `${delivery.id}+${serial}` }
  }
}
