import type { Instant } from '@tpkit/core'
import { type Order, ownKey } from '../books/books.ts'
import { DAY_MS, MINUTE_MS } from '../books/time.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { AT_THE_COUNTER, durationOf, endSaid, expiryOf, IN_A_PHONE, type Life, ONLINE } from './expiry.ts'
import { checkAddress, type Goods, goodsOf, type Products } from './goods.ts'
import { tradeUnder } from './lookup.ts'
import { type Origin, parameter, text } from './origin.ts'
import type { Offer, Offers, Scene, State } from './state.ts'
import { bookTrade, isOther, refuseRepeat } from './trades.ts'

/** How a scene sells. */
const SCENES: Readonly<Record<Scene, { readonly products: Products; readonly life: Life }>> = {
  native: { products: { codes: ['FACE_TO_FACE_PAYMENT', 'QR_CODE_OFFLINE'] }, life: AT_THE_COUNTER },
  page: { products: { codes: ['FAST_INSTANT_TRADE_PAY'], demanded: true }, life: ONLINE },
  h5: { products: { codes: ['QUICK_WAP_WAY', 'QUICK_WAP_PAY'], demanded: true }, life: IN_A_PHONE },
  app: { products: { codes: ['QUICK_MSECURITY_PAY'] }, life: IN_A_PHONE },
}

/** A QR code lives two hours, whatever is asked. */
const LONGEST_CODE_MS = 120 * MINUTE_MS

export function noOffers(): Offers {
  return { byNumber: new Map(), byToken: new Map(), byPrompt: new Map() }
}

/** Takes an offer in; the same number in the same scene is the same offer, and the latest request counts. Throws a `Refusal`. */
export function makeOffer(state: State, call: Call, scene: Scene, now: Instant): Offer {
  const { products, life } = SCENES[scene]
  const goods = goodsOf(state.settings, call, products)
  if (scene === 'page' || scene === 'h5') checkAddress('return_url', parameter(call, 'return_url'), state.settings)
  const trade = tradeUnder(state, call, goods.outTradeNo)
  if (trade) refuseRepeat(state, trade, call, goods, now)
  const expiry = expiryOf(call, life, state.aheadMs, now)
  const known = openOffer(state, call, scene, goods, now)
  const token = known?.token ?? state.numbers.token()
  const offer: Offer = {
    ...goods,
    origin: call,
    scene,
    token,
    promptText: known?.promptText ?? state.settings.qrPage + token,
    createdAt: known?.createdAt ?? now,
    ...lifeOf(state, call, scene, known?.createdAt ?? now, now, expiry),
  }
  keep(state.offers, offer)
  return offer
}

/** The one of that number that a payer can still come by. */
function openOffer({ offers, settings }: State, { payee }: Origin, scene: Scene, goods: Goods, now: Instant): Offer | undefined {
  const found = offers.byNumber.get(keyOf(payee.party.mchId, goods.outTradeNo, scene))
  if (!found || now >= found.usableUntil) return undefined
  if (isOther(found, goods)) throw new Refusal('ACQ.CONTEXT_INCONSISTENT')
  if (scene === 'native' && settings.repeatPrecreateAs !== 'same') throw new Refusal(settings.repeatPrecreateAs)
  return found
}

type Expiry = Offer['expiry']

/** The clock of a QR code begins with the request, that of a page with its first one, that of a phone when the payer comes. */
function lifeOf(
  { aheadMs }: State,
  call: Call,
  scene: Scene,
  first: Instant,
  now: Instant,
  expiry: Expiry,
): Pick<Offer, 'expiry' | 'usableUntil'> {
  if (scene === 'h5' || scene === 'app') return { expiry, usableUntil: endSaid(call, aheadMs) ?? Number.POSITIVE_INFINITY }
  const end = expiry(scene === 'page' ? first : now)
  const said = scene === 'native' ? text(call, 'qr_code_timeout_express') : undefined
  const codeMs = said === undefined ? LONGEST_CODE_MS : Math.min(durationOf('qr_code_timeout_express', said), LONGEST_CODE_MS)
  return { expiry: () => end, usableUntil: scene === 'native' ? Math.min(end, now + codeMs) : end }
}

function keyOf(mchId: string, outTradeNo: string, scene: Scene): string {
  return ownKey(mchId, `${outTradeNo}/${scene}`)
}

function keep({ byNumber, byToken, byPrompt }: Offers, offer: Offer): void {
  byNumber.set(keyOf(offer.origin.payee.party.mchId, offer.outTradeNo, offer.scene), offer)
  byToken.set(offer.token, offer)
  byPrompt.set(offer.promptText, offer)
}

/** The payer comes: the trade is made, or goes on where one of that number is there. Throws a `Refusal`. */
export function takeOffer(state: State, offer: Offer, now: Instant): Order {
  const { origin, scene, token, promptText, outTradeNo, subject, totalFee } = offer
  const known = tradeUnder(state, origin, outTradeNo)
  if (known && isOther(known, offer)) throw new Refusal('ACQ.CONTEXT_INCONSISTENT')
  // Whether the payer can still act on what is over, the books say.
  if (known && (known.payment || known.closed || known.reversal)) return known
  if (now >= offer.usableUntil) throw new Refusal('ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR')
  if (known) return known
  const expiresAt = offer.expiry(now)
  return bookTrade(state, { origin, scene, token, promptText, outTradeNo, subject, totalFee, expiresAt }, now)
}

/** 15 days: what an offer of a phone says where it does not end by itself. */
export function shownEnd({ expiry, usableUntil }: Offer, now: Instant): Instant {
  return Math.min(expiry(now), usableUntil, now + 15 * DAY_MS)
}
