import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { beijingTime } from '../books/time.ts'
import { yuan } from '../books/yuan.ts'
import type { BillPeriod } from './bill-period.ts'

/** Whose bill it is, and of when. */
export interface BillOf {
  /** 账号: the merchant's number and 0156. */
  readonly account: string
  readonly period: BillPeriod
  /** What the merchant said of an order when it asked for it; empty where nothing. */
  readonly said: (order: Order, name: string) => string
}

/** What stands above every table. */
export function billHead(title: string, { account, period: { start, end } }: BillOf): readonly string[] {
  return [`#${title}`, `#账号：[${account}]`, `#起始日期：[${longTime(start)}]   终止日期：[${longTime(end)}]`]
}

/** What stands below all of it. */
export function billEnd({ period }: BillOf): string {
  return `#导出时间：[${longTime(period.madeAt)}]`
}

const BAR = '-'.repeat(41)

/** A table between the lines that begin and end it. */
export function billTable(name: string, titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = rows.map((values) => values.join(','))
  return [`#${BAR}${name}${BAR.slice(1)}`, titles.join(','), ...lines, `#${BAR}${name}结束${BAR.slice(5)}`]
}

/** `2021年10月22日 06:27:10` */
function longTime(at: Instant): string {
  return beijingTime(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1年$2月$3日 $4:$5:$6')
}

/** Lines as the wallet writes them, each with CR LF. */
export function billText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('')
}

/** A number that a spreadsheet must not round, with the tab that the wallet puts behind. */
export function padded(value: string): string {
  return `${value}\t`
}

/** What a person wrote: no line end, no tab, nothing that looks like the end of a value. */
export function plain(text: string): string {
  return text.replace(/\s/g, ' ').replaceAll(',', '，').replaceAll('"', '＂')
}

/** `3笔，共-3.00元` */
export function counted(count: number, fen: bigint, what = ''): string {
  return `${count}笔，${what}共${yuan(fen)}元`
}
