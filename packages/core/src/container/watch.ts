import type { Settings } from '../ports.ts'
import type { Reloaded, ReloadOutcome } from './tpkit.ts'

/** Calls back when the configuration may have changed, or when somebody asks for a reload. Answers how to stop. */
export type Trigger = NonNullable<Settings['watch']>

/** An editor writes a file in several steps. */
const SETTLE_MS = 100

/** Reloads when one of the triggers fires, once for a burst of them, and tells what became of it. Answers how to stop. */
export function watch(
  triggers: readonly Trigger[],
  reload: () => Promise<Reloaded>,
  tell: (outcome: ReloadOutcome) => void,
): () => void {
  let settling: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const run = async () => {
    const outcome = await outcomeOf(reload)
    if (!stopped) tell(outcome)
  }
  const changed = () => {
    clearTimeout(settling)
    // Whoever only waits for a change need not stay alive for it.
    settling = setTimeout(() => void run(), SETTLE_MS).unref()
  }
  const stops = triggers.map((trigger) => trigger(changed))
  return () => {
    stopped = true
    clearTimeout(settling)
    for (const stop of stops) stop()
  }
}

async function outcomeOf(reload: () => Promise<Reloaded>): Promise<ReloadOutcome> {
  try {
    return { kind: 'reloaded', value: await reload() }
  } catch (error) {
    return { kind: 'refused', error: error instanceof Error ? error : new Error(String(error)) }
  }
}
