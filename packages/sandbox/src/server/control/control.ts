/**
 * The control API, on the plain port under `/_sandbox`: what a test, a script or a page may ask of the sandbox, in JSON.
 * Each call stands in docs/sandbox.md, with an example.
 */
import type { Answer, PageRequest } from '../answer.ts'
import { Refused } from '../refused.ts'
import type { Site } from '../site.ts'
import { type Asked, bodyFields, failure } from './asked.ts'
import { showBooks, showDeliveries } from './books.ts'
import { saveCase } from './case.ts'
import { newPaymentCode } from './codes.ts'
import { listExchanges, showExchange } from './exchanges.ts'
import { armFaults, showFaults } from './faults.ts'
import { enrolMerchant, listMerchants } from './merchants.ts'
import { actOn, replayOf, triggerOn } from './orders.ts'
import { advanceClock, showClock } from './time.ts'

export const CONTROL_PATH = '/_sandbox'

/** What the path's last part is for `GET /exchanges/<id>`. */
const BY_ID = '<id>'

export const ROUTES: Readonly<Record<string, (asked: Asked, id: string) => Answer | Promise<Answer>>> = {
  'GET /books': showBooks,
  'GET /deliveries': showDeliveries,
  'POST /act': actOn,
  'POST /trigger': triggerOn,
  'POST /replay': replayOf,
  'GET /faults': showFaults,
  'PUT /faults': armFaults,
  'GET /clock': showClock,
  'POST /clock': advanceClock,
  'POST /payment-code': newPaymentCode,
  'GET /exchanges': listExchanges,
  [`GET /exchanges/${BY_ID}`]: showExchange,
  'GET /case': saveCase,
  'GET /merchants': listMerchants,
  'POST /merchants': enrolMerchant,
}

export async function control(request: PageRequest, site: Site): Promise<Answer> {
  try {
    return await answerTo(request, site)
  } catch (error) {
    if (error instanceof Refused) return failure(error.status, error.message)
    throw error
  }
}

function answerTo(request: PageRequest, site: Site): Answer | Promise<Answer> {
  const path = request.path.slice(CONTROL_PATH.length)
  const id = /^\/exchanges\/([0-9]+)$/.exec(path)?.[1] ?? ''
  const name = `${request.method} ${id === '' ? path : `/exchanges/${BY_ID}`}`
  const handler = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined
  if (!handler)
    throw new Refused(404, `expected one of ${Object.keys(ROUTES).join(', ')} under ${CONTROL_PATH}; see docs/sandbox.md`)
  checkType(request)
  return handler(asked(request, site), id)
}

/** A form of a foreign page cannot send this type, and a script of one must ask first, which nobody grants. */
function checkType(request: PageRequest): void {
  const type = request.header('content-type') ?? ''
  // Nor can a form send PUT, so that plain text is no danger there.
  const right = request.method === 'PUT' ? /^(?:application\/json|text\/plain)\s*(?:;|$)/i : /^application\/json\s*(?:;|$)/i
  if (request.method !== 'GET' && !right.test(type)) throw new Refused(415, 'content-type: expected application/json')
}

function asked(request: PageRequest, site: Site): Asked {
  const body = request.method === 'POST' ? bodyFields(request) : new Map<string, unknown>()
  const named = request.query.get('mchId') ?? body.get('mchId')
  const mchId = typeof named === 'string' && named !== '' ? named : undefined
  return { request, site, mchId, body, world: site.worlds.of(mchId) }
}
