import type { FailureCode, RetryAdvice } from '@tpkit/core'

/** One kind of problem, as programs tell it apart. */
interface Kind {
  /** The TP code that it carries. */
  readonly code: FailureCode
  readonly status: number
  readonly title: string
  /** 中文. For the page of problems. */
  readonly zh: string
  /** What the caller may do next, where the failure itself does not say. */
  readonly retry: RetryAdvice
}

function kind(code: FailureCode, status: number, retry: RetryAdvice, title: string, zh: string): Kind {
  return { code, status, title, zh, retry }
}

/**
 * Every problem that the gateway answers with, by the end of its `type`: `/docs/errors#CONFLICT`. A name is never changed and
 * never means anything else; a new one may be added.
 *
 * First what the cashier or a wallet said, one for each TP code; then the gateway's own.
 */
export const KINDS = {
  INVALID: kind('INVALID', 400, 'after-fix', 'A field breaks a rule', '字段不符合规则'),
  UNSUPPORTED: kind('UNSUPPORTED', 422, 'never', 'The wallet cannot do this', '支付渠道不支持'),
  CONFIG: kind('CONFIG', 500, 'after-fix', 'The configuration is wrong', '网关或账户配置有误'),
  UNAUTHORIZED: kind('UNAUTHORIZED', 502, 'after-fix', 'The wallet does not accept the account', '支付渠道不认可该账户'),
  NOT_FOUND: kind('NOT_FOUND', 404, 'after-fix', 'There is no such thing', '不存在'),
  CONFLICT: kind('CONFLICT', 409, 'never', 'The state, or an earlier call, forbids this', '当前状态或先前的请求不允许此操作'),
  DECLINED: kind('DECLINED', 402, 'ask-payer', 'The wallet, the payer or a risk rule said no', '支付渠道、付款人或风控规则拒绝'),
  FUNDS: kind('FUNDS', 402, 'ask-payer', 'There is not enough money', '余额不足'),
  LIMIT: kind('LIMIT', 422, 'after-fix', 'An amount, a number or a time is above its limit', '超出金额、次数或时限'),
  RATE: kind('RATE', 429, 'later', 'The wallet wants fewer calls', '支付渠道限流'),
  UNAVAILABLE: kind(
    'UNAVAILABLE',
    503,
    'same-number',
    'The wallet or the books cannot be reached now',
    '支付渠道或账本暂时不可用',
  ),
  TIMEOUT: kind('TIMEOUT', 504, 'same-number', 'No answer came in time', '应答超时'),
  UNVERIFIED: kind('UNVERIFIED', 502, 'same-number', "The wallet's answer is not genuine", '支付渠道应答验签失败'),
  MALFORMED: kind('MALFORMED', 502, 'same-number', "The wallet's answer cannot be read", '支付渠道应答无法解析'),
  INTERNAL: kind('INTERNAL', 500, 'same-number', 'The gateway made a mistake', '网关内部错误'),

  API_KEY: kind('UNAUTHORIZED', 401, 'after-fix', 'No API key that opens this gateway', '接口密钥无效'),
  SCOPE: kind('UNAUTHORIZED', 403, 'after-fix', 'The API key may not do this', '接口密钥缺少权限'),
  ROUTE: kind('NOT_FOUND', 404, 'after-fix', 'There is no such route', '没有此路径'),
  METHOD: kind('UNSUPPORTED', 405, 'after-fix', 'The route has no such method', '此路径不支持该方法'),
  BODY_TYPE: kind('INVALID', 415, 'after-fix', 'The body is not JSON by its media type', '请求体媒体类型须为 application/json'),
  BODY_SIZE: kind('LIMIT', 413, 'after-fix', 'The body is too large', '请求体过大'),
  HEADER_SIZE: kind('LIMIT', 431, 'after-fix', 'The headers are too large', '请求头过大'),
  BODY: kind('INVALID', 400, 'after-fix', 'The body is not strict JSON', '请求体不是严格的 JSON'),
  CURSOR: kind('INVALID', 400, 'after-fix', 'The cursor belongs to another list', '游标无效或属于其他列表'),
  IDEMPOTENCY_KEY: kind('INVALID', 400, 'after-fix', 'The idempotency key is malformed', '幂等键格式有误'),
  IDEMPOTENCY_KEY_REUSED: kind(
    'CONFLICT',
    422,
    'after-fix',
    'The idempotency key was used with another body',
    '幂等键已用于其他请求内容',
  ),
  IN_PROGRESS: kind('CONFLICT', 409, 'later', 'A call with this idempotency key is under way', '相同幂等键的请求正在处理'),
  TOO_MANY_CALLS: kind('RATE', 429, 'later', 'This key or address calls too often', '请求过于频繁'),
  OVERLOADED: kind('UNAVAILABLE', 503, 'later', 'Too many calls wait for the books', '网关过载，请稍后重试'),
  TOO_SLOW: kind('TIMEOUT', 408, 'same-number', 'The request took too long to arrive', '请求传输超时'),
} satisfies Readonly<Record<FailureCode, Kind>> & Readonly<Record<string, Kind>>

export type ProblemKind = keyof typeof KINDS
