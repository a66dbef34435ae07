import type { Instant, PayerAction, WalletAnswer, WalletRequest } from '@tpkit/core'
import { bills } from '../books/bills.ts'
import { booked } from '../books/booked.ts'
import { emptyBooks, type Order } from '../books/books.ts'
import { notifySchedule } from '../books/notify-schedule.ts'
import { act } from '../books/payer.ts'
import { elapse } from '../books/payment.ts'
import { showPaymentCode } from '../books/payment-code.ts'
import { settleRefund } from '../books/refunds.ts'
import type { Desk } from '../faults/faulty-wallet.ts'
import { PayerError, type PhoneBill, type RefundEnding, type RefundName } from '../wallet.ts'
import { answer, type Call, callerOf, file, keyFor, open, refuse } from './call.ts'
import { type Endpoint, endpointAt, WECHAT_BACKUP_ORIGIN, WECHAT_ORIGIN } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { signingKeys, type WeChatWalletKey } from './keys.ts'
import { enrol, merchantsByNumber, type WeChatMerchant } from './merchant.ts'
import { announce, announceAgain, isAcknowledged, postRefund } from './notify.ts'
import { numbers } from './numbers.ts'
import { type Settings, settingsOf } from './settings.ts'
import type { State } from './state.ts'

export { WECHAT_BACKUP_ORIGIN, WECHAT_ORIGIN } from './endpoints.ts'

export interface WeChatDeskOptions extends Partial<Settings> {
  readonly merchants: readonly WeChatMerchant[]
  /** What the wallet signs with. */
  readonly walletKeys: readonly WeChatWalletKey[]
  /** Another seed gives other order, payment and refund numbers. Default: 'sandbox'. */
  readonly seed?: string
}

export interface WeChatDesk extends Desk<WeChatMerchant> {
  readonly state: State
}

/** APIv3: JSON, RSA signatures both ways, with books and a strictness of its own. */
export function weChatDesk(options: WeChatDeskOptions): WeChatDesk {
  const state = createState(options)
  /** The state as it is at a moment: some payers act without being told. */
  const at = (now: Instant): State => {
    elapse(state, now)
    return state
  }
  return {
    handle: (request, now) => handle(at(now), request, now),
    due: (now) => at(now).notifies.due(now),
    delivered: (id, heard, now) => at(now).notifies.delivered(id, heard, now),
    act: (promptText, action, now) => actOn(at(now), promptText, action, now),
    paymentCode: (now) => showPaymentCode(at(now), now),
    books: (now) => booked(at(now), now, AS_BOOKED),
    bills: (now) => bills(at(now), NAME, now),
    state,
    enrol: (merchant) => enrol(state.merchants, merchant),
    ahead: (ms) => {
      state.aheadMs = ms
    },
    announceAgain: (order, now) => announceAgain(at(now), order, now),
    settleRefund: (refund, ending, now) => settle(at(now), refund, ending, now),
  }
}

const NAME: PhoneBill['wallet'] = { zh: '微信支付', en: 'WeChat Pay' }

/** An order that nobody paid in time is not closed by that; a refund that failed is closed, and its number used up. */
const AS_BOOKED = { expired: 'open', failed: 'closed' } as const

function createState({ merchants, walletKeys, seed = 'sandbox', ...settings }: WeChatDeskOptions): State {
  const state: State = {
    aheadMs: 0,
    ...emptyBooks(),
    merchants: merchantsByNumber(merchants),
    numbers: numbers(seed),
    settings: settingsOf(settings),
    walletKeys: signingKeys(walletKeys),
    notifies: notifySchedule(isAcknowledged),
    announce: (order, now) => announce(state, order, now),
    promptUntil: new Map(),
    announced: new Map(),
    refundNotifies: new Map(),
    bills: new Map(),
  }
  return state
}

/** A code or link dies before its order does. The browser may come back with the address that was added to it. */
function actOn(state: State, promptText: string, action: PayerAction, now: Instant): void {
  const prompt = promptText.replace(/&redirect_url=.*$/s, '')
  const order = state.byPrompt.get(prompt)
  if (order && isDead(state, order, now))
    throw new PayerError('expired', `the code of order ${order.outTradeNo} is too old; ask for a new one`)
  act(state, prompt, action, now)
}

function isDead({ promptUntil }: State, order: Order, now: Instant): boolean {
  return now >= (promptUntil.get(order) ?? Number.POSITIVE_INFINITY) && !order.payment && !order.closed
}

function settle(state: State, name: RefundName, ending: RefundEnding, now: Instant): void {
  const refund = settleRefund(state, name, ending === 'changed' ? 'failed' : ending, now)
  postRefund(state, refund, now)
}

/** Address, proof, then what is asked: as the layers of the real wallet stand. */
function handle(state: State, request: WalletRequest, now: Instant): WalletAnswer {
  const found = endpointAt(request.method, request.path)
  const isOurs = request.origin === WECHAT_ORIGIN || request.origin === WECHAT_BACKUP_ORIGIN
  if (!found || !isOurs) return notFound()
  try {
    const call = open(state, request, now)
    return run(state, found, call, now)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refuse(state, answerableKey(state, request, error, now), error, now)
  }
}

type Found = NonNullable<ReturnType<typeof endpointAt>>

function run(state: State, { endpoint, number }: Found, call: Call, now: Instant): WalletAnswer {
  return 'run' in endpoint
    ? answer(state, call.key, endpoint.run(state, call, now, number), now)
    : download(state, endpoint, call, now)
}

function download(state: State, endpoint: Extract<Endpoint, { download: unknown }>, call: Call, now: Instant): WalletAnswer {
  return file(endpoint.download(state, call, now))
}

/** None where nobody knows who asked. */
function answerableKey(state: State, request: WalletRequest, { code }: Refusal, now: Instant) {
  if (code === 'SIGN_ERROR' || !callerOf(state, request)) return undefined
  return keyFor(state, request, now)
}

function notFound(): WalletAnswer {
  const body = new TextEncoder().encode('{"code":"RESOURCE_NOT_EXISTS","message":"无效的URL，请检查请求的URL"}')
  return { status: 404, headers: [['Content-Type', 'application/json; charset=utf-8']], body }
}
