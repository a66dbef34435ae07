import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { feeOf } from '../books/fee.ts'
import { isIn, type StatementDay } from '../books/statement-day.ts'
import { backs, type LineBack } from '../books/statement-line.ts'
import { yuan } from '../books/yuan.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { ordersOf } from './lookup.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'
import { dayAsked } from './statement-call.ts'
import { type StatementStyle, statementStyle, writeLines } from './statement-style.ts'

/** One movement of the merchant's account; the amount is below zero where money leaves. */
interface Movement {
  readonly at: Instant
  readonly kind: '交易' | '交易手续费' | '退款' | '退款手续费' | '退款退回' | '撤销'
  readonly fen: bigint
  /** QQ Wallet's number of what moved it, and the merchant's. */
  readonly id: string
  readonly own: string
}

/**
 * 资金账单. No source shows its columns: these are modelled on those of its relatives, and a program should not build on them.
 * Everything passes through the cash account; nothing of this wallet's moves the marketing account.
 */
export function fundStatement(state: State, call: Call, now: Instant): string {
  const day = dayAsked(call, now)
  const all = call.fields.get('acc_type') === 'CASH' ? movements(ordersOf(state, call), state.settings, day) : []
  const [before, ofDay] = [all.filter(({ at }) => at < day.start), all.filter(({ at }) => isIn(day, at))]
  if (ofDay.length === 0 && state.settings.emptyDay === 'error') throw new Refusal('NO_BILL')
  return write(ofDay, sum(before), statementStyle(state.settings))
}

function movements(orders: readonly Order[], settings: Settings, day: StatementDay): readonly Movement[] {
  const all = orders.flatMap((order) => ofOrder(order, settings, day))
  return all.filter(({ fen }) => fen !== 0n).sort((a, b) => a.at - b.at)
}

function ofOrder(order: Order, settings: Settings, day: StatementDay): readonly Movement[] {
  const { payment, outTradeNo: own, totalFee } = order
  if (!payment) return []
  const { paidAt: at, transactionId: id } = payment
  return [
    { at, kind: '交易', fen: totalFee, id, own },
    { at, kind: '交易手续费', fen: -feeOf(settings, totalFee), id, own },
    ...backs(order, day.madeAt).flatMap((back) => ofBack(back, settings)),
  ]
}

/** What could not go back comes again, to this very account. Of a refund that failed the fee is taken again, too. */
function ofBack(back: LineBack, settings: Settings): readonly Movement[] {
  const { refundId: id, outRefundNo: own, fee, state, at, doneAt } = back
  const handling = feeOf(settings, fee)
  const out: readonly Movement[] = [
    { at, kind: back.isReversal ? '撤销' : '退款', fen: -fee, id, own },
    { at, kind: '退款手续费', fen: handling, id, own },
  ]
  const again: Movement = { at: doneAt, kind: '退款退回', fen: fee, id, own }
  const feeAgain: Movement = { at: doneAt, kind: '交易手续费', fen: -handling, id, own }
  return [
    ...(back.leaves ? out : []),
    ...(state === 'failed' || state === 'changed' ? [again] : []),
    ...(state === 'failed' ? [feeAgain] : []),
  ]
}

const TITLES = '记账时间,QQ钱包业务单号,业务类型,收支类型,收支金额(元),账户结余(元),业务凭证号'
const TOTALS = '资金流水总笔数,收入笔数,收入总金额(元),支出笔数,支出总金额(元)'

function write(ofDay: readonly Movement[], before: bigint, style: StatementStyle): string {
  const [into, out] = [ofDay.filter(({ fen }) => fen > 0n), ofDay.filter(({ fen }) => fen < 0n)]
  const totals = [String(ofDay.length), String(into.length), yuan(sum(into)), String(out.length), yuan(-sum(out))]
  let balance = before
  const lines = ofDay.map((movement) => {
    balance += movement.fen
    return cells(movement, balance, style).join()
  })
  return writeLines(style, [TITLES, ...lines, TOTALS, totals.map((value) => style.cell(value, false)).join()])
}

function cells({ at, kind, fen, id, own }: Movement, balance: bigint, style: StatementStyle): readonly string[] {
  const amount = yuan(fen < 0n ? -fen : fen)
  return [
    style.cell(style.time(at), false),
    style.cell(id, true),
    ...[kind, fen < 0n ? '支出' : '收入', amount, yuan(balance)].map((value) => style.cell(value, false)),
    style.cell(own, true),
  ]
}

function sum(movements: readonly Movement[]): bigint {
  return movements.reduce((total, { fen }) => total + fen, 0n)
}
