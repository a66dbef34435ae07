import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { feeOf } from '../books/fee.ts'
import { isIn, type StatementDay } from '../books/statement-day.ts'
import { backs } from '../books/statement-line.ts'
import { yuan } from '../books/yuan.ts'
import { billLine, billText } from './bill-file.ts'
import type { State } from './state.ts'
import { billTime } from './time.ts'

/** One movement of the merchant's account; the amount is below zero where money leaves. */
interface Movement {
  readonly at: Instant
  readonly kind: '交易' | '扣除交易手续费' | '退款' | '退款退回'
  readonly fen: bigint
  /** The wallet's number of what moved it, and the merchant's. */
  readonly id: string
  readonly own: string
}

const TITLES =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const TOTALS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

/** 资金账单 of a day; undefined where nothing moved. Everything passes through the basic account. */
export function fundBill(state: State, orders: readonly Order[], day: StatementDay, account: string): string | undefined {
  const all = account === 'BASIC' ? orders.flatMap((order) => movements(state, order, day)).sort((a, b) => a.at - b.at) : []
  const ofDay = all.filter(({ at }) => isIn(day, at))
  if (ofDay.length === 0) return undefined
  let balance = sum(all.filter(({ at }) => at < day.start))
  const lines = ofDay.map((movement, index) => {
    balance += movement.fen
    return billLine(cells(movement, balance, index))
  })
  const [into, out] = [ofDay.filter(({ fen }) => fen > 0n), ofDay.filter(({ fen }) => fen < 0n)]
  const totals = [`${ofDay.length}.0`, `${into.length}.0`, yuan(sum(into)), `${out.length}.0`, yuan(-sum(out))]
  return billText([TITLES, ...lines, TOTALS, billLine(totals)])
}

function movements({ settings }: State, order: Order, day: StatementDay): readonly Movement[] {
  const { payment, outTradeNo: own, totalFee } = order
  if (!payment) return []
  const { paidAt: at, transactionId: id } = payment
  const back = backs(order, day.madeAt).flatMap(
    ({ refundId, outRefundNo, fee, state, at: asked, doneAt, leaves }): readonly Movement[] => {
      const out: Movement = { at: asked, kind: '退款', fen: -fee, id: refundId, own: outRefundNo }
      const again: Movement = { ...out, at: doneAt, kind: '退款退回', fen: fee }
      // An abnormal refund left once, however often it is sent.
      return [...(leaves ? [out] : []), ...(state === 'failed' ? [again] : [])]
    },
  )
  const taken: Movement = { at, kind: '扣除交易手续费', fen: -feeOf(settings, totalFee), id, own }
  return [{ at, kind: '交易', fen: totalFee, id, own } as const, taken, ...back].filter(({ fen }) => fen !== 0n)
}

function cells({ at, kind, fen, id, own }: Movement, balance: bigint, index: number): readonly string[] {
  const amount = yuan(fen < 0n ? -fen : fen)
  return [
    billTime(at),
    id,
    `${id.slice(0, 20)}${index}`,
    kind,
    kind,
    fen < 0n ? '支出' : '收入',
    amount,
    yuan(balance),
    'system',
    '',
    own,
  ]
}

function sum(movements: readonly Movement[]): bigint {
  return movements.reduce((total, { fen }) => total + fen, 0n)
}
