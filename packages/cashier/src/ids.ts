import type { Clock, Random } from '@tpkit/core/ports'
import { v7 } from 'uuid'

/** What an id names, by its first letters. */
export type IdKind = 'ord' | 'att' | 'rfd' | 'evt' | 'evd' | 'dlv' | 'dif' | 'aud'

/** Time-ordered ids, from the Clock and Random ports. */
export interface Ids {
  /** `ord_0192…`: 32 hex digits behind the kind. */
  readonly next: (kind: IdKind) => string
  /** 32 hex digits: a number that every wallet takes. */
  readonly number: () => string
}

/** Each id sorts behind the one before it, also within one millisecond and when the clock steps back. */
export function idsFrom(clock: Clock, random: Random): Ids {
  let last = { msecs: 0, seq: 0 }
  const number = () => {
    const bytes = random.bytes(16)
    const msecs = clock.nowMs()
    last = msecs > last.msecs ? { msecs, seq: beginning(bytes) } : { ...last, seq: last.seq + 1 }
    return v7({ ...last, random: bytes }).replaceAll('-', '')
  }
  return { number, next: (kind) => `${kind}_${number()}` }
}

/** Below half of what a millisecond can count. */
function beginning(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUInt32BE(4) >>> 1
}
