import type { Instant } from '@tpkit/core'
import { checkInstant, checkOneOf, checkText, given, invalid } from '@tpkit/core/provider'
import { toBeijing } from '@tpkit/wire'
import type { Account, RefundAccount } from './config.ts'
import type { QQWalletScene } from './manifest.ts'
import type { OwnFields } from './request.ts'
import { hidesField } from './signature.ts'

/** 指定支付方式. Which ways of paying the payer may use; the letter case matters. */
export type LimitPay = 'no_balance' | 'no_credit' | 'no_debit' | 'balance_only' | 'debit_only' | 'NoBindNoBalan'

/** Which lines of the trade statement: all, payments, refunds, refunds out of the cash account. */
export type BillType = 'ALL' | 'SUCCESS' | 'REFUND' | 'RECHAR'

/** 现金账户 · 营销账户. */
export type AccountType = 'CASH' | 'MARKETING'

/** What only QQ Wallet knows: `extra: { qqwallet: { limitPay: 'no_credit' } }`. Each call takes its own names and no others. */
export interface QQWalletExtra {
  /** 优惠标记 (pay). `sale_tag=…` or `level_tag=…&sale_tag=…`, at most 128 characters; sent as it is given. */
  readonly promotionTag?: string
  /** Pay. */
  readonly limitPay?: LimitPay
  /** 终端设备号 (pay). At most 32 characters; in scene `micropay` the command's `deviceId` says the same. */
  readonly deviceInfo?: string
  /** 交易起始时间 (pay, but not micropay). Give the stored moment, not "now": a repeated number must repeat every field. */
  readonly startedAt?: Instant
  /** 签约协议号 (pay, but not micropay): signs a deduction agreement (代扣) while paying. */
  readonly contractCode?: string
  /** 小程序跳转参数 (pay, `mini`). JSON, sent as it is given. */
  readonly miniAppParam?: string
  /** QQ 公众号 (pay, `jsapi` and `app`): the number of a public account to follow. Launch parameters only. */
  readonly pubAcc?: string
  /** 关注提示 (pay, `jsapi` and `app`): the words beside it. Launch parameters only. */
  readonly pubAccHint?: string
  /** Refund: overrides the account's `refundAccount`. */
  readonly refundAccount?: RefundAccount
  /** Statement of kind `trade`. Default `ALL`. */
  readonly billType?: BillType
  /** Statement of kind `fund`. Default `CASH`. */
  readonly accountType?: AccountType
}

declare module '@tpkit/core' {
  interface Extras {
    readonly qqwallet?: QQWalletExtra
  }
}

type Name = keyof QQWalletExtra

const LIMIT_PAY: readonly LimitPay[] = ['no_balance', 'no_credit', 'no_debit', 'balance_only', 'debit_only', 'NoBindNoBalan']
const BILL_TYPES: readonly BillType[] = ['ALL', 'SUCCESS', 'REFUND', 'RECHAR']
const ACCOUNT_TYPES: readonly AccountType[] = ['CASH', 'MARKETING']
export const REFUND_ACCOUNTS: readonly RefundAccount[] = ['REFUND_SOURCE_UNSETTLED_FUNDS', 'REFUND_SOURCE_RECHARGE_FUNDS']

const COUNTER: readonly Name[] = ['promotionTag', 'limitPay', 'deviceInfo']
const PREPARED: readonly Name[] = [...COUNTER, 'startedAt', 'contractCode']
const ORDER_NAMES: Readonly<Record<QQWalletScene, readonly Name[]>> = {
  native: PREPARED,
  jsapi: [...PREPARED, 'pubAcc', 'pubAccHint'],
  app: [...PREPARED, 'pubAcc', 'pubAccHint'],
  mini: [...PREPARED, 'miniAppParam'],
  micropay: COUNTER,
}

/** The order fields behind `extra.qqwallet`; throws `INVALID`. */
export function orderExtra(scene: QQWalletScene, extra: QQWalletExtra = {}, { doubts }: Account): OwnFields {
  checkNames(extra, ORDER_NAMES[scene])
  const text = (name: Name, most: number) => (value: string) => checkText(path(name), value, most, doubts)
  return {
    promotion_tag: given(extra.promotionTag, text('promotionTag', 128)),
    limit_pay: given(extra.limitPay, (words) => checkOneOf(path('limitPay'), words, LIMIT_PAY)),
    device_info: given(extra.deviceInfo, (device) => checkDevice(path('deviceInfo'), device, doubts)),
    contract_code: given(extra.contractCode, text('contractCode', doubts.contractCodeLength)),
    mini_app_param: given(extra.miniAppParam, (param) => checkJson(path('miniAppParam'), text('miniAppParam', 1_024)(param))),
    time_start: given(extra.startedAt, (instant) => toBeijing(checkInstant(path('startedAt'), instant))),
  }
}

/**
 * 终端设备号. The wallet gives it back in signed answers, where it must not look like a field, and in statements, where it
 * stands left of the amounts and a comma would look like the end of a value.
 */
export function checkDevice(field: string, value: unknown, doubts: Account['doubts']): string {
  const device = checkText(field, value, 32, doubts)
  if (/[,`]/.test(device) || hidesField(device)) throw invalid(field, 'no comma, back-tick or &name=', device, 'choose another')
  return device
}

/** What the launch parameters say of a public account; empty where nothing is said. */
export function publicAccount(
  extra: QQWalletExtra = {},
  { doubts }: Account,
): { readonly pubAcc: string; readonly pubAccHint: string } {
  return {
    pubAcc: given(extra.pubAcc, checkPublicAccount) ?? '',
    pubAccHint: given(extra.pubAccHint, (hint) => checkText(path('pubAccHint'), hint, 128, doubts)) ?? '',
  }
}

/** The refund account that the command or the account names; throws `INVALID`. */
export function refundAccount(extra: QQWalletExtra = {}, usual: RefundAccount | undefined): RefundAccount | undefined {
  checkNames(extra, ['refundAccount'])
  return given(extra.refundAccount, (account) => checkOneOf(path('refundAccount'), account, REFUND_ACCOUNTS)) ?? usual
}

/** Throws `INVALID`. */
export function billType(extra: QQWalletExtra = {}): BillType {
  checkNames(extra, ['billType'])
  return checkOneOf(path('billType'), extra.billType ?? 'ALL', BILL_TYPES)
}

/** Throws `INVALID`. */
export function accountType(extra: QQWalletExtra = {}): AccountType {
  checkNames(extra, ['accountType'])
  return checkOneOf(path('accountType'), extra.accountType ?? 'CASH', ACCOUNT_TYPES)
}

/** A misspelt extra would be left out in silence. */
function checkNames(extra: QQWalletExtra, known: readonly Name[]): void {
  if (typeof extra !== 'object' || extra === null) throw invalid('extra.qqwallet', 'an object', extra)
  const unknown = Object.keys(extra).find((key) => !known.some((name) => name === key))
  if (unknown !== undefined) throw invalid('extra.qqwallet', `only ${known.join(', ')} for this call`, unknown, 'take it out')
}

/** It is signed among `name=value` pairs that nothing escapes. */
function checkPublicAccount(value: string): string {
  if (typeof value === 'string' && value.length <= 64 && /^[0-9A-Za-z_.@-]*$/.test(value)) return value
  throw invalid(path('pubAcc'), 'up to 64 digits, letters or _.@-', value)
}

function checkJson(field: string, text: string): string {
  try {
    JSON.parse(text)
    return text
  } catch {
    throw invalid(field, 'JSON text', text)
  }
}

function path(name: Name): string {
  return `extra.qqwallet.${name}`
}
