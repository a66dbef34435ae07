/** 网关: every call goes here, named by its method. */
export const ORIGIN = 'https://openapi.alipay.com'
export const GATEWAY = `${ORIGIN}/gateway.do`

/** Where bills lie (对账单下载地址). */
export const BILL_ORIGIN = 'https://dwbillcenter.alipay.com'

/** A call, as codes and messages name it. */
export type Call = 'pay' | 'micropay' | 'query' | 'close' | 'reverse' | 'refund' | 'queryRefund' | 'statement' | 'trust' | 'probe'

export type Method =
  | 'alipay.trade.page.pay'
  | 'alipay.trade.wap.pay'
  | 'alipay.trade.app.pay'
  | 'alipay.trade.precreate'
  | 'alipay.trade.create'
  | 'alipay.trade.pay'
  | 'alipay.trade.query'
  | 'alipay.trade.close'
  | 'alipay.trade.cancel'
  | 'alipay.trade.refund'
  | 'alipay.trade.fastpay.refund.query'
  | 'alipay.data.dataservice.bill.downloadurl.query'
  | 'alipay.open.app.alipaycert.download'
