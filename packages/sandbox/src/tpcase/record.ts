import type { Instant } from '@tpkit/core'
import type { AlipayMerchant } from '../alipay/merchant.ts'
import { type AlipayWalletOptions, alipayWallet } from '../alipay/wallet.ts'
import type { OpenWallet } from '../faults/faulty-wallet.ts'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import { type QQWalletOptions, qqWallet } from '../qqwallet/wallet.ts'
import type { WeChatMerchant } from '../wechatpay/merchant.ts'
import { type WeChatWalletOptions, weChatWallet } from '../wechatpay/wallet.ts'
import { encode } from './codec.ts'
import { INPUTS, type InputName } from './inputs.ts'
import { endingOf, stepOf } from './step.ts'
import type { WalletName } from './wallets.ts'

/** A wallet that can tell everything that happened to it. */
export interface RecordedWallet<Merchant = QQMerchant> extends OpenWallet<Merchant> {
  /** The case as a text for a `.tpcase` file: keys and passwords of its merchants included, so it is for throwaway ones. Throws when too much happened. */
  readonly save: () => string
}

export interface RecordLimits {
  /** Default: 10 000. */
  readonly steps?: number
  /** Of text. Default: 32 million. */
  readonly characters?: number
}

/** The version that stands in a file, and the only one that is read. */
export const CASE_VERSION = 1

/**
 * A QQ wallet that writes down every input with its `now` and what came of it.
 *
 * @example
 * const wallet = recordedWallet({ merchants: [merchant], seed: 'a case' })
 * …
 * writeFileSync('double-payment.tpcase', wallet.save())
 */
export function recordedWallet(options: QQWalletOptions, limits: RecordLimits = {}): RecordedWallet {
  return recorded('qqwallet', options, qqWallet(options), limits)
}

/** A wallet of WeChat Pay that does the same. The private keys that it signs with are in its file. */
export function recordedWeChatWallet(options: WeChatWalletOptions, limits: RecordLimits = {}): RecordedWallet<WeChatMerchant> {
  return recorded('wechatpay', options, weChatWallet(options), limits)
}

/** A wallet of Alipay that does the same, with its private keys in the file, too. */
export function recordedAlipayWallet(options: AlipayWalletOptions, limits: RecordLimits = {}): RecordedWallet<AlipayMerchant> {
  return recorded('alipay', options, alipayWallet(options), limits)
}

function recorded<Merchant>(
  name: WalletName,
  options: object,
  wallet: OpenWallet<Merchant>,
  limits: RecordLimits,
): RecordedWallet<Merchant> {
  const tape = taped(limits)
  const past = <Value>(input: InputName, values: readonly unknown[], run: () => Value): Value => {
    const { ending, end } = endingOf(run)
    tape.add(JSON.stringify(stepOf(input, values, ending)), timeOf(input, values))
    return end()
  }
  return {
    ...wallet,
    faults: { ...wallet.faults, arm: (rules) => past('arm', [rules], () => wallet.faults.arm(rules)) },
    handle: (request, now) => past('handle', [request, now], () => wallet.handle(request, now)),
    act: (prompt, action, now) => past('act', [prompt, action, now], () => wallet.act(prompt, action, now)),
    paymentCode: (now) => past('paymentCode', [now], () => wallet.paymentCode(now)),
    due: (now) => {
      const before = wallet.faults.strikes()
      const deliveries = wallet.due(now)
      // Asked many times a second. Where nothing was due, and nothing was held back, asking later would have found the same.
      const isIdle = deliveries.length === 0 && wallet.faults.strikes() === before
      return isIdle ? deliveries : past('due', [now], () => deliveries)
    },
    delivered: (id, answer, now) => past('delivered', [id, answer, now], () => wallet.delivered(id, answer, now)),
    ...(wallet.ahead && { ahead: (ms) => past('ahead', [ms], () => wallet.ahead?.(ms)) }),
    enrol: (merchant) => past('enrol', [merchant], () => wallet.enrol(merchant)),
    replay: (order, now, fault) => past('replay', [order, now, fault], () => wallet.replay(order, now, fault)),
    settleRefund: (refund, ending, now) =>
      past('settleRefund', [refund, ending, now], () => wallet.settleRefund(refund, ending, now)),
    save: () => {
      const last = tape.lastAt()
      const books = last === undefined ? [] : [JSON.stringify(stepOf('books', [last], endingOf(() => wallet.books(last)).ending))]
      return printCase(name, options, [...tape.lines(), ...books])
    },
  }
}

function printCase(wallet: WalletName, options: object, lines: readonly string[]): string {
  const head = JSON.stringify({ tpcase: CASE_VERSION, wallet, options: encode(options) }, null, 1)
  // One line per step: a case is read, compared and shortened by people.
  return `${head.slice(0, -2)},\n "steps": [\n${lines.map((line) => `  ${line}`).join(',\n')}\n ]\n}\n`
}

interface Tape {
  /** One step, as it will stand in the file. */
  readonly add: (line: string, now: Instant | undefined) => void
  /** Throws when it ran out. */
  readonly lines: () => readonly string[]
  readonly lastAt: () => Instant | undefined
}

function taped({ steps: most = 10_000, characters: longest = 32_000_000 }: RecordLimits): Tape {
  const lines: string[] = []
  let length = 0
  let last: Instant | undefined
  let isFull = false
  return {
    add: (line, now) => {
      length += line.length
      last = now === undefined ? last : Math.max(now, last ?? now)
      isFull ||= lines.length >= most || length > longest
      if (isFull) lines.length = 0
      else lines.push(line)
    },
    lines: () => {
      if (!isFull) return lines
      const expected = `expected at most ${most} steps and ${longest} characters`
      throw new Error(`tpcase: ${expected}, found more, so nothing was kept; start the sandbox anew and save sooner`)
    },
    lastAt: () => last,
  }
}

function timeOf(name: InputName, values: readonly unknown[]): Instant | undefined {
  const names: readonly string[] = INPUTS[name].names
  const now = values[names.indexOf('now')]
  return typeof now === 'number' ? now : undefined
}
