import { checkOneOf, given, invalid } from '@tpkit/core/provider'
import { checkAddress, checkBody, checkJson, checkWords } from './checks.ts'
import type { Doubts } from './doubts.ts'
import type { AlipayScene } from './manifest.ts'

/** What only Alipay knows: `extra: { alipay: { storeId: 'S1' } }`. Each call and scene takes its own names and no others. */
export interface AlipayExtra {
  /** 商品描述 (pay). At most 128 characters, none of `/ = &`. */
  readonly body?: string
  /** 产品码 (pay), where it differs from that of the scene. */
  readonly productCode?: string
  /** 商品列表 (pay): `goods_id`, `goods_name`, `quantity`, `price` … as the page names them, 150 at most; sent as it is given. */
  readonly goodsDetail?: readonly object[]
  /** 业务扩展参数 (pay): `sys_service_provider_id`, `hb_fq_num`, `hb_fq_seller_percent` … as the page names them. */
  readonly extendParams?: object
  /** 商户业务信息 (pay), as the page names it; `payerIp` of the command is added to it. */
  readonly businessParams?: object
  /** 商户原始订单号 (pay), at most 32 characters. */
  readonly merchantOrderNo?: string
  /** 商户门店编号 (pay, refund). */
  readonly storeId?: string
  /** 商户操作员编号 (native, micropay, mini, jsapi; refund). */
  readonly operatorId?: string
  /** 商户机具终端编号 (native, micropay, mini, jsapi; refund); `deviceId` of the command goes before. */
  readonly terminalId?: string
  /** 支付宝店铺编号 (native, micropay, mini, jsapi). */
  readonly alipayStoreId?: string
  /** 可用渠道 (all but micropay); not together with the next. */
  readonly enablePayChannels?: readonly string[]
  /** 禁用渠道 (pay). */
  readonly disablePayChannels?: readonly string[]
  /** 商品主类型 (page, h5, app): 虚拟 0, 实物 1. */
  readonly goodsType?: '0' | '1'
  /** 用户付款中途退出返回地址 (h5). */
  readonly quitUrl?: string
  /** PC扫码支付的方式 (page). */
  readonly qrPayMode?: '0' | '1' | '2' | '3' | '4'
  /** 二维码宽度 (page), with `qrPayMode` 4. */
  readonly qrcodeWidth?: number
  /** 页面集成方式 (page). */
  readonly integrationType?: 'PCWEB' | 'ALIAPP'
  /** 二维码有效期 (native), such as `90m`: shorter than the two hours that a code lives anyway. */
  readonly qrCodeTimeoutExpress?: string
  /** 小程序 APPID (mini, jsapi), where it differs from the account's. */
  readonly opAppId?: string
  /** 退款商品 (refund): `goods_id`, `refund_amount` … as the page names them. */
  readonly refundGoodsDetail?: readonly object[]
}

declare module '@tpkit/core' {
  interface Extras {
    readonly alipay?: AlipayExtra
  }
}

type Name = keyof AlipayExtra

const ALL: readonly AlipayScene[] = ['page', 'h5', 'app', 'native', 'micropay', 'mini', 'jsapi']
const SERVED: readonly AlipayScene[] = ['native', 'micropay', 'mini', 'jsapi']

/** Where each name is documented; undocumented fields may be "intercepted" by the wallet. */
const SCENES: Readonly<Record<Exclude<Name, 'refundGoodsDetail'>, readonly AlipayScene[]>> = {
  body: ALL,
  productCode: ALL,
  goodsDetail: ALL,
  extendParams: ALL,
  businessParams: ALL,
  merchantOrderNo: ALL,
  storeId: ALL,
  operatorId: SERVED,
  terminalId: SERVED,
  alipayStoreId: SERVED,
  enablePayChannels: ALL.filter((scene) => scene !== 'micropay'),
  disablePayChannels: ALL,
  goodsType: ['page', 'h5', 'app'],
  quitUrl: ['h5'],
  qrPayMode: ['page'],
  qrcodeWidth: ['page'],
  integrationType: ['page'],
  qrCodeTimeoutExpress: ['native'],
  opAppId: ['mini', 'jsapi'],
}

const REFUND: readonly Name[] = ['refundGoodsDetail', 'storeId', 'operatorId', 'terminalId']

/** The order fields behind `extra.alipay`; throws `INVALID`. */
export function orderExtra(scene: AlipayScene, extra: AlipayExtra = {}, doubts: Doubts) {
  checkNames(
    extra,
    Object.entries(SCENES).flatMap(([name, scenes]) => (scenes.includes(scene) ? [name] : [])),
  )
  if (extra.enablePayChannels && extra.disablePayChannels)
    throw invalid(path('enablePayChannels'), 'one of enablePayChannels and disablePayChannels', 'both', 'take one out')
  return {
    body: given(extra.body, (text) => checkBody(path('body'), text, doubts)),
    product_code: given(extra.productCode, (code) => checkForm('productCode', code, /^[0-9A-Z_]{1,64}$/)),
    goods_detail: given(extra.goodsDetail, (list) => checkList('goodsDetail', list)),
    extend_params: given(extra.extendParams, (value) => checkJson(path('extendParams'), value)),
    business_params: given(extra.businessParams, (value) => checkJson(path('businessParams'), value)),
    merchant_order_no: given(extra.merchantOrderNo, (text) => checkWords(path('merchantOrderNo'), text, 32)),
    ...places(extra),
    alipay_store_id: given(extra.alipayStoreId, (text) => checkWords(path('alipayStoreId'), text, 32)),
    enable_pay_channels: given(extra.enablePayChannels, (list) => channels('enablePayChannels', list)),
    disable_pay_channels: given(extra.disablePayChannels, (list) => channels('disablePayChannels', list)),
    ...sceneFields(extra),
  }
}

function sceneFields(extra: AlipayExtra) {
  const { goodsType, quitUrl, qrPayMode, qrcodeWidth, integrationType, qrCodeTimeoutExpress, opAppId } = extra
  return {
    goods_type: given(goodsType, (word) => checkOneOf(path('goodsType'), word, ['0', '1'])),
    quit_url: given(quitUrl, (url) => checkAddress(path('quitUrl'), url, 400)),
    qr_pay_mode: given(qrPayMode, (word) => checkOneOf(path('qrPayMode'), word, ['0', '1', '2', '3', '4'])),
    qrcode_width: given(qrcodeWidth, checkWidth),
    integration_type: given(integrationType, (word) => checkOneOf(path('integrationType'), word, ['PCWEB', 'ALIAPP'])),
    qr_code_timeout_express: given(qrCodeTimeoutExpress, (text) => checkForm('qrCodeTimeoutExpress', text, /^[0-9]{1,4}m$/)),
    op_app_id: given(opAppId, (text) => checkForm('opAppId', text, /^[0-9]{10,32}$/)),
  }
}

/** Throws `INVALID`. */
export function refundExtra(extra: AlipayExtra = {}) {
  checkNames(extra, REFUND)
  return {
    ...places(extra),
    refund_goods_detail: given(extra.refundGoodsDetail, (list) => checkList('refundGoodsDetail', list)),
  }
}

function places({ storeId, operatorId, terminalId }: AlipayExtra) {
  return {
    store_id: given(storeId, (text) => checkWords(path('storeId'), text, 32)),
    operator_id: given(operatorId, (text) => checkWords(path('operatorId'), text, 28)),
    terminal_id: given(terminalId, (text) => checkWords(path('terminalId'), text, 32)),
  }
}

/** A misspelt extra would be left out in silence. */
function checkNames(extra: AlipayExtra, known: readonly string[]): void {
  if (typeof extra !== 'object' || extra === null) throw invalid('extra.alipay', 'an object', extra)
  const unknown = Object.keys(extra).find((key) => !known.includes(key))
  if (unknown !== undefined) throw invalid('extra.alipay', `only ${known.join(', ')} for this call`, unknown, 'take it out')
}

function checkList(name: Name, list: readonly object[]): readonly object[] {
  if (Array.isArray(list) && list.length > 0 && list.length <= 150) return checkJson(path(name), list)
  throw invalid(path(name), 'a list of 1 to 150 objects', Array.isArray(list) ? `${list.length}` : list)
}

function channels(name: Name, list: readonly string[]): string {
  const joined = Array.isArray(list) ? list.join(',') : ''
  return checkForm(name, joined, /^[0-9A-Za-z_]+(?:,[0-9A-Za-z_]+)*$/, 128)
}

function checkForm(name: Name, value: unknown, form: RegExp, most = 64): string {
  if (typeof value === 'string' && value.length <= most && form.test(value)) return value
  throw invalid(path(name), `text of the form ${form.source}, ${most} characters at most`, value)
}

function checkWidth(value: number): string {
  if (Number.isSafeInteger(value) && value > 0 && value <= 9_999) return `${value}`
  throw invalid(path('qrcodeWidth'), 'a whole number of 1 to 9999', value)
}

function path(name: Name): string {
  return `extra.alipay.${name}`
}
