/** The wallet's error codes (`err_code`) and its own words for them. */
const TEXTS = {
  REQUIRE_POST_METHOD: '请使用POST方法',
  POST_DATA_EMPTY: 'POST数据为空',
  NOT_UTF8: '编码格式错误，请使用UTF-8',
  XML_FORMAT_ERROR: 'XML格式错误',
  MCHID_NOT_EXIST: '商户号不存在',
  SIGNERROR: '签名失败',
  APPID_MCHID_NOT_MATCH: 'appid和mch_id不匹配',
  LACK_PARAMS: '缺少参数',
  PARAM_ERROR: '参数错误',
  NOAUTH: '无权限',
  OUT_TRADE_NO_USED: '商户订单号重复',
  ORDERPAID: '订单已支付',
  ORDERCLOSED: '订单已关闭',
  ORDERNOTEXIST: '此交易订单号不存在',
  INVALID_TRANSACTIONID: '无效的transaction_id或订单未支付',
  NOTENOUGH: '商户可用退款余额不足',
} as const

export type ErrorCode = keyof typeof TEXTS

/** The wallet says no. Nothing has changed in its books. */
export class Refusal extends Error {
  readonly code: ErrorCode

  /** `detail` says what exactly, for whoever reads the answer. */
  constructor(code: ErrorCode, detail?: string) {
    super(detail ? `${TEXTS[code]}: ${detail}` : TEXTS[code])
    this.name = 'Refusal'
    this.code = code
  }
}
