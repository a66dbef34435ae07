import type { FailureCode, RetryAdvice } from '@tpkit/core'
import type { Call } from './endpoints.ts'

/** What a code proves about the call that it answers. A read throws the failure, except for `absent`; `waiting`: the payer is typing. */
type Judgement = 'refused' | 'unknown' | 'done' | 'absent' | 'waiting'

export interface CodeRule {
  readonly code: string
  readonly on: readonly Call[] | 'any'
  readonly judgement: Judgement
  readonly failure: FailureCode
  readonly retry: RetryAdvice
  /** What it means and what to do. */
  readonly advice: string
  /** The wallet looks at this before it executes anything, so a refusal is believed even without a signature. */
  readonly decided?: true
  readonly checkAfterMs?: number
}

type Detail = Omit<CodeRule, 'code' | 'on' | 'judgement'>

const refused = (code: string, on: CodeRule['on'], detail: Detail): CodeRule => ({ code, on, judgement: 'refused', ...detail })
const unknown = (code: string, on: CodeRule['on'], detail: Detail): CodeRule => ({ code, on, judgement: 'unknown', ...detail })

/** The request itself is wrong: nothing was looked up, nothing was moved. */
const rejected = (code: string, failure: FailureCode, advice: string): CodeRule =>
  refused(code, 'any', { failure, retry: 'after-fix', advice, decided: true })

/**
 * Every err_code that the reference names for these calls (错误码). A code stands for the listed calls only, one
 * of its own before `any`; a code that is not listed, or not for that call, proves nothing: see `UNLISTED`.
 */
export const CODES: readonly CodeRule[] = [
  rejected('LACK_PARAMS', 'INVALID', 'a mandatory field is missing; correct the command or the account'),
  rejected('PARAM_ERROR', 'INVALID', 'a field is not filled as documented; correct the command or the account'),
  rejected('SIGNERROR', 'UNAUTHORIZED', 'the signature is wrong; compare apiKey with the merchant platform (账户管理 → API安全)'),
  rejected('XML_FORMAT_ERROR', 'INTERNAL', 'the wallet could not read the XML; report it as a bug of this plugin'),
  rejected('REQUIRE_POST_METHOD', 'INTERNAL', 'the wallet saw no POST; look for a proxy on the way that changes requests'),
  rejected('POST_DATA_EMPTY', 'INTERNAL', 'the wallet saw an empty body; look for a proxy on the way that changes requests'),
  rejected('NOT_UTF8', 'INTERNAL', 'the wallet saw no UTF-8; look for a proxy on the way that changes requests'),
  rejected('NOAUTH', 'UNAUTHORIZED', 'the merchant has no permission for this interface; apply for it on the merchant platform'),
  rejected('APPID_NOT_EXIST', 'CONFIG', 'the wallet does not know the application; correct appId'),
  rejected('MCHID_NOT_EXIST', 'CONFIG', 'the wallet does not know the merchant number; correct mchId'),
  rejected(
    'APPID_MCHID_NOT_MATCH',
    'CONFIG',
    'application and merchant number are not bound to each other; correct appId or mchId',
  ),

  unknown('SYSTEMERROR', 'any', {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the wallet failed and may have done it all the same; query, or repeat the command unchanged under its number',
  }),
  unknown('SYSTEMERROR', ['micropay'], {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    checkAfterMs: 5_000,
    advice: 'the wallet failed and may have taken the money all the same; wait 5 s and query, reverse when it stays unclear',
  }),

  unknown('ORDERPAID', ['pay', 'micropay'], {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice: 'this number is paid already; query it and book what the query says, never pay under a new number',
  }),
  refused('ORDERPAID', ['close'], {
    failure: 'CONFLICT',
    retry: 'never',
    advice: 'the order is paid, so nothing was closed; query it and book the payment',
  }),
  unknown('OUT_TRADE_NO_USED', ['pay', 'micropay'], {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice: 'an order with other content exists under this number; query it before anything else',
  }),
  refused('ORDERCLOSED', ['pay', 'micropay'], {
    failure: 'CONFLICT',
    retry: 'never',
    advice: 'the order is closed and its number cannot be paid again; a new attempt takes a new number',
  }),
  { code: 'ORDERCLOSED', on: ['close'], judgement: 'done', failure: 'CONFLICT', retry: 'never', advice: 'closed already' },

  {
    code: 'ORDERNOTEXIST',
    on: ['query', 'queryRefund', 'probe'],
    judgement: 'absent',
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet knows no such order, or it is too old to be found by our numbers: see absence.ts',
  },
  refused('ORDERNOTEXIST', ['close'], {
    failure: 'NOT_FOUND',
    retry: 'later',
    advice: 'the wallet knows no such order yet, so nothing was closed; a pay call still on its way may create it',
  }),
  refused('ORDERNOTEXIST', ['reverse'], {
    failure: 'NOT_FOUND',
    retry: 'later',
    advice:
      'the wallet knows no such order yet, so nothing was reversed; a micropay still on its way may create it: query, then reverse again',
  }),
  refused('ORDERNOTEXIST', ['refund'], {
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet found no such order; give the transactionId, which it demands 30 days after payment',
  }),

  refused('NOTENOUGH', ['refund'], {
    failure: 'FUNDS',
    retry: 'same-number',
    advice: 'the refundable balance is too small; top up or name another refundAccount, then repeat the same outRefundNo',
  }),
  refused('USER_ACCOUNT_ABNORMAL', ['refund'], {
    failure: 'DECLINED',
    retry: 'never',
    advice: "the payer's account was cancelled; settle this refund with the payer by hand",
  }),
  refused('INVALID_TRANSACTIONID', ['refund', 'queryRefund'], {
    failure: 'INVALID',
    retry: 'after-fix',
    advice: 'the transactionId is wrong or names a payment that failed; correct it',
  }),

  // 付款码. The old interface said the same with numbers, which still come as err_code or as retcode.
  ...['USERPAYING', '66227005'].map(
    (code): CodeRule => ({
      code,
      on: ['micropay'],
      judgement: 'waiting',
      failure: 'UNAVAILABLE',
      retry: 'same-number',
      advice: 'the payer has to type the password; query every 10 s for about 30 s, then reverse',
    }),
  ),
  ...['AUTH_CODE_INVALID', '66227006', '130231024'].map((code) =>
    refused(code, ['micropay'], {
      failure: 'DECLINED',
      retry: 'ask-payer',
      advice: 'the payment code is wrong, used or too old; a new code of the payer is a new attempt under a new number',
    }),
  ),
  ...['NOTENOUGH', '66227008'].map((code) =>
    refused(code, ['micropay'], {
      failure: 'FUNDS',
      retry: 'ask-payer',
      advice: 'the payer has not enough money there; ask for another card and a new payment code, under a new number',
    }),
  ),
]

/** The codes of the old interface: the only values of `retcode` that say anything. */
export const NUMERIC_CODES: ReadonlySet<string> = new Set(CODES.map(({ code }) => code).filter((code) => /^[0-9]+$/.test(code)))

/** Whatever else the wallet says: on a write it may have happened, on a read there is no answer. */
export const UNLISTED: Omit<CodeRule, 'code'> = {
  on: 'any',
  judgement: 'unknown',
  failure: 'UNAVAILABLE',
  retry: 'same-number',
  advice: 'this code is not documented for this call, so it proves nothing; query before anything else',
}

const RULES: ReadonlyMap<string, CodeRule> = new Map(
  CODES.flatMap((rule) => (rule.on === 'any' ? [''] : rule.on).map((call) => [`${call} ${rule.code}`, rule])),
)

/** The rule for a code, in upper case, that answered a call. */
export function ruleFor(call: Call, code: string): Omit<CodeRule, 'code'> {
  return RULES.get(`${call} ${code}`) ?? RULES.get(` ${code}`) ?? UNLISTED
}
