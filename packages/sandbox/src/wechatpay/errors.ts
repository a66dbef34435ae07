/** The wallet's error codes, each with its HTTP status and its own words. */
const CODES = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '无效请求'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mchid不匹配'],
  MCH_NOT_EXISTS: [404, '商户号不存在'],
  ORDER_CLOSED: [400, '订单已关闭'],
  NO_STATEMENT_EXIST: [400, '账单文件不存在'],
  STATEMENT_CREATING: [400, '账单生成中'],
  SIGN_ERROR: [401, '签名错误'],
  NO_AUTH: [403, '商户无权限'],
  OUT_TRADE_NO_USED: [403, '商户订单号重复'],
  TRADE_ERROR: [403, '交易错误'],
  NOT_ENOUGH: [403, '余额不足'],
  USER_ACCOUNT_ABNORMAL: [403, '退款请求失败，用户账户异常或已注销'],
  ORDER_NOT_EXIST: [404, '订单不存在'],
  RESOURCE_NOT_EXISTS: [404, '查询的资源不存在'],
  FREQUENCY_LIMITED: [429, '频率超限'],
  SYSTEM_ERROR: [500, '系统错误'],
  AUTH_CODE_INVALID: [400, '付款码无效或已过期，请用户刷新后重新扫码'],
} as const

export type ErrorCode = keyof typeof CODES

/** The wallet says no. Whatever was asked for has not happened. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly detail: object | undefined

  /** `words` says what exactly, for whoever reads the answer. */
  constructor(code: ErrorCode, words?: string, detail?: object) {
    const [status, text] = CODES[code]
    super(words ?? text)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.detail = detail
  }
}
