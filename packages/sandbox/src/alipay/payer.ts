import type { Instant, PayerAction } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { act } from '../books/payer.ts'
import { PayerError, type PayerObstacle } from '../wallet.ts'
import { callerOf, open } from './call.ts'
import { Refusal, type SubCode } from './errors.ts'
import { formIn, plain } from './form.ts'
import { makeOffer, takeOffer } from './offers.ts'
import type { Offer, Scene, State } from './state.ts'

/**
 * The payer acts on what was scanned or opened: a QR code, a trade number, a payment code, the address of a browser or the order
 * string (orderStr) of an application. Whoever comes by an offer has signed in by that: the trade is made, paid or not.
 */
export function actOn(state: State, promptText: string, action: PayerAction, now: Instant): void {
  act(state, orderBy(state, promptText, now)?.promptText ?? promptText, action, now)
}

/** The same for an offer that is open in a browser. */
export function actOnOffer(state: State, offer: Offer, action: PayerAction, now: Instant): Order {
  const order = taken(state, offer, now)
  act(state, order.promptText, action, now)
  return order
}

/** Undefined for a text that leads to nothing but perhaps to an order of the books. */
function orderBy(state: State, promptText: string, now: Instant): Order | undefined {
  const offer = state.offers.byPrompt.get(promptText) ?? opened(state, promptText, now)
  return offer && taken(state, offer, now)
}

function taken(state: State, offer: Offer, now: Instant): Order {
  return attempted(offer.outTradeNo, () => takeOffer(state, offer, now))
}

/** By the method of what the payer's browser or application opens. */
export const OPENED: ReadonlyMap<string, Exclude<Scene, 'native'>> = new Map([
  ['alipay.trade.page.pay', 'page'],
  ['alipay.trade.wap.pay', 'h5'],
  ['alipay.trade.app.pay', 'app'],
])

/** These texts never met the gateway before: it verifies them now, as any call. */
function opened(state: State, text: string, now: Instant): Offer | undefined {
  const [, address, query = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^?#]*\/gateway\.do\?)?(.*)$/is.exec(text) ?? []
  // A form's address may say the charset already, and what is put behind it begins with another question mark.
  const form = formIn([Buffer.from(query.replace(/^(charset=[\w-]+)\?/, '$1&'))])
  const scene = OPENED.get(plain(form, 'method') ?? '')
  if (!scene || (scene === 'app') !== (address === undefined)) return undefined
  return attempted(undefined, () => makeOffer(state, open(state, form, callerOf(state, form), now), scene, now))
}

const OBSTACLES: Partial<Readonly<Record<SubCode, readonly [PayerObstacle, string]>>> = {
  'ACQ.TRADE_HAS_SUCCESS': ['paid', 'is paid already; a code pays one order once'],
  'ACQ.TRADE_HAS_CLOSE': ['closed', 'was closed; ask for a new one'],
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': ['expired', 'has expired; ask for a new one'],
}

/** What the gateway refuses is in the payer's way. */
function attempted<Done>(outTradeNo: string | undefined, work: () => Done): Done {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [obstacle, sentence] = OBSTACLES[error.subCode] ?? ['unknown', `is refused: ${error.subCode} ${error.message}`]
    throw new PayerError(obstacle, `order ${outTradeNo ?? 'that was opened'} ${sentence}`)
  }
}
