/**
 * The control API, on the plain port under `/_sandbox`: what a test, a script or a page may ask of the sandbox, in JSON.
 * Each call stands in docs/sandbox.md, with an example.
 */
import type { Answer, PageRequest } from '../answer.ts'
import { refuseUnknown } from '../fields.ts'
import { numberOf } from '../kind.ts'
import { Refused } from '../refused.ts'
import type { Site } from '../site.ts'
import { type Asked, bodyFields, failure, merchantNamed } from './asked.ts'
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

interface Route {
  readonly answer: (asked: Asked, id: string) => Answer | Promise<Answer>
  /** Fields that the body may have; another one is refused. */
  readonly takes?: readonly string[]
  /** `mchId` names a merchant who is not there yet; what else may be said is the wallet's. */
  readonly enrols?: boolean
}

export const ROUTES: Readonly<Record<string, Route>> = {
  'GET /books': { answer: showBooks },
  'GET /deliveries': { answer: showDeliveries },
  'POST /act': { answer: actOn, takes: ['prompt', 'action', 'mchId'] },
  'POST /trigger': { answer: triggerOn, takes: ['outTradeNo', 'action', 'outRefundNo', 'mchId'] },
  'POST /replay': { answer: replayOf, takes: ['outTradeNo', 'times', 'fault', 'mchId'] },
  'GET /faults': { answer: showFaults },
  'PUT /faults': { answer: armFaults }, // reads its body itself: it may be text
  'GET /clock': { answer: showClock },
  'POST /clock': { answer: advanceClock, takes: ['advance', 'mchId'] },
  'POST /payment-code': { answer: newPaymentCode, takes: ['mchId'] },
  'GET /exchanges': { answer: listExchanges },
  [`GET /exchanges/${BY_ID}`]: { answer: showExchange },
  'GET /case': { answer: saveCase },
  'GET /merchants': { answer: listMerchants },
  'POST /merchants': { answer: enrolMerchant, takes: ['ownWallet'], enrols: true },
}

export function isControlPath(path: string): boolean {
  return path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)
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
  const route = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined
  if (!route)
    throw new Refused(404, `expected one of ${Object.keys(ROUTES).join(', ')} under ${CONTROL_PATH}; see docs/sandbox.md`)
  checkType(request)
  return route.answer(asked(route, request, site), id)
}

/** A form of a foreign page cannot send this type, and a script of one must ask first, which nobody grants. */
function checkType(request: PageRequest): void {
  const type = request.header('content-type') ?? ''
  // Nor can a form send PUT, so that plain text is no danger there.
  const right = request.method === 'PUT' ? /^(?:application\/json|text\/plain)\s*(?:;|$)/i : /^application\/json\s*(?:;|$)/i
  if (request.method !== 'GET' && !right.test(type)) throw new Refused(415, 'content-type: expected application/json')
}

function asked({ takes = [], enrols = false }: Route, request: PageRequest, site: Site): Asked {
  const body = request.method === 'POST' ? bodyFields(request) : new Map<string, unknown>()
  refuseUnknown(body.keys(), enrols ? [...site.fields, ...takes] : takes)
  const mchId = merchantNamed(request, body)
  const isKnown = mchId === undefined || site.accounts().some((account) => numberOf(account) === mchId)
  if (!isKnown && !enrols) throw new Refused(404, `mchId: expected a merchant of this sandbox, found none named ${mchId}`)
  return { request, site, mchId, body, world: site.worlds.of(mchId) }
}
