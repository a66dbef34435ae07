import type { Manifest } from '../contract/manifest.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { Evidence, Finding } from '../contract/protocol.ts'
import { type Failure, fail, failureOf, type TPError, tpError } from '../errors.ts'
import { isTransportError } from '../ports.ts'

/** What an exchange did to the world. */
export interface Trip {
  /** Requests that may have left, reads included. */
  readonly sent: number
  /** Requests marked `write` of which a byte may have left. */
  readonly writes: number
  /** Address and status of the last answer. */
  readonly last?: { readonly url: string; readonly status: number }
}

/** How an exchange ended. */
export type Ending<Reply> =
  | { readonly kind: 'returned'; readonly reply: Reply; readonly trip: Trip }
  | { readonly kind: 'failed'; readonly error: TPError; readonly trip: Trip }

/** A read's value, or its failure thrown. */
export function readingOf<Reply>(ending: Ending<Reply>): Reply {
  if (ending.kind === 'failed') throw ending.error
  return ending.reply
}

/**
 * The one rule for writes. A success is believed when verified; a refusal when verified, or when its (status, code) is
 * listed as decided before execution and it came over TLS from a manifest origin. After the first byte of a write
 * everything else is unknown. Before it, a failure provably changed nothing; before any request at all it is a mistake and thrown.
 */
export function outcomeOf<Done>(ending: Ending<Finding<Done>>, manifest: Manifest): Outcome<Done> {
  const { trip } = ending
  if (ending.kind === 'failed') return failedOutcome(ending.error, trip, manifest)
  const finding = ending.reply
  switch (finding.kind) {
    case 'unknown':
      return unknown(finding.failure, manifest, finding.checkAfterMs)
    case 'done':
      if (believedDone(finding.evidence, trip)) return { kind: 'done', value: finding.value }
      return failedOutcome(
        tpError('INTERNAL', 'the provider called a result proven that its exchange cannot prove'),
        trip,
        manifest,
      )
    case 'refused':
      if (believedRefusal(finding.evidence, trip, manifest)) return { kind: 'refused', failure: finding.failure }
      return unknown(finding.failure, manifest)
  }
}

function failedOutcome(error: TPError, trip: Trip, manifest: Manifest): Outcome<never> {
  if (trip.writes > 0) return unknown(failureOf(error), manifest)
  if (trip.sent > 0 || isTransportError(error)) return { kind: 'refused', failure: failureOf(error) }
  throw error
}

function believedDone(evidence: Exclude<Evidence, object>, trip: Trip): boolean {
  return evidence === 'verified' ? trip.sent > 0 : trip.sent === 0
}

function believedRefusal(evidence: Evidence, trip: Trip, manifest: Manifest): boolean {
  // After a second write the refusal of one says nothing about the other.
  if (trip.writes > 1) return false
  if (evidence === 'verified') return true
  if (evidence === 'nothing-sent') return trip.sent === 0
  const { status, code } = evidence.unsigned
  const listed = manifest.decidedBeforeExecution.some((known) => known.status === status && known.code === code)
  return listed && trip.last?.status === status && overTls(trip.last.url, manifest)
}

function overTls(url: string, manifest: Manifest): boolean {
  return manifest.origins.some((origin) => origin.startsWith('https://') && url.startsWith(`${origin}/`))
}

/** Whatever advice the failure carried: what may have happened is asked for, or repeated under its number. */
function unknown(failure: Failure, manifest: Manifest, checkAfterMs?: number): Outcome<never> {
  const after = checkAfterMs ?? manifest.timing.followUpMs[0]
  const advised = fail(failure.code, failure.message, { ...failure, retry: 'same-number' })
  return { kind: 'unknown', failure: advised, ...(after !== undefined && { checkAfterMs: after }) }
}
