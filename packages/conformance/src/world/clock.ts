import type { Instant } from '@tpkit/core'
import type { Clock } from '@tpkit/core/ports'

/** A working day in November 2026, and not a whole second: what is cut off on the wire shows. */
const START: Instant = Date.UTC(2026, 10, 23, 4, 0, 0, 123)

/** A clock that moves only when it is told to. */
export class VirtualClock implements Clock {
  #nowMs = START

  readonly nowMs = (): Instant => this.#nowMs

  advance(ms: number): void {
    this.#nowMs += ms
  }
}
