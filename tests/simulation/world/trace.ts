import { createHash } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import type { Timeline } from './timeline.ts'

/** Everything that happened, line by line: the same seed has the same hash. */
export class Trace {
  readonly lines: string[] = []
  readonly #timeline: Timeline
  readonly #start: Instant

  constructor(timeline: Timeline) {
    this.#timeline = timeline
    this.#start = timeline.now
  }

  note(who: string, what: string): void {
    const seconds = ((this.#timeline.now - this.#start) / 1000).toFixed(3)
    this.lines.push(`${seconds.padStart(10)}  ${who.padEnd(10)}  ${what}`)
  }

  get hash(): string {
    return createHash('sha256').update(this.lines.join('\n')).digest('hex')
  }
}
