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
  SYSTEMERROR: '系统错误',
  OUT_TRADE_NO_USED: '商户订单号重复',
  ORDERPAID: '订单已支付',
  ORDERCLOSED: '订单已关闭',
  ORDERNOTEXIST: '此交易订单号不存在',
  INVALID_TRANSACTIONID: '无效的transaction_id或订单未支付',
  NOTENOUGH: '余额不足',
  USER_ACCOUNT_ABNORMAL: '用户账户异常或已注销',
  USERPAYING: '需要用户输入支付密码',
  // No source names the four below; that of a bad payment code has at least a documented number, in `RETCODES`.
  AUTH_CODE_INVALID: '付款码无效或已过期，请用户刷新后重新扫码',
  BILL_NOT_READY: '账单尚未生成，次日10点后再取',
  BILL_TOO_OLD: '只提供最近三个月的账单',
  NO_BILL: 'no bill',
} as const

export type ErrorCode = keyof typeof TEXTS

/** Raw gateway numbers (`retcode`), where a source names one. Those of statements are invented: no source names any. */
const RETCODES: Partial<Readonly<Record<ErrorCode, string>>> = {
  USERPAYING: '66227005',
  AUTH_CODE_INVALID: '66227006',
  NO_BILL: '66228001',
  BILL_NOT_READY: '66228002',
  BILL_TOO_OLD: '66228003',
}

/** The wallet says no. Whatever was asked for has not happened. */
export class Refusal extends Error {
  readonly code: ErrorCode
  /** Undefined: the gateway itself found nothing wrong. */
  readonly retcode: string | undefined

  /** `detail` says what exactly, for whoever reads the answer. */
  constructor(code: ErrorCode, detail?: string, retcode = RETCODES[code]) {
    super(detail ? `${TEXTS[code]}: ${detail}` : TEXTS[code])
    this.name = 'Refusal'
    this.code = code
    this.retcode = retcode
  }
}
