/** What the gateway says to each of its codes. */
const MESSAGES = {
  '20000': 'Service Currently Unavailable',
  '20001': 'Insufficient Token Permissions',
  '40001': 'Missing Required Arguments',
  '40002': 'Invalid Arguments',
  '40004': 'Business Failed',
  '40005': 'Call Limited',
  '40006': 'Insufficient Permissions',
} as const

type GatewayCode = keyof typeof MESSAGES

/** What stands against a call before anybody looks at what it asks (公共错误码), with its own words. */
const GATEWAY = {
  'isp.unknow-error': ['20000', '系统繁忙'],
  'aop.invalid-app-auth-token': ['20001', '无效的应用授权令牌'],
  'aop.app-auth-token-time-out': ['20001', '应用授权令牌已过期'],
  'isv.missing-app-id': ['40001', '缺少应用ID参数'],
  'isv.missing-method': ['40001', '缺少方法名参数'],
  'isv.missing-signature': ['40001', '缺少签名参数'],
  'isv.missing-signature-type': ['40001', '缺少签名类型参数'],
  'isv.missing-timestamp': ['40001', '缺少时间戳参数'],
  'isv.missing-version': ['40001', '缺少版本参数'],
  'isv.decryption-error-missing-encrypt-type': ['40001', '解密出错，未指定加密算法'],
  'isv.invalid-app-id': ['40002', '无效的AppID参数'],
  'isv.invalid-method': ['40002', '不存在的方法名'],
  'isv.invalid-parameter': ['40002', '参数无效'],
  'isv.invalid-format': ['40002', '无效的数据格式'],
  'isv.invalid-charset': ['40002', '字符集错误'],
  'isv.invalid-timestamp': ['40002', '非法的时间戳参数'],
  'isv.invalid-signature-type': ['40002', '无效的签名类型'],
  'isv.invalid-signature': ['40002', '无效签名'],
  'isv.invalid-encrypt-type': ['40002', '无效的加密类型'],
  'isv.decryption-error-not-valid-encrypt-key': ['40002', '解密出错，不合法的加密密钥'],
  'isv.decryption-error-unknown': ['40002', '解密出错，未知异常'],
  'isv.illegal-json': ['40002', 'biz_content不是有效的JSON'],
  'isv.missing-app-cert-sn': ['40002', '缺少应用公钥证书序列号'],
  'isv.missing-alipay-root-cert-sn': ['40002', '缺少支付宝根证书序列号'],
  'isv.app-cert-not-exist': ['40002', '应用公钥证书不存在'],
  'isv.app-cert-expired': ['40002', '应用公钥证书已过期'],
  'isv.invalid-alipay-root-cert-sn': ['40002', '支付宝根证书序列号错误'],
  'isv.alipay-cert-not-exist': ['40002', '支付宝公钥证书不存在'],
  'isv.method-call-limited': ['40005', '接口调用次数超限'],
  'isv.self-invoke-forbidden': ['40006', '第三方应用不能自调用，请传入app_auth_token'],
} as const

/** What stands against what is asked (业务错误码), always under 40004. */
const BUSINESS = {
  'ACQ.SYSTEM_ERROR': '系统错误',
  'ACQ.INVALID_PARAMETER': '参数无效',
  'ACQ.TOTAL_FEE_EXCEED': '订单总金额不在允许范围内',
  'ACQ.CONTEXT_INCONSISTENT': '交易信息被篡改',
  'ACQ.TRADE_HAS_SUCCESS': '交易已被支付',
  'ACQ.TRADE_HAS_CLOSE': '交易已经关闭',
  'ACQ.TRADE_HAS_FINISHED': '交易已完结',
  'ACQ.TRADE_BUYER_NOT_MATCH': '交易买家不匹配',
  'ACQ.BUYER_SELLER_EQUAL': '买卖家不能相同',
  'ACQ.BUYER_NOT_EXIST': '买家不存在',
  'ACQ.APPLY_PC_MERCHANT_CODE_ERROR': '该订单已经申请过二维码',
  'ACQ.PAYMENT_AUTH_CODE_INVALID': '支付失败，获取顾客账户信息失败，请顾客刷新付款码后重新收款',
  'ACQ.BUYER_BALANCE_NOT_ENOUGH': '买家余额不足',
  'ACQ.PAYMENT_FAIL': '支付失败，请顾客刷新付款码后重新收款',
  'ACQ.INVALID_RECEIVE_ACCOUNT': '收款账户不支持',
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': '当前时间已超过允许支付的时间',
  'ACQ.SUB_GOODS_SIZE_MAX_COUNT': '子商品明细超长',
  'ACQ.TRADE_NOT_EXIST': '交易不存在',
  'ACQ.TRADE_STATUS_ERROR': '交易状态不合法',
  'ACQ.TRADE_NOT_ALLOW_REFUND': '当前交易不允许退款',
  'ACQ.REASON_TRADE_STATUS_INVALID': '交易状态异常',
  'ACQ.REASON_ILLEGAL_STATUS': '交易状态异常',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': '商户的支付宝账户中无足够的资金进行撤销或退款',
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': '退款金额超限',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': '退款金额无效',
  'ACQ.REFUND_FEE_ERROR': '交易退款金额有误',
  'ACQ.DISCORDANT_REPEAT_REQUEST': '请求信息不一致',
  'ACQ.REFUND_ACCOUNT_NOT_EXIST': '退款出资账号不存在或账号异常',
  'ACQ.CANCEL_NOT_ALLOWED': '该交易不支持撤销',
  'ACQ.TRADE_CANCEL_TIME_OUT': '超过撤销时间范围，请使用退款',
} as const

/** Of the bills, whose codes have no prefix. */
const BILLS = {
  NO_BILL_DATA: '账单数据不存在',
  BILL_NOT_EXIST: '账单不存在',
  TYPE_NOT_SUPPORTED: '账单类型不支持',
  BILL_DATE_BEFORE_REGISTRATION: '账单日期早于注册日期',
  INVAILID_ARGUMENTS: '入参不合法',
} as const

type BusinessCode = keyof typeof BUSINESS | keyof typeof BILLS
export type SubCode = keyof typeof GATEWAY | BusinessCode

function isBusiness(code: SubCode): code is BusinessCode {
  return code in BUSINESS || code in BILLS
}

function described(code: SubCode): readonly [GatewayCode, string] {
  return isBusiness(code) ? ['40004', { ...BUSINESS, ...BILLS }[code]] : GATEWAY[code]
}

/** The gateway says no. Whatever was asked for has not happened. */
export class Refusal extends Error {
  readonly code: GatewayCode
  readonly msg: string
  readonly subCode: SubCode

  /** `words` says what exactly, for whoever reads the answer. */
  constructor(subCode: SubCode, words?: string) {
    const [code, usual] = described(subCode)
    super(words ?? usual)
    this.name = 'Refusal'
    this.code = code
    this.msg = MESSAGES[code]
    this.subCode = subCode
  }
}

/** 参数无效: which one, and what was expected. */
export function invalid(field: string, expected: string): Refusal {
  return new Refusal('ACQ.INVALID_PARAMETER', `参数无效：${field}${expected}`)
}
