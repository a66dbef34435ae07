import type { FaultRule, Instant } from '@tpkit/core'
import { faultBox, type Loaded, type Striker } from '../faults/box.ts'
import { parseFaults } from '../faults/text.ts'
import type { SandboxWallet } from '../wallet.ts'
import { type WeChatDesk, type WeChatDeskOptions, weChatDesk } from './desk.ts'
import { WECHAT_FAULTS } from './faults.ts'
import { type Joint, joinedCalls, joinedNotifies, magicRules, passingCall } from './faults-wiring.ts'
import { type Inspector, inspector } from './inspector.ts'
import type { WeChatMerchant } from './merchant.ts'

export interface WeChatWalletOptions extends WeChatDeskOptions {
  /** A private key that is not the wallet's, PEM: for faults that sign with one. */
  readonly strangerKey: string
  /** What it is to do wrong from the start. */
  readonly faults?: readonly FaultRule[]
}

export interface WeChatWallet extends SandboxWallet {
  readonly faults: Striker
  readonly paymentCode: (now: Instant) => string
  /** Takes one more merchant in, as if it had been there from the start. Throws for a number that is taken. */
  readonly enrol: (merchant: WeChatMerchant) => void
}

/**
 * WeChat Pay (微信支付) as a pure object: APIv3 with JSON, RSA signatures both ways and encrypted notifies, its own books, its own
 * strictness, and faults on demand. No socket, clock or randomness: what happens depends on the calls, their `now`, the seed and
 * the keys alone.
 *
 * @example
 * const wallet = weChatWallet({ merchants: [{ mchId: '1900000109', appId, certificate, apiV3Key }], walletKeys, strangerKey })
 * const answer = wallet.handle(request, now)      // a native order
 * wallet.act(codeUrl, 'pay', now)                 // the payer pays
 * for (const notify of wallet.due(now)) post(notify)
 */
export function weChatWallet({ faults = [], strangerKey: stranger, ...options }: WeChatWalletOptions): WeChatWallet {
  const desk = weChatDesk(options)
  const box = faultBox(WECHAT_FAULTS, options.seed ?? 'sandbox', faults)
  const joint: Joint = { desk, box, stranger, rulesOf: options.magicAmounts === false ? () => [] : magicRules(box) }
  const calls = joinedCalls(joint)
  const watch = inspector(desk.state)
  const at: DeskAt = (now) => {
    calls.catchUp(now)
    return desk
  }
  return {
    faults: box,
    enrol: desk.enrol,
    exchanges: watch.exchanges,
    inspect: watch.inspect,
    handle: (request, now) => {
      at(now)
      const call = passingCall(joint, request, now)
      const passed = call ? calls.pass(call) : { answer: desk.handle(request, now), faults: [] }
      watch.called(request, passed, now)
      return passed.answer
    },
    ...unspoilt(at),
    ...telling(joint, at, watch),
  }
}

/** The desk as it is at a moment: some calls were left for later. */
type DeskAt = (now: Instant) => WeChatDesk

/** What no fault touches: the payer's hand, and a look into the books. */
function unspoilt(at: DeskAt): Pick<WeChatWallet, 'act' | 'paymentCode' | 'books' | 'bills' | 'settleRefund'> {
  return {
    act: (promptText, action, now) => at(now).act(promptText, action, now),
    paymentCode: (now) => at(now).paymentCode(now),
    books: (now) => at(now).books(now),
    bills: (now) => at(now).bills(now),
    settleRefund: (refund, ending, now) => at(now).settleRefund(refund, ending, now),
  }
}

/** How merchants are told of payments. */
function telling(joint: Joint, at: DeskAt, watch: Inspector): Pick<WeChatWallet, 'due' | 'delivered' | 'replay'> {
  /** Rules for one copy, by its id. */
  const spoilt = new Map<string, readonly Loaded[]>()
  const notifies = joinedNotifies(joint, spoilt)
  return {
    due: (now) => {
      at(now)
      const handed = notifies.due(now)
      for (const each of handed) watch.notified(each, now)
      return handed.map(({ delivery }) => delivery)
    },
    delivered: (id, heard, now) => {
      watch.heard(id, heard)
      notifies.delivered(id, heard, now)
    },
    replay: (order, now, fault) => {
      const rules = fault === undefined ? [] : parseFaults(fault, notifyFaults)
      const copy = at(now).announceAgain(order, now)
      if (fault !== undefined) spoilt.set(copy, rules.map(joint.box.load))
    },
  }
}

/** One copy of a notify can be spoilt by these alone. */
const notifyFaults = WECHAT_FAULTS.filter(({ at }) => at === 'notify')
