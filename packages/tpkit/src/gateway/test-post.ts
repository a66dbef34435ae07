import type { TestAnswer, TestPost, Unanswered } from '@tpkit/backoffice'
import { TRY_LIMITS, webhook } from '@tpkit/cashier'
import type { FailureCode } from '@tpkit/core/errors'
import { isTPError } from '@tpkit/core/errors'
import type { Clock, Connection } from '@tpkit/core/ports'
import { endpointSecrets } from '../cashier/endpoint-secret.ts'
import { NoAnswer } from './webhook-connection.ts'

export interface TestPostParts {
  /** The way that deliveries go. */
  readonly connection: Pick<Connection, 'send'>
  readonly clock: Clock
}

/** Sends a test as a delivery is sent: the same message, the same way, the same limits. */
export function testPost({ connection, clock }: TestPostParts): TestPost {
  return async (event, { url }, secrets) => {
    const request = webhook(event, { url, secrets: endpointSecrets(secrets) }, clock.nowMs())
    const begun = performance.now()
    const durationMs = (): number => Math.round(performance.now() - begun)
    try {
      const { status } = await connection.send(request, TRY_LIMITS)
      return { kind: 'answered', status, durationMs: durationMs() }
    } catch (error) {
      return { kind: 'unanswered', ...reasonOf(error), durationMs: durationMs() }
    }
  }
}

function reasonOf(error: unknown): Pick<Extract<TestAnswer, { kind: 'unanswered' }>, 'why' | 'code'> {
  if (error instanceof NoAnswer) return { why: whyOf(error.node), code: error.node }
  return { why: (isTPError(error) && WHY[error.code]) || 'connection' }
}

/** What the way itself says. */
const WHY: Readonly<Partial<Record<FailureCode, Unanswered>>> = {
  UNSUPPORTED: 'address',
  TIMEOUT: 'timeout',
  LIMIT: 'answer',
  MALFORMED: 'answer',
}

/** What Node's codes mean: of its resolver, of OpenSSL and TLS, of its HTTP parser; the others are the socket's. */
const MEANINGS: readonly (readonly [RegExp, Unanswered])[] = [
  [/^(?:ENOTFOUND|ENODATA|EAI_\w+)$/, 'dns'],
  [/CERT|^(?:ERR_(?:SSL|TLS)_|UNABLE_TO_|CRL_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_(?:CA|PURPOSE)$)/, 'tls'],
  [/^HPE_/, 'answer'],
]

function whyOf(node: string): Unanswered {
  return MEANINGS.find(([codes]) => codes.test(node))?.[1] ?? 'connection'
}
