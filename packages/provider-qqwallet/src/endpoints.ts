/** Calls without and with client certificate (双向证书) have hosts of their own. */
export const PLAIN_ORIGIN = 'https://qpay.qq.com'
export const MUTUAL_ORIGIN = 'https://api.qpay.qq.com'

/** The calls that this plugin makes. */
export type Call =
  | 'pay'
  | 'micropay'
  | 'query'
  | 'refund'
  | 'close'
  | 'reverse'
  | 'queryRefund'
  | 'statement'
  | 'fundStatement'
  | 'probe'

export interface Endpoint {
  readonly url: string
  readonly effect: 'read' | 'write'
  readonly identity?: 'merchant'
}

const PAY = '/cgi-bin/pay'
const DOWNLOAD = '/cgi-bin/sp_download'
const ORDER_QUERY: Endpoint = { url: `${PLAIN_ORIGIN}${PAY}/qpay_order_query.cgi`, effect: 'read' }

/** Where each call goes. 统一下单 · 付款码支付 · 订单查询 · 申请退款 · 关闭订单 · 撤销订单 · 退款查询 · 交易账单 · 资金账单 */
export const ENDPOINTS: Readonly<Record<Call, Endpoint>> = {
  pay: { url: `${PLAIN_ORIGIN}${PAY}/qpay_unified_order.cgi`, effect: 'write' },
  micropay: { url: `${PLAIN_ORIGIN}${PAY}/qpay_micro_pay.cgi`, effect: 'write' },
  query: ORDER_QUERY,
  refund: { url: `${MUTUAL_ORIGIN}${PAY}/qpay_refund.cgi`, effect: 'write', identity: 'merchant' },
  close: { url: `${PLAIN_ORIGIN}${PAY}/qpay_close_order.cgi`, effect: 'write' },
  reverse: { url: `${MUTUAL_ORIGIN}${PAY}/qpay_reverse.cgi`, effect: 'write', identity: 'merchant' },
  queryRefund: { url: `${PLAIN_ORIGIN}${PAY}/qpay_refund_query.cgi`, effect: 'read' },
  statement: { url: `${PLAIN_ORIGIN}${DOWNLOAD}/qpay_mch_statement_down.cgi`, effect: 'read' },
  fundStatement: { url: `${PLAIN_ORIGIN}${DOWNLOAD}/qpay_mch_acc_roll.cgi`, effect: 'read' },
  probe: ORDER_QUERY,
}
