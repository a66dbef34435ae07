import type { Terminal } from './terminal.ts'

/** Runs work that Ctrl+C ends in good order: the signal is aborted, and the work itself says how to go on. */
export async function interruptible<Result>(terminal: Terminal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController()
  const undo = terminal.onInterrupt(() => stop.abort())
  try {
    return await work(stop.signal)
  } finally {
    undo()
  }
}
