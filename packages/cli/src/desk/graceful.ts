import closeWithGrace from 'close-with-grace'

export interface GracefulOptions {
  /** How long the end may take. */
  readonly delayMs: number
  /** Hears that it began. */
  readonly begun?: () => void
}

export interface Graceful {
  /** Ends without a signal. */
  readonly now: () => void
  /** Leaves the process to itself again. */
  readonly uninstall: () => void
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** npm sends on what the terminal sent to everybody: within so long two signals are one. */
const ONE_PRESS_MS = 500

/**
 * Ends in good order at Ctrl+C, SIGTERM or a failure that nobody caught, and at once at a second signal. SIGHUP ends nothing: it
 * asks for a reload.
 */
export function endGracefully(end: () => Promise<void>, { delayMs, begun }: GracefulOptions): Graceful {
  const graceful = closeWithGrace({ delay: delayMs, logger: false, skip: ['SIGHUP', ...SIGNALS] }, end)
  let firstAt: number | undefined
  const now = (): void => {
    if (firstAt !== undefined) return
    firstAt = Date.now()
    begun?.()
    graceful.close()
  }
  const heard = (): void => {
    if (firstAt !== undefined && Date.now() - firstAt > ONE_PRESS_MS) process.exit(1)
    now()
  }
  for (const signal of SIGNALS) process.on(signal, heard)
  return {
    now,
    uninstall: () => {
      for (const signal of SIGNALS) process.off(signal, heard)
      graceful.uninstall()
    },
  }
}
