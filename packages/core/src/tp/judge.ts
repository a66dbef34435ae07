import type { HttpRequest } from '../contract/http.ts'
import type { DecidedRefusal, Manifest, Verb } from '../contract/manifest.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { Evidence, Finding, NotThere } from '../contract/protocol.ts'
import type { Ability } from '../contract/scene.ts'
import { type Failure, fail, failureOf, type TPError, tpError } from '../errors.ts'
import { isTransportError } from '../ports.ts'

/** What an exchange did to the world. */
export interface Trip {
  /** Requests that may have left, reads included. */
  readonly sent: number
  /** Requests marked `write` of which a byte may have left. */
  readonly writes: number
  /** The last answer, and what it answered. */
  readonly last?: { readonly url: string; readonly status: number; readonly effect: HttpRequest['effect'] }
}

/** How an exchange ended. */
export type Ending<Reply> =
  | { readonly kind: 'returned'; readonly reply: Reply; readonly trip: Trip }
  | { readonly kind: 'failed'; readonly error: TPError; readonly trip: Trip }

/** The call that is judged. */
export interface Judged {
  readonly verb: Verb | Ability
  readonly manifest: Manifest
  /** An earlier call under the number ended unknown. */
  readonly afterUnknown?: boolean
}

/** A read's value, or its failure thrown. "No such order" is believed like a refusal: verified, or listed. */
export function readingOf<Reply>(ending: Ending<Reply>, judged: Judged): Reply {
  if (ending.kind === 'failed') throw ending.error
  const { reply, trip } = ending
  if (!isNotThere(reply)) return reply
  const { evidence, ...absent } = reply
  if (believedRefusal(evidence, trip, judged)) return absent as Reply // the same reply, less what core asked for
  throw tpError('UNVERIFIED', 'expected a verified "no such order", found one that anybody on the way could have written')
}

/**
 * The one rule for writes. A success is believed when verified; a refusal when verified, or when its (status, code) is
 * listed as decided before execution and it came over TLS from a manifest origin. After the first byte of a write
 * everything else is unknown. Before it, a failure provably changed nothing; before any request at all it is a mistake and thrown.
 */
export function outcomeOf<Done>(ending: Ending<Finding<Done, Evidence>>, judged: Judged): Outcome<Done> {
  const outcome = judgedAlone(ending, judged)
  return outcome.kind === 'refused' && judged.afterUnknown ? unknown(outcome.failure, judged.manifest) : outcome
}

function judgedAlone<Done>(ending: Ending<Finding<Done, Evidence>>, judged: Judged): Outcome<Done> {
  const { trip } = ending
  if (ending.kind === 'failed') return failedOutcome(ending.error, trip, judged.manifest)
  const finding = ending.reply
  // Not possible in TypeScript; a plugin may be JavaScript.
  if (!finding || (finding.kind !== 'done' && !finding.failure)) {
    return failedOutcome(unprovable('something a finding'), trip, judged.manifest)
  }
  switch (finding.kind) {
    case 'unknown':
      return unknown(finding.failure, judged.manifest, finding.checkAfterMs)
    case 'done':
      if (believedDone(finding.evidence, trip, judged, finding.value)) return { kind: 'done', value: finding.value }
      return failedOutcome(unprovable('a result proven'), trip, judged.manifest)
    case 'refused':
      if (believedRefusal(finding.evidence, trip, judged)) return { kind: 'refused', failure: finding.failure }
      return unknown(finding.failure, judged.manifest)
    default:
      return failedOutcome(unprovable('something a finding'), trip, judged.manifest)
  }
}

function unprovable(what: string): TPError {
  return tpError('INTERNAL', `the provider called ${what} that its exchange cannot prove; report it to the plugin's author`)
}

function failedOutcome(error: TPError, trip: Trip, manifest: Manifest): Outcome<never> {
  if (trip.writes > 0) return unknown(failureOf(error), manifest)
  if (trip.sent > 0 || isTransportError(error)) return { kind: 'refused', failure: failureOf(error) }
  throw error
}

/** Only a payment can start without a request, and what nobody was asked is no fact. */
function believedDone(evidence: Evidence, trip: Trip, { verb }: Judged, value: unknown): boolean {
  if (evidence === 'verified') return trip.sent > 0
  return evidence === 'nothing-sent' && trip.sent === 0 && verb === 'pay' && !hasFact(value)
}

function hasFact(value: unknown): boolean {
  return typeof value !== 'object' || value === null || ('fact' in value && value.fact !== undefined)
}

function believedRefusal(evidence: Evidence | undefined, trip: Trip, judged: Judged): boolean {
  // The refusal of a second write, or of a read after a write, says nothing about the first.
  if (trip.writes > 1 || (trip.writes === 1 && trip.last?.effect === 'read')) return false
  if (evidence === 'verified') return true
  if (evidence === 'nothing-sent') return trip.sent === 0
  return evidence !== undefined && listed(evidence.unsigned, trip, judged)
}

function listed({ status, code }: DecidedRefusal, { last }: Trip, { verb, manifest }: Judged): boolean {
  const found = manifest.decidedBeforeExecution.some(
    (known) => known.status === status && known.code === code && (known.on?.includes(verb) ?? true),
  )
  return found && last?.status === status && overTls(last.url, manifest)
}

function overTls(url: string, manifest: Manifest): boolean {
  return manifest.origins.some((origin) => origin.startsWith('https://') && url.startsWith(`${origin}/`))
}

function isNotThere(reply: unknown): reply is NotThere {
  return typeof reply === 'object' && reply !== null && 'kind' in reply && reply.kind === 'absent'
}

/** Whatever advice the failure carried: what may have happened is asked for, or repeated under its number. */
export function unknown(failure: Failure, manifest: Manifest, checkAfterMs?: number): Outcome<never> {
  const after = checkAfterMs ?? manifest.timing.followUpMs[0]
  const advised = fail(failure.code, failure.message, { ...failure, retry: 'same-number' })
  return { kind: 'unknown', failure: advised, ...(after !== undefined && { checkAfterMs: after }) }
}
