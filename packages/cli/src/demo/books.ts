import { formatMoney, money } from '@tpkit/core'
import type { Books } from './shop.ts'
import type { Words } from './words.ts'

/** One order of `GET /_sandbox/books`; amounts in fen. */
export interface WalletOrder {
  readonly outTradeNo: string
  readonly total: number
  readonly currency: string
  readonly status: string
  readonly refunds: readonly { readonly outRefundNo: string; readonly amount: number; readonly status: string }[]
}

/** One order in both books. */
export interface Line {
  readonly orderNo: string
  readonly total: string
  readonly walletStatus: string
  readonly ourStatus: string
  readonly walletRefunded: string
  readonly ourRefunded: string
  readonly equal: boolean
}

/** Lays both books side by side: every order of either. */
export function compareBooks(wallet: readonly WalletOrder[], ours: Books): readonly Line[] {
  const numbers = new Set([...wallet.map((order) => order.outTradeNo), ...ours.payments.keys()])
  return [...numbers].map((orderNo) =>
    line(
      orderNo,
      wallet.find((order) => order.outTradeNo === orderNo),
      ours,
    ),
  )
}

function line(orderNo: string, theirs: WalletOrder | undefined, ours: Books): Line {
  const payment = ours.payments.get(orderNo)
  const refunds = [...ours.refunds.values()].filter((refund) => refund.outTradeNo === orderNo && refund.status === 'refunded')
  const ourRefunded = refunds.reduce((sum, { amount }) => sum + amount.amount, 0n)
  const walletRefunded =
    theirs?.refunds.filter(({ status }) => status === 'refunded').reduce((sum, { amount }) => sum + amount, 0) ?? 0
  const [walletStatus, ourStatus] = [statusName(theirs?.status), statusName(payment?.status)]
  const sameTotal = theirs !== undefined && payment !== undefined && payment.total.amount === BigInt(theirs.total)
  return {
    orderNo,
    total: yuan(theirs?.total ?? payment?.total.amount ?? 0n),
    walletStatus,
    ourStatus,
    walletRefunded: yuan(walletRefunded),
    ourRefunded: yuan(ourRefunded),
    equal: sameTotal && walletStatus === ourStatus && BigInt(walletRefunded) === ourRefunded,
  }
}

/** The wallet says open where we say pending. */
function statusName(status: string | undefined): string {
  return status === 'pending' ? 'open' : (status ?? '—')
}

function yuan(fen: number | bigint): string {
  return formatMoney(money(fen, 'CNY'))
}

/** Columns that line up, also where characters are two cells wide. */
export function table(lines: readonly Line[], words: Words): string {
  const name = (status: string): string => words.status[status] ?? status
  const rows = lines.map((one) => [
    one.orderNo,
    one.total,
    name(one.walletStatus),
    name(one.ourStatus),
    one.walletRefunded,
    one.ourRefunded,
    one.equal ? '✓' : '✗',
  ])
  const all = [[...words.header, ''], ...rows]
  const widths = all[0]?.map((_cell, column) => Math.max(...all.map((row) => cells(row[column] ?? '')))) ?? []
  return all.map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - cells(cell))).join('  ')).join('\n')
}

function cells(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(character) ? 2 : 1), 0)
}
