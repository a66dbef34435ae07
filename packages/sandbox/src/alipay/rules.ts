import { invalid } from './errors.ts'
import { type Origin, text } from './origin.ts'

interface Rule {
  readonly most: number
  readonly form?: RegExp
  readonly required?: true
}

export type Rules = Readonly<Record<string, Rule>>

/** 商户订单号: the pages say letters, digits and underscores, and the gateway takes hyphens too. */
const NUMBER = /^[0-9A-Za-z_-]+$/
const CHANNELS = /^[A-Za-z_]+(?:,[A-Za-z_]+)*$/

const SHOP: Rules = {
  store_id: { most: 32 },
  operator_id: { most: 30 },
  terminal_id: { most: 32 },
}

/** What every call that makes a trade says. */
export const GOODS: Rules = {
  ...SHOP,
  out_trade_no: { most: 64, form: NUMBER, required: true },
  subject: { most: 256, form: /\S/, required: true },
  body: { most: 128 },
  product_code: { most: 64 },
  passback_params: { most: 512 },
  seller_id: { most: 28 },
  merchant_order_no: { most: 32 },
  enable_pay_channels: { most: 128, form: CHANNELS },
  disable_pay_channels: { most: 128, form: CHANNELS },
  buyer_id: { most: 28, form: /^2088[0-9]{12}$/ },
  buyer_open_id: { most: 128 },
  op_buyer_open_id: { most: 128 },
  buyer_logon_id: { most: 100 },
  op_app_id: { most: 32 },
  quit_url: { most: 400 },
}

/** 付款码: digits, or a face. */
export const CODEPAY: Rules = {
  auth_code: { most: 64, form: /^(?:[0-9]{16,24}|fp[0-9A-Za-z]{35})$/, required: true },
  scene: { most: 32, form: /^(?:bar_code|security_code)$/ },
}

/** One of both; `trade_no` counts where both are there. */
export const NAMED: Rules = {
  out_trade_no: { most: 64 },
  trade_no: { most: 64 },
}

export const REFUND: Rules = {
  ...SHOP,
  ...NAMED,
  out_request_no: { most: 64, form: NUMBER },
  refund_reason: { most: 256 },
}

export const REFUND_QUERY: Rules = { ...NAMED, out_request_no: { most: 64, required: true } }

/** Throws a `Refusal` for the first member that is not as it must be. Members that no rule names are let through. */
export function check(origin: Origin, rules: Rules): void {
  for (const [name, { most, form, required }] of Object.entries(rules)) {
    const found = text(origin, name)
    if (found === undefined) {
      if (required) throw invalid(name, '不能为空')
      if (origin.fields.has(name)) throw invalid(name, '应为字符串')
    } else if (found.length > most || !(form?.test(found) ?? true)) {
      throw invalid(name, `格式不正确或长度超过${most}`)
    }
  }
}
