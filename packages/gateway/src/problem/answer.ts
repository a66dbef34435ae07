import { type Failure, type FailureCode, isTPError } from '@tpkit/core'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GatewayContext } from '../context.ts'
import type { GatewayParts } from '../parts.ts'
import { KINDS } from './kinds.ts'
import { GatewayProblem, type ProblemMore } from './problem.ts'

/** Why something was refused, as the cashier or a wallet said it. */
export function problemOf(failure: Failure, more: ProblemMore = {}): GatewayProblem {
  const { code, message, retry, provider } = failure
  return new GatewayProblem(code, message, { retry, ...(provider && { wallet: provider }), ...more })
}

/** Answers what a step or a route threw (RFC 9457). */
export function answerProblem(c: GatewayContext, thrown: unknown, parts: GatewayParts): Response {
  const problem = thrown instanceof GatewayProblem ? thrown : fromOutside(c, thrown, parts)
  const { status, code } = KINDS[problem.kind]
  c.set('code', code)
  for (const [name, value] of Object.entries({ ...waitFor(problem), ...problem.more.headers })) c.header(name, value)
  c.header('content-type', 'application/problem+json')
  // The table's statuses all have a body.
  return c.body(JSON.stringify(bodyOf(problem, c, parts)), status as ContentfulStatusCode)
}

/**
 * Words that are not made for strangers stay here, and the log is told: of mistakes, ours or a configuration's, and of the
 * ledger, which may name a server or a file.
 */
function fromOutside(c: GatewayContext, thrown: unknown, { log }: GatewayParts): GatewayProblem {
  const hidden = hiddenBehind(thrown)
  if (hidden === undefined && isTPError(thrown) && thrown.code !== 'INTERNAL') return problemOf(thrown)
  const requestId = c.get('requestId')
  log.write({ event: 'failed', during: c.get('route') ?? 'request', name: nameOf(thrown), requestId })
  return hidden ?? new GatewayProblem('INTERNAL', MISTAKE)
}

const MISTAKE = 'expected an answer, found a mistake of the gateway; give its operator the instance'
const MISCONFIGURED = 'expected a configuration that works, found a mistake in it; give the operator of the gateway the instance'

/** Of the books, by code. */
const BOOKS: Readonly<Partial<Record<FailureCode, string>>> = {
  UNAVAILABLE: 'expected the books, found them out of reach; nothing was written, send it again under the same number',
  TIMEOUT: 'expected an answer of the books, found none in time; send it again under the same number, or read what stands',
  INVALID: 'expected values that the books can hold, found others; correct them',
}
const REREAD = 'expected books that stand as they were read, found them changed meanwhile; send it again'

function hiddenBehind(thrown: unknown): GatewayProblem | undefined {
  if (!isTPError(thrown) || thrown.code === 'INTERNAL') return undefined
  if (thrown.code === 'CONFIG') return new GatewayProblem('CONFIG', MISCONFIGURED)
  const { code, retry, message } = thrown
  return message.startsWith('ledger: ') ? new GatewayProblem(code, BOOKS[code] ?? REREAD, { retry }) : undefined
}

function nameOf(thrown: unknown): string {
  if (isTPError(thrown)) return `TPError ${thrown.code}`
  return thrown instanceof Error ? thrown.name : typeof thrown
}

/** Where waiting helps, the caller is told how long; whoever knows better says so itself. */
function waitFor({ kind, more }: GatewayProblem): Readonly<Record<string, string>> {
  const { retry, status } = KINDS[kind]
  const waits = (more.retry ?? retry) === 'later' || status === 503 || status === 504
  return waits ? { 'retry-after': '5' } : {}
}

function bodyOf({ kind, message, more }: GatewayProblem, c: GatewayContext, { settings }: GatewayParts): object {
  const { title, status, code, retry } = KINDS[kind]
  const { pointer, parameter, wallet, errors, about } = more
  return {
    type: `${settings.publicUrl}/docs/errors#${kind}`,
    ...{ title, status, detail: message, instance: c.get('requestId'), code, retry: more.retry ?? retry },
    ...(wallet && { wallet }),
    ...(pointer !== undefined && { pointer }),
    ...(parameter !== undefined && { parameter }),
    ...(errors && { errors }),
    ...about,
  }
}
