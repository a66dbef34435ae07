import type { Random } from '@tpkit/core/ports'

/** How long until the next look, behind so many without news: the manifest's distances, the last one repeats; up to a tenth later. */
export function nextDelay(checks: number, followUpMs: readonly number[], random: Random): number {
  const wait = followUpMs[Math.min(checks, followUpMs.length - 1)] ?? 60_000
  const [high = 0, low = 0] = random.bytes(2)
  return wait + Math.floor((wait * (high * 256 + low)) / 655_360)
}
