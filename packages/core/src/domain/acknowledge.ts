import type { Acknowledgement } from '../contract/tp.ts'
import { isTPError } from '../errors.ts'

/** What proves that a message is not the wallet's. Everything else may be our own trouble. */
const NOT_GENUINE = new Set(['UNVERIFIED', 'MALFORMED', 'LIMIT'])

/**
 * What to answer when `notify`, or booking what it gave, threw: `refused` only where the message is provably not genuine.
 * A database that is down or a key that could not be fetched is `later`: the wallet says it again.
 *
 * @example respond(response, account.acknowledge(acknowledgementFor(error)))
 */
export function acknowledgementFor(error: unknown): Exclude<Acknowledgement, 'accepted'> {
  return isTPError(error) && NOT_GENUINE.has(error.code) ? 'refused' : 'later'
}
