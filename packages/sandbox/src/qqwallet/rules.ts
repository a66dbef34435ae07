import { dayStart, fromBeijingTime } from '../books/time.ts'
import { Refusal } from './errors.ts'
import type { Fields } from './sign.ts'

/** What a field must look like. The expectation is told in the wallet's language, as its own texts are. */
interface Rule {
  readonly required?: boolean
  readonly test: (value: string) => boolean
  readonly expected: string
}

export type Rules = Readonly<Record<string, Rule>>

/** Refuses what lacks a required field, then what breaks a field's rule. Fields without a rule pass: the wallet ignores them. */
export function check(fields: Fields, rules: Rules): void {
  const missing = Object.keys(rules).filter((name) => rules[name]?.required && !fields.has(name))
  if (missing.length > 0) throw new Refusal('LACK_PARAMS', missing.join(', '))
  for (const [name, rule] of Object.entries(rules)) {
    const value = fields.get(name)
    if (value !== undefined && !rule.test(value)) throw new Refusal('PARAM_ERROR', `${name} ${rule.expected}`)
  }
}

const matches = (pattern: RegExp, expected: string): Rule => ({ test: (value) => pattern.test(value), expected })
const oneOf = (...values: readonly string[]): Rule => ({
  test: (value) => values.includes(value),
  expected: `应为${values.join(' / ')}`,
})
const required = (rule: Rule): Rule => ({ ...rule, required: true })

/** At most so many characters; an emoji counts as one. */
const text = (length: number): Rule => ({ test: (value) => [...value].length <= length, expected: `最多${length}个字符` })

const number = matches(/^[0-9A-Za-z_\-|*@]{1,32}$/, '应为1至32位字母、数字或_-|*@')
/** Twelve digits are ten thousand million yuan, and every sum of them is exact in JSON. */
const fen = matches(/^[1-9][0-9]{0,11}$/, '应为大于0的整数，单位分')
const time: Rule = { test: (value) => fromBeijingTime(value) !== undefined, expected: '应为北京时间yyyyMMddHHmmss' }
const id = text(32)

/** The fields of every call; `sign` was checked before. */
const HEAD: Rules = {
  mch_id: required(id),
  nonce_str: required(matches(/^[0-9A-Za-z]{1,32}$/, '应为1至32位字母或数字')),
  appid: id,
  sub_appid: id,
  sub_mch_id: id,
}

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])'

/** What every order says, however it is paid. */
const ORDER: Rules = {
  ...HEAD,
  body: required(text(128)),
  out_trade_no: required(number),
  fee_type: required(oneOf('CNY')),
  total_fee: required(fen),
  spbill_create_ip: required(matches(new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`), '应为IPv4地址')),
  attach: text(128),
  limit_pay: oneOf('no_balance', 'no_credit', 'no_debit', 'balance_only', 'debit_only', 'NoBindNoBalan'),
  promotion_tag: text(128),
}

const notifyUrl = matches(/^(?=.{1,256}$)https?:\/\/[^\s?#]+$/, '应为http(s)地址，最多256个字符，不带参数')

/** 统一下单. */
export const UNIFIED_ORDER: Rules = {
  ...ORDER,
  trade_type: required(oneOf('JSAPI', 'NATIVE', 'APP', 'MINIAPP')),
  notify_url: required(notifyUrl),
  time_start: time,
  time_expire: time,
  contract_code: text(64),
  device_info: id,
}

/** 提交付款码支付. Whether notify_url is mandatory, the sources disagree; without it no notify is sent. */
export const MICROPAY: Rules = {
  ...ORDER,
  trade_type: required(oneOf('MICROPAY')),
  // Whether it is a payment code at all, the wallet tells by a code of its own.
  auth_code: required(id),
  device_info: required(id),
  notify_url: notifyUrl,
}

/** 订单查询. That one of the two numbers is there, the lookup checks. */
export const ORDER_QUERY: Rules = { ...HEAD, transaction_id: id, out_trade_no: number }

/** 关闭订单. */
export const CLOSE_ORDER: Rules = { ...HEAD, out_trade_no: required(number), total_fee: fen }

const OPERATOR: Rules = {
  op_user_id: required(id),
  op_user_passwd: required(matches(/^[0-9a-f]{32}$/, '应为操作员密码的32位小写MD5')),
}

/** 撤销订单. */
export const REVERSE: Rules = { ...HEAD, ...OPERATOR, out_trade_no: required(number) }

/** 申请退款. */
export const REFUND: Rules = {
  ...HEAD,
  ...OPERATOR,
  transaction_id: id,
  out_trade_no: number,
  out_refund_no: required(number),
  refund_fee: required(fen),
  refund_account: oneOf('REFUND_SOURCE_UNSETTLED_FUNDS', 'REFUND_SOURCE_RECHARGE_FUNDS'),
}

/** 退款查询. */
export const REFUND_QUERY: Rules = { ...HEAD, refund_id: id, out_refund_no: number, transaction_id: id, out_trade_no: number }

const day: Rule = { test: (value) => dayStart(value) !== undefined, expected: '应为日期yyyyMMdd' }
const FILE: Rules = { ...HEAD, bill_date: required(day), tar_type: oneOf('GZIP') }

/** 交易账单. Without a type it is ALL. */
export const STATEMENT: Rules = { ...FILE, bill_type: oneOf('ALL', 'SUCCESS', 'REFUND', 'RECHAR') }

/** 资金账单. */
export const FUND_STATEMENT: Rules = { ...FILE, acc_type: required(oneOf('CASH', 'MARKETING')) }
