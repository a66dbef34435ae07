/**
 * The control API, on the plain port under `/_sandbox`. Answers are JSON; a refusal is `{ "error": "<sentence>" }`. Whatever has a
 * body needs `content-type: application/json`. `?mchId=` names a merchant: it chooses their own wallet where they have one, and
 * leaves other merchants out. docs/sandbox.md shows each with an example.
 *
 * - `GET /_sandbox/books`: the wallet's own books, oldest order first; amounts in minor units (分), times ISO 8601
 * - `GET /_sandbox/deliveries`: every try of a notify, oldest first, with the merchant's answer
 * - `POST /_sandbox/act`: `{ prompt, action }`; the payer acts on a QR code's text, a prepay id or a scanned payment code
 * - `POST /_sandbox/trigger`: `{ outTradeNo, action, outRefundNo?, mchId? }`; the payer acts on an order, or a refund ends as told
 * - `POST /_sandbox/replay`: `{ outTradeNo, times?, fault?, mchId? }`; the notify of a paid order goes out again
 * - `GET /_sandbox/faults`: `{ catalogue, rules, trace }`
 * - `PUT /_sandbox/faults`: other rules in the place of all: `{ "rules": "drop-after@pay*1" }` or a list of rules; or that text as text/plain
 * - `GET /_sandbox/clock`: `{ now, advancedMs }`
 * - `POST /_sandbox/clock`: `{ "advance": "31m" }` or milliseconds; forward only
 * - `POST /_sandbox/payment-code`: `{ code }`; the payer's phone shows a new payment code (付款码)
 * - `GET /_sandbox/exchanges`: the latest messages, oldest first
 * - `GET /_sandbox/exchanges/<id>`: one of them whole, with its signature explained
 * - `GET /_sandbox/case`: everything that happened to the wallet, as a `.tpcase` file
 * - `GET /_sandbox/merchants`: the account of every merchant
 * - `POST /_sandbox/merchants`: one more: `{ mchId?, apiKey?, name?, appId?, appKey?, opUserId?, opUserPassword?, ownWallet? }`; its account
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
