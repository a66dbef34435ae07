/** What is asked, whoever asks. */
export interface Question {
  readonly method: string
  /** 公共参数 beside those of every call. */
  readonly says: Readonly<Record<string, string>>
  readonly biz: Values
}

export type Values = Readonly<Record<string, unknown>>

function question(method: string, biz: Values, says: Question['says'] = {}): Question {
  return { method, biz, says }
}

const NOTIFY = { notify_url: 'http://127.0.0.1:9/notify' } as const
const GOODS: Values = { out_trade_no: 'T_10001', total_amount: '19.90', subject: '天虹南山店 超市' }

/** A value of undefined leaves a member out. */
export const precreate = (biz: Values = {}, says: Question['says'] = NOTIFY): Question =>
  question('alipay.trade.precreate', { ...GOODS, ...biz }, says)

export const create = (biz: Values = {}, says: Question['says'] = NOTIFY): Question =>
  question('alipay.trade.create', { ...GOODS, buyer_id: '2088000000000777', ...biz }, says)

export const codepay = (code: string, biz: Values = {}, says: Question['says'] = NOTIFY): Question =>
  question('alipay.trade.pay', { ...GOODS, scene: 'bar_code', auth_code: code, ...biz }, says)

const RETURN = { ...NOTIFY, return_url: 'http://127.0.0.1:9/return?shop=7' } as const

export const page = (biz: Values = {}, says: Question['says'] = RETURN): Question =>
  question('alipay.trade.page.pay', { ...GOODS, product_code: 'FAST_INSTANT_TRADE_PAY', ...biz }, says)

export const wap = (biz: Values = {}, says: Question['says'] = RETURN): Question =>
  question('alipay.trade.wap.pay', { ...GOODS, product_code: 'QUICK_WAP_WAY', ...biz }, says)

export const app = (biz: Values = {}, says: Question['says'] = NOTIFY): Question =>
  question('alipay.trade.app.pay', { ...GOODS, product_code: 'QUICK_MSECURITY_PAY', ...biz }, says)

export const query = (biz: Values = {}): Question => question('alipay.trade.query', { out_trade_no: 'T_10001', ...biz })
export const close = (biz: Values = {}, says: Question['says'] = {}): Question =>
  question('alipay.trade.close', { out_trade_no: 'T_10001', ...biz }, says)
export const cancel = (biz: Values = {}): Question => question('alipay.trade.cancel', { out_trade_no: 'T_10001', ...biz })

/** 退款, of 5.00 yuan. */
export const refund = (biz: Values = {}): Question =>
  question('alipay.trade.refund', { out_trade_no: 'T_10001', out_request_no: 'R_1', refund_amount: '5.00', ...biz })

export const refundQuery = (biz: Values = {}): Question =>
  question('alipay.trade.fastpay.refund.query', { out_trade_no: 'T_10001', out_request_no: 'R_1', ...biz })

export const certificate = (sn: string): Question => question('alipay.open.app.alipaycert.download', { alipay_cert_sn: sn })

export const bill = (biz: Values): Question => question('alipay.data.dataservice.bill.downloadurl.query', biz)

export const other = (method: string, biz: Values = {}): Question => question(method, biz)
