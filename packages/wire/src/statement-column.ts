import { isTPError } from '@tpkit/core/errors'
import type { Money } from '@tpkit/core/money'
import { fromBeijing } from './beijing.ts'
import type { Columns } from './statement-file.ts'
import { malformedStatement } from './statement-line.ts'
import { yuanToFen } from './yuan.ts'

/** 暂无数据 stands for nothing in the only sample. */
const NOTHING = '暂无数据'

/** A value that is there; undefined where the column is absent or empty. */
export function valueIn(columns: Columns, title: string): string | undefined {
  const value = Object.hasOwn(columns, title) ? columns[title]?.trim() : undefined
  return value && value !== NOTHING ? value : undefined
}

/** A value that a line cannot be without. */
export function demandIn(columns: Columns, title: string): string {
  const value = valueIn(columns, title)
  if (value === undefined) throw malformedStatement(`a value for ${title}`, columns[title] ?? '')
  return value
}

/** Fen from the yuan text of a column. */
export function yuanIn(columns: Columns, title: string): bigint | undefined {
  const text = valueIn(columns, title)
  if (text === undefined) return undefined
  try {
    return yuanToFen(text)
  } catch (error) {
    if (isTPError(error)) throw malformedStatement(`${title} in yuan such as 8.88`, text)
    throw error
  }
}

/** An amount of a line; CNY, which some files call RMB, is the only currency. */
export function amountIn(columns: Columns, title: string): Money | undefined {
  const amount = yuanIn(columns, title)
  const currency = valueIn(columns, '货币种类')?.toUpperCase()
  if (currency !== 'CNY' && currency !== 'RMB') throw malformedStatement('货币种类 CNY or RMB', currency ?? '')
  return amount === undefined ? undefined : { amount, currency: 'CNY' }
}

/** As `amountIn`, for an amount that a line cannot be without and that is not below zero. */
export function demandAmount(columns: Columns, title: string): Money {
  const amount = amountIn(columns, title)
  if (amount === undefined || amount.amount < 0n)
    throw malformedStatement(`an amount for ${title}, not below zero`, columns[title] ?? '')
  return amount
}

const TIME = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2}) {1,2}(\d{1,2}):(\d{2})(?::(\d{2}))?$/

/** Beijing time in both forms: `2016-07-23 14:14:05` and, as a spreadsheet writes it, `2016/7/23 14:14`. */
export function timeIn(columns: Columns, title: string): number | undefined {
  const text = valueIn(columns, title)
  if (text === undefined) return undefined
  const [year = '', ...parts] = TIME.exec(text)?.slice(1) ?? []
  const instant = fromBeijing(year + parts.map((part = '00') => part.padStart(2, '0')).join(''))
  if (instant === undefined) throw malformedStatement(`${title} such as 2016-07-23 14:14:05`, text)
  return instant
}
