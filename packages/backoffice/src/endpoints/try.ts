import type { Instant } from '@tpkit/core'
import type { Actor, EndpointRef } from '../backoffice.ts'
import { checkActor } from '../check.ts'
import { idsFrom } from '../ids.ts'
import type { BackofficePorts } from '../ports.ts'
import type { AuditRow, WebhookEndpointRow } from '../rows.ts'
import { record } from '../world.ts'
import { demandEndpoint } from './check.ts'
import { secretsOf } from './secret.ts'
import { toldOf } from './told.ts'

/** What a receiver is sent to see whether it hears and verifies: no order, no money, and kept nowhere. */
export interface TestEvent {
  /** `tst_…`: at no time the id of an event. */
  readonly id: string
  readonly type: 'endpoint.test'
  readonly at: Instant
  /** JSON of the body's `data`. */
  readonly data: string
}

/**
 * Why there is no answer: the name leads nowhere (`dns`), nobody vouches for the certificate (`tls`), nothing is sent to such an
 * address (`address`), nothing came in time (`timeout`), nobody took the call or somebody hung up (`connection`), or what came is no
 * answer that is read (`answer`).
 */
export type Unanswered = 'dns' | 'tls' | 'address' | 'timeout' | 'connection' | 'answer'

export type TestAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly durationMs: number }
  /** `code`: Node's own, such as `ENOTFOUND`, where there is one. */
  | { readonly kind: 'unanswered'; readonly why: Unanswered; readonly code?: string; readonly durationMs: number }

/** Sends an event to an endpoint once, as deliveries are sent; follows no redirect. Never throws. */
export type TestPost = (
  event: TestEvent,
  endpoint: WebhookEndpointRow,
  secrets: readonly [string, ...string[]],
) => Promise<TestAnswer>

/** What came of a test. */
export interface EndpointTest {
  readonly endpoint: WebhookEndpointRow
  readonly event: TestEvent
  /** It answered 2xx. */
  readonly taken: boolean
  readonly answer: TestAnswer
}

/** `NOT_FOUND` for an endpoint that the merchant has not, `CONFIG` for secrets that no key opens: nothing was sent. */
export type EndpointTester = (ref: EndpointRef, by: Actor) => Promise<EndpointTest>

/** Sends one signed event to a registered endpoint, now, whatever types it hears of. It stands in the audit trail and nowhere else. */
export function endpointTester(ports: BackofficePorts, post: TestPost): EndpointTester {
  const { clock, random } = ports
  const world = { ...ports, ids: idsFrom(clock, random) }
  return async (ref, by) => {
    checkActor(by)
    const endpoint = await demandEndpoint(ports, ref)
    const secrets = await secretsOf(ports)(endpoint)
    const event = testEvent(endpoint, world.ids('tst'), clock.nowMs())
    const answer = await post(event, endpoint, secrets)
    const { data, ...told } = toldOf('tested', endpoint)
    await record(world, by, { add: 'nothing' }, { ...told, data: { ...data, ...shortly(answer) } })
    return { endpoint, event, taken: isTaken(answer), answer }
  }
}

function testEvent({ id: endpoint }: WebhookEndpointRow, id: string, at: Instant): TestEvent {
  return { id, type: 'endpoint.test', at, data: JSON.stringify({ endpoint }) }
}

function isTaken(answer: TestAnswer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300
}

function shortly(answer: TestAnswer): AuditRow['data'] {
  return answer.kind === 'answered' ? { status: answer.status } : { why: answer.why }
}
