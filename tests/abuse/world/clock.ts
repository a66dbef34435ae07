import { setTimeout as pause } from 'node:timers/promises'

/** The time of a world: its gateway and its wallets go by it, the machine does not. */
export interface WorldClock {
  /** When it began, by the machine's clock: whoever knows it shows the same time. */
  readonly began: number
  readonly now: () => number
  readonly aheadMs: () => number
  readonly forward: (ms: number) => void
}

/** So much slower than the machine's: what is due in seconds comes when a case says so, and not when the machine is busy. */
const SLOWER = 100

export function worldClock(began: number = Date.now()): WorldClock {
  let aheadMs = 0
  return {
    began,
    now: () => began + Math.floor((Date.now() - began) / SLOWER) + aheadMs,
    aheadMs: () => aheadMs,
    forward: (ms) => {
      aheadMs += ms
    },
  }
}

/** Waits until something is so; answers whether it became so. */
export async function until(isSo: () => boolean | Promise<boolean>, ms = 10_000): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(15)) if (await isSo()) return true
  return false
}
