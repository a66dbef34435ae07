import type { Clock, Random } from '@tpkit/core/ports'
import { v7 } from 'uuid'

/** Time-ordered ids, from the Clock and Random ports: 32 hex digits behind the kind, `aud_0192…`. */
export type Ids = (kind: 'aud' | 'whe' | 'tst') => string

/** Each id sorts behind the one before it, also within one millisecond and when the clock steps back. */
export function idsFrom(clock: Clock, random: Random): Ids {
  let last = { msecs: 0, seq: 0 }
  return (kind) => {
    const bytes = random.bytes(16)
    const msecs = clock.nowMs()
    last = msecs > last.msecs ? { msecs, seq: beginning(bytes) } : { ...last, seq: last.seq + 1 }
    return `${kind}_${v7({ ...last, random: bytes }).replaceAll('-', '')}`
  }
}

/** Below half of what a millisecond can count. */
function beginning(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUInt32BE(4) >>> 1
}
