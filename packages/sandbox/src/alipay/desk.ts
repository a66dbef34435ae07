import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { booked } from '../books/booked.ts'
import { emptyBooks } from '../books/books.ts'
import { notifySchedule } from '../books/notify-schedule.ts'
import { elapse } from '../books/payment.ts'
import { showPaymentCode } from '../books/payment-code.ts'
import type { Desk } from '../faults/faulty-wallet.ts'
import { billFile } from './bills.ts'
import { allBills } from './bills-shown.ts'
import { cashier, isCashierPath } from './cashier.ts'
import { rootSerialOf } from './certificate.ts'
import { ALIPAY_BILL_ORIGIN, ALIPAY_ORIGIN, BILL_PATH, GATEWAY_PATH } from './endpoints.ts'
import { gateway } from './gateway.ts'
import { type AlipayWalletKey, signingKeys } from './keys.ts'
import { type AlipayMerchant, applicationsByNumber, enrol } from './merchant.ts'
import { announce, announceAgain, isAcknowledged } from './notify.ts'
import { numbers } from './numbers.ts'
import { noOffers } from './offers.ts'
import { actOn } from './payer.ts'
import { settle } from './refunds.ts'
import { type Settings, settingsOf } from './settings.ts'
import type { State } from './state.ts'

export { ALIPAY_BILL_ORIGIN, ALIPAY_ORIGIN } from './endpoints.ts'

export interface AlipayDeskOptions extends Partial<Settings> {
  readonly merchants: readonly AlipayMerchant[]
  /** What the wallet signs with. */
  readonly walletKeys: readonly AlipayWalletKey[]
  /** 支付宝根证书, PEM, all of them: applications in certificate mode say its number. */
  readonly rootCertificates?: string
  /** Another seed gives other trade, refund and notify numbers. Default: 'sandbox'. */
  readonly seed?: string
}

export interface AlipayDesk extends Desk<AlipayMerchant> {
  readonly state: State
}

/** The gateway protocol: forms and JSON, RSA2 both ways, with books and a strictness of its own. */
export function alipayDesk(options: AlipayDeskOptions): AlipayDesk {
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
    books: (now) => booked(at(now), now),
    bills: (now) => allBills(at(now), now),
    state,
    enrol: (merchant) => {
      checkRoot(merchant, state.rootSn)
      enrol(state.merchants, merchant)
    },
    ahead: (ms) => {
      state.aheadMs = ms
    },
    announceAgain: (order, now) => announceAgain(at(now), order, now),
    settleRefund: (refund, ending, now) => settle(at(now), refund, ending, now),
  }
}

function checkRoot({ appId, certificate }: AlipayMerchant, rootSn: string | undefined): void {
  if (certificate === undefined || rootSn !== undefined) return
  throw new Error(`sandbox: expected rootCertificates beside an application in certificate mode (${appId}), found none`)
}

function createState({ merchants, walletKeys, rootCertificates, seed = 'sandbox', ...settings }: AlipayDeskOptions): State {
  const rootSn = rootCertificates === undefined ? undefined : rootSerialOf(rootCertificates)
  for (const merchant of merchants) checkRoot(merchant, rootSn)
  const state: State = {
    aheadMs: 0,
    ...emptyBooks(),
    merchants: applicationsByNumber(merchants),
    numbers: numbers(seed),
    settings: settingsOf(settings),
    walletKeys: signingKeys(walletKeys),
    rootSn,
    notifies: notifySchedule(isAcknowledged),
    announce: (order, now) => announce(state, order, now),
    offers: noOffers(),
    trades: new Map(),
    bills: new Map(),
  }
  return state
}

/** The gateway, what it sends browsers to, and the files of bills, whose host is spoken to with either scheme. */
function handle(state: State, request: WalletRequest, now: Instant): WalletAnswer {
  const path = request.path.replace(/\?.*$/s, '')
  const isBills = request.origin.replace(/^http:/, 'https:') === ALIPAY_BILL_ORIGIN
  if ((isBills || request.origin === ALIPAY_ORIGIN) && path === BILL_PATH) return billFile(state, request, now)
  if (request.origin !== ALIPAY_ORIGIN) return notFound()
  if (isCashierPath(path)) return cashier(state, request, now)
  const isCall = path === GATEWAY_PATH && /^(?:GET|POST)$/.test(request.method)
  return isCall ? gateway(state, request, now) : notFound()
}

function notFound(): WalletAnswer {
  const body = new TextEncoder().encode('Not Found')
  return { status: 404, headers: [['Content-Type', 'text/html;charset=utf-8']], body }
}
