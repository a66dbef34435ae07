/** Calls without and with client certificate (双向证书) have hosts of their own. */
export const PLAIN_ORIGIN = 'https://qpay.qq.com'
export const MUTUAL_ORIGIN = 'https://api.qpay.qq.com'

/** The calls that this plugin makes. */
export type Call = 'pay' | 'query' | 'refund' | 'close' | 'queryRefund'

export interface Endpoint {
  readonly url: string
  readonly effect: 'read' | 'write'
  readonly identity?: 'merchant'
}

/** Where each call goes. 统一下单 · 订单查询 · 申请退款 · 关闭订单 · 退款查询 */
export const ENDPOINTS: Readonly<Record<Call, Endpoint>> = {
  pay: { url: `${PLAIN_ORIGIN}/cgi-bin/pay/qpay_unified_order.cgi`, effect: 'write' },
  query: { url: `${PLAIN_ORIGIN}/cgi-bin/pay/qpay_order_query.cgi`, effect: 'read' },
  refund: { url: `${MUTUAL_ORIGIN}/cgi-bin/pay/qpay_refund.cgi`, effect: 'write', identity: 'merchant' },
  close: { url: `${PLAIN_ORIGIN}/cgi-bin/pay/qpay_close_order.cgi`, effect: 'write' },
  queryRefund: { url: `${PLAIN_ORIGIN}/cgi-bin/pay/qpay_refund_query.cgi`, effect: 'read' },
}
