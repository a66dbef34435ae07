import type { Settings } from '../ports.ts'
import type { Reloaded, ReloadOutcome } from './tpkit.ts'

/** Calls back when the configuration may have changed, or when somebody asks for a reload. Answers how to stop. */
export type Trigger = NonNullable<Settings['watch']>

/** An editor writes a file in several steps. */
const SETTLE_MS = 100
/** And what changes without end must not keep the last good content waiting for ever. */
const LATEST_MS = 1000

/** Reloads when one of the triggers fires, once for a burst of them, and tells what became of it. Answers how to stop. */
export function watch(
  triggers: readonly Trigger[],
  reload: () => Promise<Reloaded>,
  tell: (outcome: ReloadOutcome) => void,
): () => void {
  let stopped = false
  const run = oneAtATime(async () => {
    if (stopped) return
    const outcome = await outcomeOf(reload)
    if (!stopped) tell(outcome)
  })
  const burst = settled(() => void run())
  const stops = triggers.map((trigger) => trigger(burst.goesOn))
  return () => {
    stopped = true
    burst.forget()
    for (const stop of stops) stop()
  }
}

/** Calls back when a burst has ended, or has gone on for long. Whoever only waits for that need not stay alive for it. */
function settled(done: () => void): { readonly goesOn: () => void; readonly forget: () => void } {
  let quiet: ReturnType<typeof setTimeout> | undefined
  let latest: ReturnType<typeof setTimeout> | undefined
  const forget = () => {
    clearTimeout(quiet)
    clearTimeout(latest)
    latest = undefined
  }
  const over = () => {
    forget()
    done()
  }
  const goesOn = () => {
    clearTimeout(quiet)
    quiet = setTimeout(over, SETTLE_MS).unref()
    latest ??= setTimeout(over, LATEST_MS).unref()
  }
  return { goesOn, forget }
}

/** Who asks while it works is served by one more turn, however often they ask: a slow reload gathers no queue. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let working = false
  let asked = false
  return async () => {
    asked = true
    if (working) return
    working = true
    try {
      while (asked) {
        asked = false
        await work()
      }
    } finally {
      working = false
    }
  }
}

async function outcomeOf(reload: () => Promise<Reloaded>): Promise<ReloadOutcome> {
  try {
    return { kind: 'reloaded', value: await reload() }
  } catch (error) {
    return { kind: 'refused', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
