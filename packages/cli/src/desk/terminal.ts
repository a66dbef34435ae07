import type { Readable, Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'

export type Output = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined }
export type Input = Readable & { readonly isTTY?: boolean | undefined }

/** The world of one command: where it reads, writes, waits and ends. Tests hand in one of their own. */
export interface Terminal {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  /** Relative paths are found from here. */
  readonly cwd: string
  readonly nowMs: () => number
  /** Rejects when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Calls back at Ctrl+C, and where the terminal closes, instead of ending the process, and where nobody reads any more (`| head`); answers what undoes it. */
  readonly onInterrupt: (heard: () => void) => () => void
  /** What the process ends with once nothing is left to do. */
  readonly exit: (code: number) => void
}

export function processTerminal(): Terminal {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    nowMs: Date.now,
    sleep: (ms, signal) => pause(ms, undefined, signal && { signal }),
    onInterrupt: (heard) => {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
      for (const signal of signals) process.on(signal, heard)
      process.stdout.on('error', heard)
      return () => {
        process.stdout.off('error', heard)
        for (const signal of signals) process.off(signal, heard)
      }
    },
    exit: (code) => {
      process.exitCode = code
    },
  }
}
