import type { Instant, Manifest } from '@tpkit/core'
import type { AttemptRow } from '../books/rows.ts'

/** What one visit to the wallet has learned so far about an attempt. */
export interface Learned {
  /** `absent`: the wallet does not know it, and nothing can still arrive · `not-yet`: it may still appear. */
  readonly looked?: 'there' | 'absent' | 'not-yet'
  /** Until when a `not-yet` may turn. */
  readonly until?: Instant
  /** A close, a reversal or a repeat was refused. */
  readonly refused?: true
  /** The wallet could not tell: enough for this visit. */
  readonly unclear?: true
}

/** A call at the wallet. */
export interface CallStep {
  readonly do: 'query' | 'close' | 'reverse' | 'pay-again'
}

/** What ends a visit. */
export type EndStep =
  /** Come back then; without a time, by the manifest's schedule. */
  | { readonly do: 'wait'; readonly until?: Instant }
  /** The wallet has no such attempt and none can arrive: it ends as closed. */
  | { readonly do: 'end' }
  /** The wallet does not undo what was paid: it stays paid. */
  | { readonly do: 'keep' }

/** What follow-up does next about an attempt. */
export type NextStep = CallStep | EndStep | { readonly do: 'none' }

export function isCall(step: CallStep | EndStep): step is CallStep {
  return step.do !== 'wait' && step.do !== 'end' && step.do !== 'keep'
}

export interface Surroundings {
  readonly now: Instant
  readonly manifest: Manifest
  /** The command is still kept, so that the same payment can be sent again. */
  readonly canPayAgain: boolean
}

type Goal = 'look' | 'close' | 'reverse'

const WAIT: NextStep = { do: 'wait' }

/**
 * The next step, from what is held and what this visit has learned. Money rule 8 is in here: an unknown outcome ends by what the
 * wallet says, never because time passed.
 */
export function nextStep(attempt: AttemptRow, learned: Learned, around: Surroundings): NextStep {
  if (attempt.status === 'paid') return paidStep(attempt, learned, around)
  if (attempt.status !== 'pending') return { do: 'none' }
  if (learned.unclear) return WAIT
  switch (goalOf(attempt, around)) {
    case 'reverse':
      return reverseStep(attempt, learned, around)
    case 'close':
      return closeStep(attempt, learned, around)
    default:
      return learned.looked ? waitFor(attempt, learned, around) : { do: 'query' }
  }
}

/** What shall become of it: a wish, its expiry, or a payer at the counter who takes too long. */
export function goalOf(
  { wish, scene, expiresAt, sentAt, createdAt }: AttemptRow,
  { now, manifest }: Omit<Surroundings, 'canPayAgain'>,
): Goal {
  const { micropay } = manifest.timing
  if (scene === 'micropay' && micropay && manifest.abilities.includes('reverse')) {
    const isTooLong = now >= (sentAt ?? createdAt) + micropay.giveUpMs
    return wish !== undefined || now >= expiresAt || isTooLong ? 'reverse' : 'look'
  }
  return wish !== undefined || now >= expiresAt ? 'close' : 'look'
}

function reverseStep(attempt: AttemptRow, learned: Learned, around: Surroundings): NextStep {
  const { now, manifest } = around
  const earliest = (attempt.sentAt ?? attempt.createdAt) + (manifest.timing.micropay?.earliestReverseMs ?? 0)
  if (now < earliest) return learned.looked ? { do: 'wait', until: earliest } : { do: 'query' }
  if (!learned.refused) return { do: 'reverse' }
  if (!learned.looked) return { do: 'query' }
  return learned.looked === 'absent' ? { do: 'end' } : waitFor(attempt, learned, around)
}

/** Whether the wallet ends an open payment of this scene when it is asked to. */
function isClosable({ scene }: AttemptRow, { abilities, except }: Manifest): boolean {
  return abilities.includes('close') && !except?.close?.includes(scene)
}

function closeStep(attempt: AttemptRow, learned: Learned, around: Surroundings): NextStep {
  const { now, manifest } = around
  const canClose = isClosable(attempt, manifest)
  // What cannot be closed afterwards is not brought about once more, nor what only the payer brings about.
  const canPayAgain = around.canPayAgain && canClose && !isCreatedOnScan(attempt, manifest)
  // Neither there nor to be had by a repeat.
  if (learned.looked === 'absent' && learned.refused) return { do: 'end' }
  const earliest = (attempt.sentAt ?? attempt.createdAt) + manifest.timing.earliestCloseMs
  if (now < earliest && !learned.refused) return learned.looked ? { do: 'wait', until: earliest } : { do: 'query' }
  const isConfirmed = attempt.unknown?.asked !== 'pay'
  if (learned.looked === 'not-yet') return waitFor(attempt, learned, around)
  if (learned.looked === 'absent') {
    // The wallet creates on call: a request still on its way would be found by the repeat, and closed with it.
    return !isConfirmed && canPayAgain ? { do: 'pay-again' } : { do: 'end' }
  }
  if (!isConfirmed || !canClose) return learned.looked ? WAIT : { do: 'query' }
  if (!learned.refused) return { do: 'close' }
  return learned.looked ? WAIT : { do: 'query' }
}

function paidStep(attempt: AttemptRow, learned: Learned, around: Surroundings): NextStep {
  if (attempt.wish === 'reverse') return undoPaid(attempt, learned, around)
  if (attempt.unknown?.asked !== 'reverse') return { do: 'none' }
  // A reversal whose answer was lost: what the wallet says once it cannot arrive any longer is its last word.
  const over = attempt.unknown.since + around.manifest.timing.quietMs
  if (around.now < over) return { do: 'wait', until: over }
  return learned.looked || learned.unclear ? WAIT : { do: 'query' }
}

function undoPaid(attempt: AttemptRow, learned: Learned, { now, manifest }: Surroundings): NextStep {
  const earliest = (attempt.sentAt ?? attempt.createdAt) + (manifest.timing.micropay?.earliestReverseMs ?? 0)
  if (learned.unclear) return WAIT
  if (now < earliest) return { do: 'wait', until: earliest }
  if (!learned.refused) return { do: 'reverse' }
  // An earlier reversal may have been done, though its answer was lost.
  return learned.looked ? { do: 'keep' } : { do: 'query' }
}

/** The wallet has no such order until its payer comes: until then nothing there ends it. */
export function isCreatedOnScan({ scene }: AttemptRow, { createdOnScan }: Manifest): boolean {
  return createdOnScan?.includes(scene) === true
}

function waitFor(attempt: AttemptRow, { looked, until }: Learned, { now, manifest }: Surroundings): NextStep {
  // The payer may scan at any moment until it expires: looked at as often as what is there already.
  if (looked === 'not-yet' && isCreatedOnScan(attempt, manifest) && now < attempt.expiresAt) return WAIT
  return until === undefined ? WAIT : { do: 'wait', until }
}
