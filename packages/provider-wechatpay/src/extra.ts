import { tpError } from '@tpkit/core/errors'
import { checkOneOf, given, invalid } from '@tpkit/core/provider'
import { checkJson, checkWords } from './checks.ts'
import type { WeChatPayScene } from './manifest.ts'

/** Which lines of a bill: all, payments, refunds. */
export type BillType = 'ALL' | 'SUCCESS' | 'REFUND'

/** 基本账户 · 运营账户 · 手续费账户. */
export type FundAccount = 'BASIC' | 'OPERATION' | 'FEES'

/** 异常退款: where the money of a refund goes whose card is void. */
export interface AbnormalRefund {
  /** The wallet's number of the refund. */
  readonly refundId: string
  /** 退款至用户银行卡 · 退款至商户银行卡. */
  readonly type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD'
  /** 开户银行 of the payer's card, such as `ICBC_DEBIT`; with `bankAccount` and `realName`. */
  readonly bankType?: string
  /** 收款银行卡号. Travels sealed (RSA-OAEP) and is never written down. */
  readonly bankAccount?: string
  /** 收款用户姓名. Travels sealed. */
  readonly realName?: string
}

/** What only WeChat Pay knows: `extra: { wechatpay: { goodsTag: 'WXG' } }`. Each call takes its own names and no others. */
export interface WeChatPayExtra {
  /** 订单优惠标记 (pay). At most 32 characters. */
  readonly goodsTag?: string
  /** 电子发票入口 (pay). */
  readonly supportFapiao?: boolean
  /** 是否分账 (pay): the money is frozen to be shared. */
  readonly profitSharing?: boolean
  /** 优惠功能 (pay): `cost_price`, `invoice_id`, `goods_detail`, as the page names them; sent as it is given. */
  readonly detail?: object
  /** 商户门店信息 (pay): `id`, `name`, `area_code`, `address`, as the page names them. */
  readonly storeInfo?: object
  /** H5 only: `app_name`, `app_url`, `bundle_id`, `package_name` beside the type. */
  readonly h5Info?: object
  /** 退款资金来源 (refund): out of the available balance, where the account knows several. */
  readonly fundsAccount?: 'AVAILABLE' | 'UNSETTLED'
  /** 异常退款 (refund): the command repeats the number of a refund that is ABNORMAL, and says here where its money goes. */
  readonly abnormal?: AbnormalRefund
  /** Statement of kind `trade`. Default `ALL`. */
  readonly billType?: BillType
  /** Statement of kind `fund`. Default `BASIC`. */
  readonly fundAccount?: FundAccount
}

declare module '@tpkit/core' {
  interface Extras {
    readonly wechatpay?: WeChatPayExtra
  }
}

type Name = keyof WeChatPayExtra

const ORDER: readonly Name[] = ['goodsTag', 'supportFapiao', 'profitSharing', 'detail', 'storeInfo']
const BILL_TYPES: readonly BillType[] = ['ALL', 'SUCCESS', 'REFUND']
const FUND_ACCOUNTS: readonly FundAccount[] = ['BASIC', 'OPERATION', 'FEES']

/** The order fields behind `extra.wechatpay`; throws `INVALID`. */
export function orderExtra(scene: WeChatPayScene, extra: WeChatPayExtra = {}) {
  checkNames(extra, scene === 'h5' ? [...ORDER, 'h5Info'] : ORDER)
  const { goodsTag, supportFapiao, profitSharing, detail, storeInfo, h5Info } = extra
  return {
    goods_tag: given(goodsTag, (tag) => checkWords(path('goodsTag'), tag, 32)),
    support_fapiao: given(supportFapiao, (yes) => checkBoolean('supportFapiao', yes)),
    settle_info: given(profitSharing, (yes) => ({ profit_sharing: checkBoolean('profitSharing', yes) })),
    detail: given(detail, (value) => checkJson(path('detail'), value)),
    storeInfo: given(storeInfo, (value) => checkJson(path('storeInfo'), value)),
    h5Info: given(h5Info, (value) => checkJson(path('h5Info'), value)),
  }
}

/** Throws `INVALID`. */
export function refundExtra(extra: WeChatPayExtra = {}): Pick<WeChatPayExtra, 'fundsAccount' | 'abnormal'> {
  checkNames(extra, ['fundsAccount', 'abnormal'])
  const { fundsAccount, abnormal } = extra
  if (fundsAccount !== undefined) checkOneOf(path('fundsAccount'), fundsAccount, ['AVAILABLE', 'UNSETTLED'])
  if (abnormal !== undefined) checkAbnormal(abnormal)
  return extra
}

/** What goes to the payer's card must say which; none of it is shown. */
function checkAbnormal(abnormal: AbnormalRefund): void {
  if (typeof abnormal !== 'object' || abnormal === null) throw invalid(path('abnormal'), 'an object', abnormal)
  const { refundId, type, bankType, bankAccount, realName } = abnormal
  if (typeof refundId !== 'string' || !/^[0-9A-Za-z_-]{1,32}$/.test(refundId))
    throw invalid(`${path('abnormal')}.refundId`, "the wallet's number of the refund", refundId)
  checkOneOf(`${path('abnormal')}.type`, type, ['USER_BANK_CARD', 'MERCHANT_BANK_CARD'])
  const card = [bankType, bankAccount, realName]
  const complete = card.every((value) => typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= 200)
  if (type === 'USER_BANK_CARD' ? complete : card.every((value) => value === undefined)) return
  const expected = 'bankType, bankAccount and realName for USER_BANK_CARD, and none of them for MERCHANT_BANK_CARD'
  throw tpError('INVALID', `${path('abnormal')}: expected ${expected}, found another set of them; they go to the payer's bank`)
}

/** Throws `INVALID`. */
export function billType(extra: WeChatPayExtra = {}): BillType {
  checkNames(extra, ['billType'])
  return checkOneOf(path('billType'), extra.billType ?? 'ALL', BILL_TYPES)
}

/** Throws `INVALID`. */
export function fundAccount(extra: WeChatPayExtra = {}): FundAccount {
  checkNames(extra, ['fundAccount'])
  return checkOneOf(path('fundAccount'), extra.fundAccount ?? 'BASIC', FUND_ACCOUNTS)
}

/** A misspelt extra would be left out in silence. */
function checkNames(extra: WeChatPayExtra, known: readonly Name[]): void {
  if (typeof extra !== 'object' || extra === null) throw invalid('extra.wechatpay', 'an object', extra)
  const unknown = Object.keys(extra).find((key) => !known.some((name) => name === key))
  if (unknown !== undefined) throw invalid('extra.wechatpay', `only ${known.join(', ')} for this call`, unknown, 'take it out')
}

function checkBoolean(name: Name, value: unknown): boolean {
  if (typeof value === 'boolean') return value
  throw invalid(path(name), 'true or false', value)
}

function path(name: Name): string {
  return `extra.wechatpay.${name}`
}
