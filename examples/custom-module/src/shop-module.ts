/** A merchant's own doors to the world: `loadTpkit('tpkit.config.yaml', { modules: [shopModule({ out: process.stdout, random })] })`. */
import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import { CLOCK, LOG, RANDOM } from '@tpkit/core/container'
import type { Clock, Log, Random } from '@tpkit/core/ports'
import { ContainerModule } from 'inversify'

export interface ShopWorld {
  /** Where the log goes. */
  readonly out: Writable
  /** Where nonces come from: a hardware module, say. */
  readonly random: Random
}

export function shopModule({ out, random }: ShopWorld): ContainerModule {
  return new ContainerModule(({ rebind }) => {
    rebind(RANDOM).toConstantValue(random)
    // What a door needs it is given: here the clock, which another module may have rebound.
    rebind(LOG).toResolvedValue((clock: Clock) => jsonLines(out, clock), [CLOCK])
  })
}

/** One event, one line. Events are flat and typed and hold no secret, so nothing has to be scrubbed here. */
function jsonLines(out: Writable, clock: Clock): Log {
  return { write: (event) => void out.write(`${JSON.stringify({ at: new Date(clock.nowMs()).toISOString(), ...event })}\n`) }
}

/** The same bytes every time, for a demonstration or a test. Never where money moves: a nonce is to be new. */
export function seededRandom(seed: string): Random {
  let drawn = 0
  const block = (): Uint8Array => createHash('sha256').update(`${seed}:${drawn++}`).digest()
  return { bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, block)).subarray(0, length) }
}
