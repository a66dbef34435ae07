import { Refusal } from './errors.ts'
import type { Json } from './json.ts'
import { missing } from './parties.ts'

interface TextRule {
  readonly kind: 'text'
  readonly least: number
  readonly most: number
  readonly form?: RegExp
  readonly required: boolean
  readonly bytes?: true
}

interface FenRule {
  readonly kind: 'fen'
  readonly required: boolean
}

interface BooleanRule {
  readonly kind: 'boolean'
  readonly required: boolean
}

type Rule = TextRule | FenRule | BooleanRule

export type Rules = Readonly<Record<string, Rule>>

const needed = (most: number, form?: RegExp, least = 1): TextRule => ({
  kind: 'text',
  least,
  most,
  required: true,
  ...(form && { form }),
})
const perhaps = (most: number, form?: RegExp): TextRule => ({
  kind: 'text',
  least: 0,
  most,
  required: false,
  ...(form && { form }),
})
const neededFen: FenRule = { kind: 'fen', required: true }

const OUT_TRADE_NO = /^[0-9A-Za-z_\-|*]+$/
const OUT_REFUND_NO = /^[0-9A-Za-z_\-|*@]+$/
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

const GOODS: Rules = {
  description: needed(127, /\S/),
  out_trade_no: needed(32, OUT_TRADE_NO, 6),
  attach: perhaps(128),
  goods_tag: perhaps(32),
  'amount.total': neededFen,
  'amount.currency': perhaps(16, /^CNY$/),
  'detail.cost_price': { kind: 'fen', required: false },
  support_fapiao: { kind: 'boolean', required: false },
  'settle_info.profit_sharing': { kind: 'boolean', required: false },
}

/** 下单, in every scene. */
export const PREPAY: Rules = {
  ...GOODS,
  time_expire: perhaps(64, RFC3339),
  notify_url: needed(255),
  'payer.openid': perhaps(128),
  'payer.sp_openid': perhaps(128),
  'payer.sub_openid': perhaps(128),
  'scene_info.payer_client_ip': perhaps(45, /^[0-9A-Fa-f.:]+$/),
}

/** H5下单. */
export const H5: Rules = {
  ...PREPAY,
  'scene_info.payer_client_ip': needed(45, /^[0-9A-Fa-f.:]+$/),
  'scene_info.h5_info.type': needed(32, /^(?:iOS|Android|Wap)$/),
}

/** 付款码支付. */
export const CODEPAY: Rules = { ...GOODS, 'payer.auth_code': needed(32), 'scene_info.device_id': perhaps(32) }

/** 申请退款. */
export const REFUND: Rules = {
  out_refund_no: needed(64, OUT_REFUND_NO),
  out_trade_no: perhaps(32, OUT_TRADE_NO),
  transaction_id: perhaps(32),
  reason: { kind: 'text', least: 0, most: 80, required: false, bytes: true },
  notify_url: perhaps(256),
  funds_account: perhaps(32, /^(?:AVAILABLE|UNSETTLED)$/),
  'amount.refund': neededFen,
  'amount.total': neededFen,
  'amount.currency': needed(16, /^CNY$/),
}

/** 发起异常退款. */
export const ABNORMAL: Rules = {
  out_refund_no: needed(64, OUT_REFUND_NO),
  type: needed(32, /^(?:USER|MERCHANT)_BANK_CARD$/),
  bank_type: perhaps(16),
  bank_account: perhaps(1024),
  real_name: perhaps(1024),
}

/** Throws a `Refusal` for the first field that is not as it must be. Fields that no rule names are let through. */
export function check(fields: ReadonlyMap<string, Json>, rules: Rules): void {
  for (const [name, rule] of Object.entries(rules)) {
    const value = fields.get(name)
    if (value === undefined || value === '') {
      if (rule.required) throw missing(name)
    } else if (!fits(value, rule)) {
      throw new Refusal('PARAM_ERROR', `输入源“/body/${name.replaceAll('.', '/')}”的值不符合规则`, {
        field: `/body/${name}`,
        issue: 'invalid value',
        location: 'body',
      })
    }
  }
}

function fits(value: Json, rule: Rule): boolean {
  if (rule.kind === 'boolean') return typeof value === 'boolean'
  if (rule.kind === 'fen') return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
  if (typeof value !== 'string') return false
  const { least, most, form, bytes } = rule
  const length = bytes ? Buffer.byteLength(value) : value.length
  return length >= least && length <= most && (form?.test(value) ?? true)
}
