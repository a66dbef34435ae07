import type { FaultBox, FaultHit, FaultRule, Instant, WalletAnswer, WalletFault } from '@tpkit/core'
import { seededRandom } from '../world/chance.ts'
import type { Asked, ScriptedOrder } from './script.ts'

const HOUR_MS = 3_600_000

/** What every scripted wallet can be told to do wrong. */
const CATALOGUE: readonly WalletFault[] = [
  fault('drop-before', 'call', 'unproven', 'the call is lost before anything was done', '请求丢失，什么都没有发生'),
  fault('drop-after', 'call', 'unproven', 'it was done, and the answer is lost', '已处理，应答丢失'),
  fault('http-502-after', 'call', 'unproven', 'it was done, and a gateway answers 502 with a page', '已处理，网关返回 502 页面'),
  fault('half-body', 'call', 'unproven', 'it was done, and half of the answer arrives', '已处理，应答只到一半'),
  fault('busy-done', 'call', 'unproven', 'it was done, and the wallet says that it is busy', '已处理，却答系统繁忙'),
  fault('foreign-merchant-answer', 'call', 'foreign', "the answer is another merchant's", '应答属于另一商户'),
  fault('other-amount-answer', 'call', 'foreign', 'the answer names twice the amount', '应答的金额翻倍'),
  fault('slow', 'call', 'harmless', 'the answer takes a second', '应答延迟一秒'),
  fault('notify-duplicate', 'notify', 'harmless', 'the notify comes several times at once', '同一通知同时到达多次'),
  fault('notify-late', 'notify', 'harmless', 'the notify comes an hour late', '通知晚到一小时'),
  fault('notify-bad-time', 'notify', 'harmless', 'the time of payment in the notify is none', '通知中的支付时间不是有效时间'),
  fault('notify-forged', 'notify', 'forged', 'a digit of the notify was changed on the way', '通知内容在途中被改'),
  fault(
    'notify-foreign-merchant',
    'notify',
    'foreign',
    "another merchant's genuine notify of the same order number",
    '他人同号订单的真实通知',
  ),
  fault('notify-lost', 'notify', 'missing', 'the notify never comes', '通知始终不来'),
]

function fault(name: string, at: WalletFault['at'], effect: WalletFault['effect'], en: string, zh: string): WalletFault {
  return { name, at, effect, title: { en, zh } }
}

/** The faults of a scripted wallet: which rules are armed, and what struck. */
export class Faults implements FaultBox {
  readonly catalogue = CATALOGUE
  readonly #random = seededRandom(0xfa)
  #rules: { readonly rule: FaultRule; left: number }[] = []
  #hits: FaultHit[] = []

  readonly rules = (): readonly FaultRule[] => this.#rules.map(({ rule }) => rule)

  readonly arm = (rules: readonly FaultRule[]): void => {
    const unknown = rules.find((rule) => !CATALOGUE.some(({ name }) => name === rule.fault))
    if (unknown)
      throw new Error(`faults: expected one of ${CATALOGUE.map(({ name }) => name).join(', ')}, found ${unknown.fault}`)
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Number.POSITIVE_INFINITY }))
  }

  readonly trace = (): readonly FaultHit[] => this.#hits

  /** The rule of that fault that strikes a call now, used up by one. */
  strikes(name: string, call: FaultHit['call'], outTradeNo: string | undefined, now: Instant): FaultRule | undefined {
    const found = this.#rules.find(({ rule, left }) => rule.fault === name && left > 0 && fits(rule, call, outTradeNo))
    if (!found || (found.rule.percent !== undefined && this.#percent() >= found.rule.percent)) return undefined
    found.left -= 1
    this.#hits.push({ at: now, fault: name, call, ...(outTradeNo !== undefined && { outTradeNo }) })
    return found.rule
  }

  #percent(): number {
    const [high = 0, low = 0] = this.#random.bytes(2)
    return ((high * 256 + low) * 100) / 65_536
  }
}

function fits({ call, outTradeNo }: FaultRule, ofCall: FaultHit['call'], ofOrder: string | undefined): boolean {
  return (call === undefined || call === ofCall) && (outTradeNo === undefined || outTradeNo === ofOrder)
}

/** How a scripted wallet answers: in truth, as if it were busy, and in the name of others. Each carries the call out, but `busy`. */
interface Ways {
  readonly truth: () => WalletAnswer
  readonly busy: () => WalletAnswer
  readonly foreign: () => WalletAnswer
  readonly otherAmount: () => WalletAnswer
}

/** A call, with whatever is armed for it; undefined where no answer comes. */
export function faultyAnswer(faults: Faults, asked: Asked, now: Instant, ways: Ways): WalletAnswer | undefined {
  const strikes = (name: string): FaultRule | undefined =>
    faults.strikes(name, asked.call, 'outTradeNo' in asked ? asked.outTradeNo : undefined, now)
  if (strikes('drop-before')) return undefined
  if (strikes('foreign-merchant-answer')) return ways.foreign()
  if (strikes('other-amount-answer')) return ways.otherAmount()
  const answer = ways.truth()
  if (strikes('drop-after')) return undefined
  if (strikes('http-502-after'))
    return { status: 502, headers: [['content-type', 'text/html']], body: Buffer.from('<html>Bad Gateway</html>') }
  if (strikes('half-body')) return { ...answer, body: answer.body.subarray(0, answer.body.byteLength >> 1) }
  if (strikes('busy-done')) return ways.busy()
  const slow = strikes('slow')
  return slow ? { ...answer, delayMs: slow.value ?? 1_000 } : answer
}

/** A notify on its way: when it is due, whose order it tells of, and what was changed. */
export interface Posting {
  readonly order: ScriptedOrder
  readonly dueAt: Instant
  readonly changed: boolean
}

/** The notify of a payment, with whatever is armed for it: none, one or several postings. */
export function faultyPostings(faults: Faults, order: ScriptedOrder, now: Instant, other: string): readonly Posting[] {
  const strikes = (name: string): FaultRule | undefined => faults.strikes(name, 'notify', order.outTradeNo, now)
  if (strikes('notify-lost')) return []
  const late = strikes('notify-late')
  const posting: Posting = {
    order: {
      ...order,
      ...(strikes('notify-foreign-merchant') && { mchId: other }),
      ...(strikes('notify-bad-time') && { paidAt: Number.NaN }),
    },
    dueAt: late ? now + (late.value ?? HOUR_MS) : now,
    changed: strikes('notify-forged') !== undefined,
  }
  const several = strikes('notify-duplicate')
  return Array.from({ length: several ? (several.value ?? 2) : 1 }, () => posting)
}

/** Another digit in the place of the last one: an amount, a time, a number. */
export function digitChanged(body: Uint8Array): Uint8Array {
  const at = body.findLastIndex((byte) => byte >= 0x30 && byte <= 0x39)
  return body.map((byte, index) => (index === at ? byte ^ 1 : byte))
}
