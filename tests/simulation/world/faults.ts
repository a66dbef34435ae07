import type { Stream, Streams } from './random.ts'

/** Everything that can go wrong. Each seed draws which of them do, and how often. */
export const FAULTS = {
  'refused-connection': 'a call that provably never left',
  'lost-before': 'a call that is lost on its way to the wallet',
  'lost-after': 'a call that the wallet worked off, and whose answer is lost',
  'too-late': 'a call that arrives after the caller has given up',
  twice: 'a call that arrives twice',
  'spoilt-answer': 'an answer of which bytes were changed',
  'http-503': 'a gateway before the wallet that answers 503, the call not passed on',
  'http-502-after': 'a gateway before the wallet that answers 502, the call worked off',
  outage: 'minutes in which no call arrives',
  'outage-late': 'minutes in which calls wait, to arrive together at the end',
  'notify-lost': 'a notify that does not arrive',
  'notify-copies': 'a notify that arrives several times at once',
  'notify-late': 'notifies that overtake each other',
  'notify-spoilt': 'a notify of which bytes were changed',
  crash: 'the process ends at a call of a port, and another one starts',
  'commit-crash': 'the process ends while it commits: what it wrote stands, or does not',
  'books-busy': 'books that cannot be written at the moment',
  'commit-lost': 'a commit whose answer is lost: it stands, or does not',
  'clock-jump': "the process's clock goes ahead or back by minutes",
  'endpoint-down': "the merchant's server does not answer, or answers 500",
  'wallet-busy': 'a signed "system error", the call worked off or not',
  'wallet-unsure': 'a refusal that is not signed, or has a code that nobody knows: the call was worked off',
  'wrong-key': 'an answer or a notify that is signed with a key that is not the wallet’s, or is not known yet',
  'signature-probe': 'an answer or a notify with a wrong signature on purpose (签名探测)',
  'signed-before': 'an answer or a notify that was signed ten minutes ago',
  'refund-limited': 'a refund that is answered 429, worked off or not',
  'refund-abnormal': 'a refund that stands still until an operator says where its money goes (退款异常)',
  'key-rotation': 'the wallet’s certificate is followed by another one (平台证书轮换)',
  'wallet-clock': "the wallet's clock is minutes off for a while",
} as const

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[] // keys of the literal above

/** Whether a fault strikes now. */
export type Strikes = (fault: FaultName, draw?: Stream) => boolean

export interface FaultPlan {
  readonly percents: ReadonlyMap<FaultName, number>
  readonly strikes: Strikes
  /** From then on nothing goes wrong. */
  readonly calm: () => void
}

/** Some faults of all, often or rarely; `without` leaves some out and shifts no draw of the others. */
export function planFaults(streams: Streams, without: ReadonlySet<FaultName>): FaultPlan {
  const draw = streams('which faults')
  const percents = new Map<FaultName, number>()
  for (const fault of FAULT_NAMES) {
    const percent = draw.chance(40) ? draw.pick(USUAL_PERCENTS) : 0
    if (percent > 0 && !without.has(fault)) percents.set(fault, percent * WEIGHTS(fault))
  }
  let isCalm = false
  return {
    percents,
    strikes: (fault, stream = streams(`fault ${fault}`)) => {
      const percent = percents.get(fault)
      return percent !== undefined && stream.chance(percent) && !isCalm
    },
    calm: () => {
      isCalm = true
    },
  }
}

const USUAL_PERCENTS = [2, 5, 10, 25] as const

/** What is asked at every call of a port strikes rarely each time, and what few calls can meet often. */
function WEIGHTS(fault: FaultName): number {
  if (fault === 'crash' || fault === 'commit-crash') return 0.12
  if (fault === 'refund-limited' || fault === 'refund-abnormal' || fault === 'refused-connection') return 3
  return fault === 'books-busy' || fault === 'commit-lost' ? 0.2 : 1
}
