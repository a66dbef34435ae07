import type { FaultRule } from '@tpkit/core'
import type { SandboxWallet } from '../wallet.ts'
import { type QQDeskOptions, qqDesk } from './desk.ts'
import type { QQMerchant } from './merchant.ts'
import type { Tamper } from './tamper.ts'

export interface QQWalletOptions extends QQDeskOptions {
  /** What it is to do wrong from the start. */
  readonly faults?: readonly FaultRule[]
}

export interface QQWallet extends SandboxWallet {
  /** Takes one more merchant in, as if it had been there from the start. Throws for a number that is taken. */
  readonly enrol: (merchant: QQMerchant) => void
}

/**
 * QQ Wallet (QQ钱包) as a pure object: the classic protocol of XML and MD5, its own books, its own strictness.
 * No socket, clock or randomness: what happens depends on the calls and their `now` alone.
 *
 * @example
 * const wallet = qqWallet({ merchants: [{ mchId: '1900000109', apiKey: 'test-key-0123456789abcdef0123456789' }] })
 * const answer = wallet.handle(request, now)      // a unified order
 * wallet.act(codeUrl, 'pay', now)                 // the payer pays
 * for (const notify of wallet.due(now)) post(notify)
 */
export function qqWallet({ faults = [], ...options }: QQWalletOptions): QQWallet {
  const desk = qqDesk(options)
  const spoilt = faults.some(({ fault }) => fault === 'notify-wrong-amount')
  return {
    ...desk,
    act: (text, action, now) => desk.act(text, action, now, spoilt ? WRONG_AMOUNT : undefined),
    exchanges: () => [],
    inspect: () => undefined,
    replay: (order, now) => desk.announceAgain(order, now),
  }
}

const WRONG_AMOUNT: Tamper = {
  fields: (fields) => {
    const other = fields.total_fee === '1' ? '2' : '1'
    return { ...fields, total_fee: other, cash_fee: other }
  },
}
