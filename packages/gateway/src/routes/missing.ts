import { isTPError } from '@tpkit/core'
import { GatewayProblem } from '../problem/problem.ts'

/**
 * What is not there, and what is another merchant's: one answer for both, which names nothing. Wherever somebody asks for a thing
 * by its name or id, this is how it is not found.
 */
export function missing(what: string, pointer?: string): GatewayProblem {
  const sentence = `${what}: expected one that this API key's merchant has, found none`
  return new GatewayProblem('NOT_FOUND', sentence, pointer === undefined ? {} : { pointer })
}

/** What was there a moment ago may be gone: that is no other answer. */
export async function orMissing<Result>(work: Promise<Result>, what: string, pointer?: string): Promise<Result> {
  try {
    return await work
  } catch (error) {
    throw isTPError(error) && error.code === 'NOT_FOUND' ? missing(what, pointer) : error
  }
}
