import type { BookedOrder, Delivery, Instant, PayerAction, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'
import type { OrderName, PhoneBill, RefundEnding, RefundName } from '../wallet.ts'
import { type Call, open, plain, refuse, refuseUnsigned, succeed } from './call.ts'
import { Refusal } from './errors.ts'
import { enrol, merchantsByNumber, type QQMerchant } from './merchant.ts'
import { announce, announceAgain, delivered, due, USUAL_NOTIFY_PAUSES_MS } from './notify.ts'
import { numbers } from './numbers.ts'
import { queryOrder } from './order-query.ts'
import { closeOrder, unifiedOrder } from './orders.ts'
import { act, bills } from './payer.ts'
import { queryRefund, refund, settleRefund } from './refunds.ts'
import { CLOSE_ORDER, check, ORDER_QUERY, REFUND, REFUND_QUERY, type Rules, UNIFIED_ORDER } from './rules.ts'
import type { Reply } from './sign.ts'
import { books, type State } from './state.ts'
import type { Tamper } from './tamper.ts'

/** For calls without a client certificate. */
export const QQ_ORIGIN = 'https://qpay.qq.com'
/** For calls that move money back: only with the merchant's client certificate. */
export const QQ_API_ORIGIN = 'https://api.qpay.qq.com'

export interface QQDeskOptions {
  readonly merchants: readonly QQMerchant[]
  /** Another seed gives other order, payment and refund numbers. Default: 'sandbox'. */
  readonly seed?: string
  /** Pauses between the tries of a notify, in milliseconds; when they are used up, it is given up. */
  readonly notifyPausesMs?: readonly number[]
  /** How long a refund is PROCESSING before it is SUCCESS. Default: 2000. */
  readonly refundDelayMs?: number
}

/** The wallet's own desk: always right in its books, and saying what they say unless a message is tampered with. */
export interface QQDesk extends Pick<Wallet, 'due' | 'delivered'> {
  /** `tamper` spoils the answer; `announcing` the notify of a payment that the call itself brings about (付款码). */
  readonly handle: (request: WalletRequest, now: Instant, tamper?: Tamper, announcing?: Tamper) => WalletAnswer
  /** `tamper` spoils the notify of the payment. */
  readonly act: (promptText: string, action: PayerAction, now: Instant, tamper?: Tamper) => void
  readonly due: (now: Instant) => readonly Delivery[]
  readonly books: (now: Instant) => readonly BookedOrder[]
  readonly bills: (now: Instant) => readonly PhoneBill[]
  /** Takes one more merchant in. Throws for a number that is taken. */
  readonly enrol: (merchant: QQMerchant) => void
  /** Sends the notify of a paid order again, now. Throws where there is none. */
  readonly announceAgain: (order: OrderName, now: Instant, tamper?: Tamper) => void
  /** Decides how a refund that is under way ends. Throws where there is none. */
  readonly settleRefund: (refund: RefundName, ending: RefundEnding, now: Instant) => void
}

interface Endpoint {
  readonly origin: string
  readonly rules: Rules
  readonly run: (state: State, call: Call, now: Instant) => Reply
}

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/cgi-bin/pay/qpay_unified_order.cgi', { origin: QQ_ORIGIN, rules: UNIFIED_ORDER, run: unifiedOrder }],
  ['/cgi-bin/pay/qpay_order_query.cgi', { origin: QQ_ORIGIN, rules: ORDER_QUERY, run: queryOrder }],
  ['/cgi-bin/pay/qpay_close_order.cgi', { origin: QQ_ORIGIN, rules: CLOSE_ORDER, run: closeOrder }],
  ['/cgi-bin/pay/qpay_refund.cgi', { origin: QQ_API_ORIGIN, rules: REFUND, run: refund }],
  ['/cgi-bin/pay/qpay_refund_query.cgi', { origin: QQ_ORIGIN, rules: REFUND_QUERY, run: queryRefund }],
])

/** The classic protocol of XML and MD5, with books and a strictness of its own. */
export function qqDesk(options: QQDeskOptions): QQDesk {
  const state = createState(options)
  return {
    handle: (request, now, tamper) => handle(state, request, now, tamper),
    due: (now) => due(state, now),
    delivered: (id, answer, now) => delivered(state, id, answer, now),
    act: (promptText, action, now, tamper) => {
      const paid = act(state, promptText, action, now)
      if (paid) announce(state, paid, now, tamper)
    },
    books: (now) => books(state, now),
    bills: (now) => bills(state, now),
    enrol: (merchant) => enrol(state.merchants, merchant),
    announceAgain: (order, now, tamper) => announceAgain(state, order, now, tamper),
    settleRefund: (refund, ending, now) => settleRefund(state, refund, ending, now),
  }
}

function createState({
  merchants,
  seed = 'sandbox',
  notifyPausesMs = USUAL_NOTIFY_PAUSES_MS,
  refundDelayMs = 2000,
}: QQDeskOptions): State {
  return {
    merchants: merchantsByNumber(merchants),
    numbers: numbers(seed),
    notifyPausesMs,
    refundDelayMs,
    orders: new Map(),
    byTransaction: new Map(),
    byPrompt: new Map(),
    refunds: new Map(),
    byRefundId: new Map(),
    notices: new Map(),
  }
}

/** The address decides first, then the certificate, then the message: as the layers of the real wallet stand. */
function handle(state: State, request: WalletRequest, now: Instant, tamper?: Tamper): WalletAnswer {
  const endpoint = ENDPOINTS.get(request.path.replace(/\?.*$/s, ''))
  if (endpoint?.origin !== request.origin) return plain(404, 'Not Found')
  const needsCertificate = endpoint.origin === QQ_API_ORIGIN
  if (needsCertificate && request.clientCertificate === undefined) return plain(403, 'client certificate required')
  try {
    const call = open(request, state.merchants)
    const wanted = call.merchant.clientCertificate ?? request.clientCertificate
    if (needsCertificate && request.clientCertificate !== wanted) return plain(403, 'client certificate of another merchant')
    return answer(state, endpoint, call, now, tamper)
  } catch (error) {
    if (error instanceof Refusal) return refuseUnsigned(error)
    throw error
  }
}

function answer(state: State, endpoint: Endpoint, call: Call, now: Instant, tamper?: Tamper): WalletAnswer {
  const nonce = state.numbers.nonce()
  try {
    const appId = call.fields.get('appid')
    if (appId !== undefined && appId !== call.merchant.appId) throw new Refusal('APPID_MCHID_NOT_MATCH')
    check(call.fields, endpoint.rules)
    return succeed(call, endpoint.run(state, call, now), nonce, tamper)
  } catch (error) {
    if (error instanceof Refusal) return refuse(call, error, nonce, tamper)
    throw error
  }
}
