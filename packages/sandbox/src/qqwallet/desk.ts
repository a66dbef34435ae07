import { gzipSync } from 'node:zlib'
import type { Instant, WalletAnswer, WalletRequest } from '@tpkit/core'
import { bills } from '../books/bills.ts'
import { booked } from '../books/booked.ts'
import { emptyBooks } from '../books/books.ts'
import { notifySchedule } from '../books/notify-schedule.ts'
import { act } from '../books/payer.ts'
import { elapse } from '../books/payment.ts'
import { showPaymentCode } from '../books/payment-code.ts'
import { settleRefund } from '../books/refunds.ts'
import type { Desk } from '../faults/faulty-wallet.ts'
import type { PhoneBill } from '../wallet.ts'
import { type Call, file, isProven, open, plain, refuse, refuseFile, refuseUnsigned, succeed } from './call.ts'
import { type Endpoint, endpointAt, QQ_API_ORIGIN } from './endpoints.ts'
import { Refusal } from './errors.ts'
import { enrol, merchantsByNumber, type QQMerchant } from './merchant.ts'
import { announce, announceAgain, isAcknowledged } from './notify.ts'
import { numbers } from './numbers.ts'
import { checkParties } from './parties.ts'
import { check } from './rules.ts'
import { type Settings, settingsOf } from './settings.ts'
import type { State } from './state.ts'

export { QQ_API_ORIGIN, QQ_ORIGIN } from './endpoints.ts'

export interface QQDeskOptions extends Partial<Settings> {
  readonly merchants: readonly QQMerchant[]
  /** Another seed gives other order, payment and refund numbers. Default: 'sandbox'. */
  readonly seed?: string
}

export interface QQDesk extends Desk<QQMerchant> {
  readonly settings: Settings
  /** By number; it grows as merchants are taken in. */
  readonly merchants: ReadonlyMap<string, QQMerchant>
}

/** The classic protocol of XML and MD5, with books and a strictness of its own. */
export function qqDesk(options: QQDeskOptions): QQDesk {
  const state = createState(options)
  /** The state as it is at a moment: some payers act without being told. */
  const at = (now: Instant): State => {
    elapse(state, now)
    return state
  }
  return {
    handle: (request, now) => handle(at(now), request, now),
    due: (now) => at(now).notifies.due(now),
    delivered: (id, answer, now) => at(now).notifies.delivered(id, answer, now),
    act: (promptText, action, now) => act(at(now), promptText, action, now),
    paymentCode: (now) => showPaymentCode(at(now), now),
    books: (now) => booked(at(now), now),
    bills: (now) => bills(at(now), NAME, now),
    settings: state.settings,
    merchants: state.merchants,
    enrol: (merchant) => enrol(state.merchants, merchant),
    announceAgain: (order, now) => announceAgain(at(now), order, now),
    settleRefund: (refund, ending, now) => void settleRefund(at(now), refund, ending, now),
  }
}

function createState({ merchants, seed = 'sandbox', ...settings }: QQDeskOptions): State {
  const state: State = {
    ...emptyBooks(),
    merchants: merchantsByNumber(merchants),
    numbers: numbers(seed),
    settings: settingsOf(settings),
    notifies: notifySchedule(isAcknowledged),
    announced: new Map(),
    announce: (order, now) => announce(state, order, now),
  }
  return state
}

const NAME: PhoneBill['wallet'] = { zh: 'QQ钱包', en: 'QQ Wallet' }

/** The address decides first, then the certificate, then the message: as the layers of the real wallet stand. */
function handle(state: State, request: WalletRequest, now: Instant): WalletAnswer {
  const endpoint = endpointAt(request.path)
  if (endpoint?.origin !== request.origin) return plain(404, 'Not Found')
  const needsCertificate = endpoint.origin === QQ_API_ORIGIN
  if (needsCertificate && request.clientCertificate === undefined) return plain(403, 'client certificate required')
  try {
    const call = open(request, state.merchants)
    if (!isProven(call)) return refuseProof(state, endpoint, call)
    const wanted = call.merchant.clientCertificate ?? request.clientCertificate
    if (needsCertificate && request.clientCertificate !== wanted) return plain(403, 'client certificate of another merchant')
    return 'run' in endpoint ? answer(state, endpoint, call, now) : download(state, endpoint, call, now)
  } catch (error) {
    if (error instanceof Refusal) return refuseStranger(state, endpoint, error)
    throw error
  }
}

/** Whether the real wallet signs that a signature was wrong, nobody knows. */
function refuseProof(state: State, endpoint: Endpoint, call: Call): WalletAnswer {
  const refusal = new Refusal('SIGNERROR')
  if ('run' in endpoint && state.settings.signErrorAs === 'err_code') {
    return refuse(call, refusal, state.numbers.nonce(), state.settings)
  }
  return refuseStranger(state, endpoint, refusal)
}

function refuseStranger({ settings }: State, endpoint: Endpoint, refusal: Refusal): WalletAnswer {
  return 'run' in endpoint ? refuseUnsigned(refusal) : refuseFile(refusal, settings.statementErrorAs)
}

type Messages = Extract<Endpoint, { run: unknown }>
type Files = Extract<Endpoint, { download: unknown }>

function answer(state: State, endpoint: Messages, call: Call, now: Instant): WalletAnswer {
  const nonce = state.numbers.nonce()
  try {
    admit(endpoint, call)
    return succeed(call, endpoint.run(state, call, now), nonce)
  } catch (error) {
    if (error instanceof Refusal) return refuse(call, error, nonce, state.settings)
    throw error
  }
}

function admit({ ofSubMerchant, rules }: Endpoint, call: Call): void {
  checkParties(call, ofSubMerchant)
  check(call.fields, rules)
}

function download(state: State, endpoint: Files, call: Call, now: Instant): WalletAnswer {
  admit(endpoint, call)
  const text = new TextEncoder().encode(endpoint.download(state, call, now))
  if (call.fields.get('tar_type') === 'GZIP') return file(gzipSync(text), 'application/x-gzip')
  return file(text, 'text/plain; charset=utf-8')
}
