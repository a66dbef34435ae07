import type { Instant } from '@tpkit/core'

interface Happening {
  readonly at: Instant
  readonly order: number
  readonly happen: () => void
}

/** Virtual time: what is to happen happens in its order, and between two happenings everything that follows from the first is done. */
export class Timeline {
  now: Instant
  #order = 0
  #heap: Happening[] = []

  constructor(start: Instant) {
    this.now = start
  }

  get isEmpty(): boolean {
    return this.#heap.length === 0
  }

  after(ms: number, happen: () => void): void {
    this.#order += 1
    this.#push({ at: this.now + Math.max(0, ms), order: this.#order, happen })
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }

  /** Everything up to a moment. */
  async until(end: Instant): Promise<void> {
    for (let next = this.#heap[0]; next && next.at <= end; next = this.#heap[0]) {
      this.#pop()
      this.now = Math.max(this.now, next.at)
      next.happen()
      await everythingThatFollows()
    }
    this.now = Math.max(this.now, end)
    await everythingThatFollows()
  }

  #push(one: Happening): void {
    const heap = this.#heap
    let at = heap.push(one) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(one, heap[parent] as Happening)) break
      heap[at] = heap[parent] as Happening
      at = parent
    }
    heap[at] = one
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= heap.length) break
      const right = left + 1
      const child = right < heap.length && isBefore(heap[right] as Happening, heap[left] as Happening) ? right : left
      if (!isBefore(heap[child] as Happening, last)) break
      heap[at] = heap[child] as Happening
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** Promises that can be settled are; nothing in the simulation waits for anything else. */
function everythingThatFollows(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** What came within a time, or `too-late`. */
export async function within<Result>(timeline: Timeline, ms: number, result: Promise<Result>): Promise<Result | 'too-late'> {
  return Promise.race([result, timeline.sleep(ms).then(() => 'too-late' as const)])
}
