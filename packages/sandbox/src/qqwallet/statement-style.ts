import type { Instant } from '@tpkit/core'
import { beijingTime } from '../books/time.ts'
import type { Settings } from './settings.ts'

type WordKind = 'trade' | 'refund' | 'bank' | 'currency'

/** How one of the two known styles writes what a statement holds. */
export interface StatementStyle {
  readonly lineEnd: string
  readonly time: (at: Instant) => string
  /** A constant of the API, or the style's word for it. */
  readonly word: (kind: WordKind, constant: string) => string
  /** What a person wrote; line ends in it would cut the line. */
  readonly text: (text: string) => string
  /** A finished value; `isNumber` for the order numbers, which a spreadsheet would damage. */
  readonly cell: (value: string, isNumber: boolean) => string
}

/**
 * A back-tick before every value, English constants. A reader splits at comma and back-tick, so those two side by side in a
 * person's text are kept apart by a space: what the real wallet does there, nobody knows.
 */
const BACK_TICKED: StatementStyle = {
  lineEnd: '\r\n',
  time: (at) => {
    const [, date = '', time = ''] = /^(.{8})(.{6})$/.exec(beijingTime(at)) ?? []
    return `${date.replace(/(....)(..)(..)/, '$1-$2-$3')} ${time.replace(/(..)(..)(..)/, '$1:$2:$3')}`
  },
  word: (_, constant) => constant,
  text: (text) => oneLine(text).replaceAll(',`', ', `'),
  cell: (value) => `\`${value}`,
}

/** The words of the one public sample, and its neighbours'. What it does not show (CHANGE, NOTSURE) stays as it is. */
const WORDS: Readonly<Record<string, string>> = {
  'trade SUCCESS': '支付成功',
  'trade REFUND': '转入退款',
  'trade REVOKED': '已撤销',
  'refund SUCCESS': '退款成功',
  'refund FAIL': '退款失败',
  'refund PROCESSING': '处理中',
  'bank BALANCE': '财付通余额',
  'currency CNY': 'RMB',
}

/** As in the one public sample: few back-ticks, so a comma in a person's text would shift the columns and becomes a wide one. */
const SAMPLE: StatementStyle = {
  lineEnd: '\n',
  time: (at) => {
    const [, year, month, day, hour, minute] = /^(.{4})(..)(..)(..)(..)/.exec(beijingTime(at)) ?? []
    return `${year}/${Number(month)}/${Number(day)} ${Number(hour)}:${minute}`
  },
  word: (kind, constant) => WORDS[`${kind} ${constant}`] ?? constant,
  text: (text) => oneLine(text).replaceAll(',', '，'),
  cell: (value, isNumber) => (value === '' ? '暂无数据' : isNumber ? `\`${value}` : value),
}

export function statementStyle({ statementStyle: style }: Settings): StatementStyle {
  return style === 'sample' ? SAMPLE : BACK_TICKED
}

/** Titles or values as one line each, with the line end after each. */
export function writeLines(style: StatementStyle, lines: readonly string[]): string {
  return lines.map((line) => line + style.lineEnd).join('')
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}
