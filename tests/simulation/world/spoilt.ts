import type { FaultRule } from '@tpkit/core'
import type { StandWallet } from '../../../packages/cashier/src/stand.fixture.ts'
import type { FaultName, FaultPlan } from './faults.ts'
import type { Streams } from './random.ts'

type Spoiler = Partial<Record<FaultName, readonly [string, ...string[]]>>

/** Faults that sit inside of a wallet, by what its catalogue calls them: one of several strikes. */
const IN_CALLS: Spoiler = {
  'wallet-busy': ['busy-undone', 'busy-done'],
  'wallet-unsure': ['unsigned-refusal', 'unlisted-code', 'respelled-code', 'unsigned-answer'],
  'wrong-key': ['other-key-answer', 'key-rotated', 'broken-signature'],
  'signature-probe': ['signature-probe'],
  'signed-before': ['stale-answer'],
}

const IN_NOTIFIES: Spoiler = {
  'wrong-key': ['notify-other-key', 'notify-key-rotated', 'notify-broken-signature'],
  'signature-probe': ['notify-signature-probe'],
  'signed-before': ['notify-stale'],
}

interface Around {
  readonly faults: FaultPlan
  readonly streams: Streams
}

export function callSpoiler(wallet: StandWallet, around: Around): readonly FaultRule[] {
  return struck(IN_CALLS, wallet, around)
}

export function notifySpoiler(wallet: StandWallet, around: Around): readonly FaultRule[] {
  return struck(IN_NOTIFIES, wallet, around)
}

/** Drawn here and not in the wallet, so that a fault that is left out shifts no draw of the others. */
function struck(spoiler: Spoiler, { faults: { catalogue } }: StandWallet, { faults, streams }: Around): readonly FaultRule[] {
  return Object.entries(spoiler).flatMap(([name, ways]) => {
    if (!faults.strikes(name as FaultName)) return [] // a key of the table
    const fault = streams(`way of ${name}`).pick(ways)
    return catalogue.some((known) => known.name === fault) ? [{ fault, times: 1 }] : []
  })
}

/** The wallet does that in the next message, and in no other. */
export function spoiling<Result>({ faults }: StandWallet, rules: readonly FaultRule[], work: () => Result): Result {
  if (rules.length === 0) return work()
  faults.arm(rules)
  const result = work()
  faults.arm([])
  return result
}
