import { type Fact, formatMoney, type Money, moneyToJson, type StatementQuery, type StatementRow } from 'tpkit'
import { factJson, isoTime } from '../order/json.ts'
import { BOM, csvLine } from './csv.ts'

/** How rows become text: what stands before them all, and each of them. */
export interface RowFormat {
  readonly head: (first: StatementRow | undefined) => string
  readonly row: (row: StatementRow) => string
}

/** One JSON object a line; money in minor units. */
export const JSON_LINES: RowFormat = {
  head: () => '',
  row: ({ fact, at, fee, columns }) => {
    const value = { fact: fact && factJson(fact), at: isoTime(at), fee: fee && moneyToJson(fee), columns }
    return `${JSON.stringify(value)}\n`
  },
}

/** What every wallet's statement is read as; the wallet's own columns stand behind. */
const OURS: readonly string[] = [
  'kind',
  'outTradeNo',
  'transactionId',
  'outRefundNo',
  'refundId',
  'status',
  'amount',
  'currency',
  'fee',
  'at',
]

/**
 * The titles are those of the first row: a statement has one table. Ours are left out where the wallet's movements of the
 * account say nothing of a payment: ten empty columns tell nobody anything.
 */
export function csvRows(kind: StatementQuery['kind'] = 'trade'): RowFormat {
  let titles: readonly string[] = []
  let ours = OURS
  return {
    head: (first) => {
      titles = Object.keys(first?.columns ?? {})
      if (kind === 'fund' && first && ourFields(first).every((field) => field === '')) ours = []
      return `${BOM}${csvLine([...ours, ...titles])}`
    },
    row: (row) => csvLine([...(ours.length === 0 ? [] : ourFields(row)), ...titles.map((title) => row.columns[title] ?? '')]),
  }
}

function ourFields({ fact, at, fee }: StatementRow): readonly string[] {
  const amount = fact && amountOf(fact)
  return [
    fact?.kind ?? '',
    fact?.outTradeNo ?? '',
    fact?.kind === 'payment' ? (fact.transactionId ?? '') : '',
    fact?.kind === 'refund' ? fact.outRefundNo : '',
    fact?.kind === 'refund' ? (fact.refundId ?? '') : '',
    fact?.status ?? '',
    decimal(amount),
    amount?.currency ?? '',
    decimal(fee),
    at === undefined ? '' : beijingTime(at),
  ]
}

/** ISO 8601 with Beijing's offset: the wallet's own columns beside it have the time of Beijing. */
function beijingTime(at: number): string {
  return `${new Date(at + BEIJING_MS).toISOString().slice(0, 19)}+08:00`
}

const BEIJING_MS = 8 * 3_600_000

function amountOf(fact: Fact): Money | undefined {
  return fact.kind === 'refund' ? fact.amount : fact.total
}

function decimal(value: Money | undefined): string {
  return value ? formatMoney(value) : ''
}
