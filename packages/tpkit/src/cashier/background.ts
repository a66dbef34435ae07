import { setTimeout as pause } from 'node:timers/promises'
import type { BooksWork, Cashier, CashierLog } from '@tpkit/cashier'
import { isTPError } from '@tpkit/core/errors'

export interface BackgroundParts {
  readonly till: Pick<Cashier, 'followUp' | 'deliver'>
  readonly seal: () => Promise<unknown>
  readonly purge: () => Promise<unknown>
  readonly log: CashierLog | undefined
}

export interface Background {
  readonly run: (signal?: AbortSignal) => () => Promise<void>
  /** Ends everything that was started, and waits for what is under way. */
  readonly stop: () => Promise<void>
}

interface Task {
  readonly name: BooksWork
  readonly everyMs: number
  /** True: there is more to do at once. */
  readonly work: () => Promise<boolean>
  /** How many may be under way at one time. Default: 1. */
  readonly flights?: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
/** What one look takes: a full one means that more is due. */
const PAGE = 100

function tasksOf({ till, seal, purge }: BackgroundParts): readonly Task[] {
  const done = async (work: Promise<unknown>): Promise<boolean> => {
    await work
    return false
  }
  return [
    // It ends what expired as well: `expire` beside it would only take the same orders from it.
    { name: 'follow-up', everyMs: SECOND, work: async () => (await till.followUp(PAGE)).orders === PAGE },
    // One that waits for a slow endpoint holds no other endpoint up.
    { name: 'deliver', everyMs: SECOND, work: () => done(till.deliver(PAGE)), flights: 16 },
    { name: 'seal', everyMs: MINUTE, work: () => done(seal()) },
    { name: 'purge', everyMs: DAY, work: () => done(purge()) },
  ]
}

/** What goes on without anybody asking, by timers that wait for each other's work. */
export function background(parts: BackgroundParts): Background {
  const tasks = tasksOf(parts)
  const runs = new Set<() => Promise<void>>()
  const run = (signal?: AbortSignal) => {
    const stopping = new AbortController()
    const until = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal
    const ended = Promise.all(tasks.map((task) => repeat(task, until, failureTeller(task.name, parts.log))))
    const stop = async () => {
      stopping.abort()
      await ended
      runs.delete(stop)
    }
    runs.add(stop)
    return stop
  }
  return {
    run,
    stop: async () => {
      await Promise.all([...runs].map((stop) => stop()))
    },
  }
}

interface Teller {
  readonly failed: (error: unknown) => void
  readonly worked: () => void
}

async function repeat({ everyMs, work, flights = 1 }: Task, signal: AbortSignal, tell: Teller): Promise<void> {
  const underWay = new Set<Promise<boolean>>()
  while (!signal.aborted) {
    const flight = tried(work, tell).finally(() => underWay.delete(flight))
    underWay.add(flight)
    const more = flights === 1 ? await flight : await room(underWay, flights)
    if (!more) await pause(everyMs, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(underWay)
}

async function room(underWay: ReadonlySet<Promise<boolean>>, flights: number): Promise<false> {
  if (underWay.size >= flights) await Promise.race(underWay)
  return false
}

/** Never rejects: what failed now is tried again at its time. */
async function tried(work: Task['work'], tell: Teller): Promise<boolean> {
  try {
    const more = await work()
    tell.worked()
    return more
  } catch (error) {
    tell.failed(error)
    return false
  }
}

/** Tells of a failure once, until it worked again. */
function failureTeller(name: BooksWork, log: CashierLog | undefined): Teller {
  let told = false
  return {
    worked: () => {
      told = false
    },
    failed: (error) => {
      if (told) return
      told = true
      const code = isTPError(error) ? error.code : 'INTERNAL'
      if (log) return log.write({ event: 'books.failed', during: name, code })
      const reason = isTPError(error) ? error.message : String(error)
      process.emitWarning(`${name}: ${reason}; it is tried again`, { code: 'TPKIT_BACKGROUND_FAILED' })
    },
  }
}
