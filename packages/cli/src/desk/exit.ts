/** Exit codes of every command; docs/cli.md explains each. */
export const EXIT = {
  /** Done, and nothing to worry about. */
  done: 0,
  /** It did not work, or something was found that must be mended. */
  failed: 1,
  /** The command line or the configuration is wrong; nothing was sent. */
  usage: 2,
  /** The outcome is not known: it may have happened. Ask, or repeat the number; never a new one. */
  unknown: 3,
  /** The wallet refused: provably nothing happened. */
  refused: 4,
  /** Ctrl+C, as shells call it. */
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
