import { formatMoney, money } from '@tpkit/core'
import type { OrderView } from 'tpkit/cashier'
import type { Words } from './words.ts'

/** One order of `GET /_sandbox/books`; amounts in fen. */
export interface WalletOrder {
  readonly outTradeNo: string
  readonly total: number
  readonly currency: string
  readonly status: string
  readonly refunds: readonly { readonly outRefundNo: string; readonly amount: number; readonly status: string }[]
}

/** One payment in both books. */
export interface Line {
  readonly number: string
  readonly total: string
  readonly walletStatus: string
  readonly ourStatus: string
  readonly walletRefunded: string
  readonly ourRefunded: string
  readonly equal: boolean
}

/** What our books hold under one number of a wallet. */
interface Payment {
  readonly total: bigint
  readonly status: string
  readonly refunded: bigint
}

/** Lays both books side by side: every payment of either. */
export function compareBooks(wallet: readonly WalletOrder[], orders: readonly OrderView[]): readonly Line[] {
  const ours = new Map(orders.flatMap(paymentsOf))
  const numbers = new Set([...wallet.map((order) => order.outTradeNo), ...ours.keys()])
  return [...numbers].map((number) =>
    line(
      number,
      wallet.find((order) => order.outTradeNo === number),
      ours.get(number),
    ),
  )
}

/** An account has one attempt of an order here, so that a refund belongs to it by the account. */
function paymentsOf({ total, attempts, refunds }: OrderView): readonly (readonly [string, Payment])[] {
  return attempts.map(({ account, outTradeNo, status }) => {
    const back = refunds.filter((refund) => refund.account === account && refund.status === 'refunded')
    const refunded = back.reduce((sum, { amount }) => sum + amount.amount, 0n)
    return [outTradeNo, { total: total.amount, status, refunded }]
  })
}

function line(number: string, theirs: WalletOrder | undefined, payment: Payment | undefined): Line {
  const ourRefunded = payment?.refunded ?? 0n
  const walletRefunded =
    theirs?.refunds.filter(({ status }) => status === 'refunded').reduce((sum, { amount }) => sum + amount, 0) ?? 0
  const [walletStatus, ourStatus] = [statusName(theirs?.status), statusName(payment?.status)]
  // What nobody ever scanned a wallet may never have known.
  const neverWas = theirs === undefined && payment?.status === 'closed'
  const sameTotal = theirs !== undefined && payment !== undefined && payment.total === BigInt(theirs.total)
  return {
    number,
    total: yuan(theirs?.total ?? payment?.total ?? 0n),
    walletStatus,
    ourStatus,
    walletRefunded: yuan(walletRefunded),
    ourRefunded: yuan(ourRefunded),
    equal: neverWas || (sameTotal && walletStatus === ourStatus && BigInt(walletRefunded) === ourRefunded),
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
    one.number,
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
