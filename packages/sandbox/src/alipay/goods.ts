import type { Order } from '../books/books.ts'
import { invalid, Refusal } from './errors.ts'
import { fen, type Origin, parameter, text } from './origin.ts'
import { check, GOODS } from './rules.ts'
import type { Settings } from './settings.ts'

/** What is to be paid for. */
export interface Goods extends Pick<Order, 'outTradeNo' | 'subject' | 'totalFee'> {}

/** 产品码: which ones a method takes, and whether it must be said. */
export interface Products {
  readonly codes: readonly string[]
  readonly demanded?: true
}

const MOST_FEN = 10_000_000_000n
const MOST_GOODS = 150

/** Reads and checks what every call says that makes a trade. Throws a `Refusal`. */
export function goodsOf(settings: Settings, origin: Origin, { codes, demanded }: Products): Goods {
  check(origin, GOODS)
  const product = text(origin, 'product_code')
  if (product === undefined ? demanded : !codes.includes(product)) throw invalid('product_code', `应为${codes.join('或')}`)
  checkAddress('notify_url', parameter(origin, 'notify_url'), settings)
  checkSeller(origin)
  checkChoices(origin)
  const subject = text(origin, 'subject') ?? ''
  if (settings.strictSubject && /[/=&]/.test(subject)) throw invalid('subject', '不能包含特殊字符/、=、&')
  return { outTradeNo: text(origin, 'out_trade_no') ?? '', subject, totalFee: totalOf(origin) }
}

function totalOf(origin: Origin): bigint {
  const total = fen(origin, 'total_amount')
  if (total === undefined) throw invalid('total_amount', '不能为空，单位为元，最多两位小数')
  if (total <= 0n || total > MOST_FEN) throw new Refusal('ACQ.TOTAL_FEE_EXCEED')
  const [open, closed] = [fen(origin, 'discountable_amount'), fen(origin, 'undiscountable_amount')]
  if (open !== undefined && closed !== undefined && open + closed !== total)
    throw invalid('total_amount', '应等于可打折金额与不可打折金额之和')
  return total
}

function checkSeller(origin: Origin): void {
  const seller = text(origin, 'seller_id')
  if (seller !== undefined && seller !== origin.payee.party.mchId) throw new Refusal('ACQ.INVALID_RECEIVE_ACCOUNT')
}

function checkChoices(origin: Origin): void {
  const goods = origin.fields.get('goods_detail')
  if (Array.isArray(goods) && goods.length > MOST_GOODS) throw new Refusal('ACQ.SUB_GOODS_SIZE_MAX_COUNT')
  if (origin.fields.has('enable_pay_channels') && origin.fields.has('disable_pay_channels'))
    throw invalid('enable_pay_channels', '与disable_pay_channels互斥')
}

/** A full address with either scheme; a public one only where the wallet is strict. */
export function checkAddress(name: string, found: string | undefined, { strictNotifyUrl }: Settings): void {
  if (found === undefined || (isAddress(found) && found.length <= 256 && !(strictNotifyUrl && isPrivate(found)))) return
  throw new Refusal('isv.invalid-parameter', `参数无效：${name}应为外网可访问的http或https完整地址，长度不超过256`)
}

export function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s\ud800-\udfff]+$/i.test(text) && URL.canParse(text)
}

function isPrivate(address: string): boolean {
  return /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[)/.test(new URL(address).hostname)
}
