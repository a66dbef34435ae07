import type { FailureCode, RetryAdvice } from '@tpkit/core'
import type { Call } from './endpoints.ts'

/** What a code proves about the call that it answers. A read throws the failure, except for `absent`; `waiting`: the payer is typing; `empty`: nothing happened that day. */
type Judgement = 'refused' | 'unknown' | 'done' | 'absent' | 'waiting' | 'empty'

export interface CodeRule {
  /** With underscores: spellings without them are the same code. */
  readonly code: string
  readonly on: readonly Call[] | 'any'
  readonly judgement: Judgement
  readonly failure: FailureCode
  readonly retry: RetryAdvice
  /** What it means and what to do. */
  readonly advice: string
  /** The HTTP statuses with which the wallet says so before it executes anything: then a refusal is believed without a signature, too. */
  readonly decided?: readonly number[]
  readonly checkAfterMs?: number
}

type Detail = Omit<CodeRule, 'code' | 'on' | 'judgement'>

const refused = (code: string, on: CodeRule['on'], detail: Detail): CodeRule => ({ code, on, judgement: 'refused', ...detail })
const unknown = (code: string, on: CodeRule['on'], detail: Detail): CodeRule => ({ code, on, judgement: 'unknown', ...detail })

const PREPAY = ['pay', 'micropay'] as const

/**
 * Every code that the reference names for these calls (错误码), one table. A code stands for the listed calls only, one of its own
 * before `any`; a code that is not listed, or not for that call, proves nothing: see `UNLISTED`.
 */
export const CODES: readonly CodeRule[] = [
  refused('PARAM_ERROR', 'any', {
    failure: 'INVALID',
    retry: 'after-fix',
    decided: [400],
    advice: 'a field is missing or not as documented; correct the command or the account',
  }),
  refused('SIGN_ERROR', 'any', {
    failure: 'UNAUTHORIZED',
    retry: 'after-fix',
    decided: [401],
    advice: "the signature is wrong; compare serial and privateKey with the merchant certificate, and this machine's clock",
  }),
  refused('APPID_MCHID_NOT_MATCH', 'any', {
    failure: 'CONFIG',
    retry: 'after-fix',
    decided: [400],
    advice: 'application and merchant number are not bound to each other; correct appId or mchId',
  }),
  refused('MCH_NOT_EXISTS', 'any', {
    failure: 'CONFIG',
    retry: 'after-fix',
    decided: [400, 404],
    advice: 'the wallet does not know the merchant number; correct mchId or subMchId',
  }),
  refused('NO_AUTH', 'any', {
    failure: 'UNAUTHORIZED',
    retry: 'after-fix',
    decided: [403],
    advice: 'the merchant has no permission for this product; apply for it on the merchant platform (产品中心)',
  }),

  unknown('SYSTEM_ERROR', 'any', {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the wallet failed and may have done it all the same; query, or repeat the command unchanged under its number',
  }),
  ...['SYSTEM_ERROR', 'BANK_ERROR'].map((code) =>
    unknown(code, ['micropay'], {
      failure: 'UNAVAILABLE',
      retry: 'same-number',
      checkAfterMs: 5_000,
      advice: 'the wallet failed and may have taken the money all the same; wait 5 s and query, reverse when it stays unclear',
    }),
  ),
  unknown('SERVICE_UNAVAILABLE', 'any', {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the wallet is not answering for now; query, or repeat the command unchanged under its number',
  }),
  ...['FREQUENCY_LIMITED', 'FREQUENCY_LIMIT_EXCEED', 'RATELIMIT_EXCEEDED'].map((code) =>
    unknown(code, 'any', {
      failure: 'RATE',
      retry: 'later',
      advice: 'too many calls; whether this one was taken is not said: wait, then query or repeat it unchanged',
    }),
  ),
  unknown('INVALID_REQUEST', PREPAY, {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice:
      'it is against a rule or the state of the order (a number used twice, an order that is paid); query before anything else',
  }),
  refused('INVALID_REQUEST', 'any', {
    failure: 'INVALID',
    retry: 'after-fix',
    advice: "it is against a rule or the state of the order, so nothing was done; read the wallet's words beside this, and query",
  }),
  refused('TRADE_ERROR', ['close', 'reverse', 'refund'], {
    failure: 'CONFLICT',
    retry: 'never',
    advice: "the order's state stands against it, so nothing was done; query it and book what the query says",
  }),
  unknown('TRADE_ERROR', 'any', {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice: 'the wallet gives a reason in words only; query before anything else',
  }),
  unknown('RULE_LIMIT', PREPAY, {
    failure: 'LIMIT',
    retry: 'later',
    advice: 'a rule or a rate of the wallet stands against it; query, then try again later',
  }),
  refused('RULE_LIMIT', 'any', {
    failure: 'LIMIT',
    retry: 'later',
    advice: 'a rule or a rate of the wallet stands against it; ask later',
  }),

  unknown('OUT_TRADE_NO_USED', PREPAY, {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice: 'an order with other content exists under this number, or it is over; query it before anything else',
  }),
  unknown('ORDER_PAID', PREPAY, {
    failure: 'CONFLICT',
    retry: 'same-number',
    checkAfterMs: 0,
    advice: 'this number is paid already; query it and book what the query says, never pay under a new number',
  }),
  refused('ORDER_PAID', ['close'], {
    failure: 'CONFLICT',
    retry: 'never',
    advice: 'the order is paid, so nothing was closed; query it and book the payment',
  }),
  refused('ORDER_CLOSED', PREPAY, {
    failure: 'CONFLICT',
    retry: 'never',
    advice: 'the order is closed and its number cannot be paid again; a new attempt takes a new number',
  }),
  { code: 'ORDER_CLOSED', on: ['close'], judgement: 'done', failure: 'CONFLICT', retry: 'never', advice: 'closed already' },
  ...['ORDER_CLOSED', 'ORDER_REVERSED'].map((code) =>
    unknown(code, ['reverse'], {
      failure: 'CONFLICT',
      retry: 'never',
      checkAfterMs: 0,
      advice: 'the order is over already; query it to see how it ended',
    }),
  ),
  refused('ORDER_REVERSED', ['micropay'], {
    failure: 'CONFLICT',
    retry: 'never',
    advice: 'the order was reversed and its number cannot be paid again; a new attempt takes a new number and a new code',
  }),
  refused('ACCOUNT_ERROR', PREPAY, {
    failure: 'DECLINED',
    retry: 'ask-payer',
    advice: "the payer's account is abnormal; ask for another way to pay, under a new number",
  }),

  {
    code: 'ORDER_NOT_EXIST',
    on: ['query', 'probe'],
    judgement: 'absent',
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet knows no such order',
  },
  refused('ORDER_NOT_EXIST', ['close', 'reverse'], {
    failure: 'NOT_FOUND',
    retry: 'later',
    advice: 'the wallet knows no such order yet, so nothing was done; a pay call still on its way may create it',
  }),
  refused('ORDER_NOT_EXIST', ['refund'], {
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet found no such order; compare the numbers and the account',
  }),
  {
    code: 'RESOURCE_NOT_EXISTS',
    on: ['queryRefund'],
    judgement: 'absent',
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet knows no such refund',
  },
  refused('RESOURCE_NOT_EXISTS', ['refund'], {
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet found no such paid order; compare the numbers and the account',
  }),
  {
    code: 'RESOURCE_NOT_EXISTS',
    on: ['trust'],
    judgement: 'absent',
    failure: 'CONFIG',
    retry: 'after-fix',
    advice:
      'this merchant has no platform certificates (微信支付平台证书); set publicKey and publicKeyId (微信支付公钥) from the merchant platform (账户中心 → API安全)',
  },

  refused('NOT_ENOUGH', ['refund'], {
    failure: 'FUNDS',
    retry: 'same-number',
    advice: 'the refundable balance is too small; top up or name another fundsAccount, then repeat the same outRefundNo',
  }),
  refused('NOT_ENOUGH', ['micropay'], {
    failure: 'FUNDS',
    retry: 'ask-payer',
    advice: 'the payer has not enough money there; ask for another card and a new payment code, under a new number',
  }),
  refused('USER_ACCOUNT_ABNORMAL', ['refund'], {
    failure: 'DECLINED',
    retry: 'never',
    advice: "the payer's account was cancelled; settle this refund with the payer by hand",
  }),
  refused('REQUEST_BLOCKED', ['refund'], {
    failure: 'DECLINED',
    retry: 'never',
    advice: 'the wallet blocks this refund; read its words beside this and settle it on the merchant platform',
  }),

  {
    code: 'USER_PAYING',
    on: ['micropay'],
    judgement: 'waiting',
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the payer has to type the password; query every 5 to 10 s for about 45 s, then reverse',
  },
  unknown('USER_PAYING', ['reverse'], {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    checkAfterMs: 5_000,
    advice: 'the payer is typing the password; reverse again, unchanged',
  }),
  ...['AUTH_CODE_EXPIRE', 'AUTH_CODE_INVALID', 'AUTH_CODE_ERROR'].map((code) =>
    refused(code, ['micropay'], {
      failure: 'DECLINED',
      retry: 'ask-payer',
      advice: 'the payment code is wrong, used or too old; a new code of the payer is a new attempt under a new number',
    }),
  ),
  ...['NOT_SUPPORT_CARD', 'BUYER_MISMATCH'].map((code) =>
    refused(code, ['micropay'], {
      failure: 'DECLINED',
      retry: 'ask-payer',
      advice: 'this card or this payer cannot pay it; ask for another way to pay and a new payment code, under a new number',
    }),
  ),
  refused('REVERSE_EXPIRE', ['reverse'], {
    failure: 'LIMIT',
    retry: 'never',
    advice: 'it is too late to reverse; refund the payment instead',
  }),
  ...['OPENID_MISMATCH', 'INVALID_TRANSACTION_ID'].map((code) =>
    refused(code, 'any', {
      failure: 'INVALID',
      retry: 'after-fix',
      advice: 'a number names something else; correct the command',
    }),
  ),

  {
    code: 'NO_STATEMENT_EXIST',
    on: ['statement'],
    judgement: 'empty',
    failure: 'NOT_FOUND',
    retry: 'never',
    advice: 'nothing happened that day',
  },
  refused('STATEMENT_CREATING', ['statement'], {
    failure: 'UNAVAILABLE',
    retry: 'later',
    advice: 'the bill is being made; ask again in 30 minutes',
  }),
]

/** Whatever else the wallet says: on a write it may have happened, on a read there is no answer. */
export const UNLISTED: Omit<CodeRule, 'code'> = {
  on: 'any',
  judgement: 'unknown',
  failure: 'UNAVAILABLE',
  retry: 'same-number',
  advice: 'this code is not documented for this call, so it proves nothing; query before anything else',
}

/** SYSTEMERROR and SYSTEM_ERROR are one code. */
function bare(code: string): string {
  return code.toUpperCase().replaceAll('_', '')
}

const SPELLINGS: ReadonlyMap<string, string> = new Map(CODES.map(({ code }) => [bare(code), code]))

const RULES: ReadonlyMap<string, CodeRule> = new Map(
  CODES.flatMap((rule) => (rule.on === 'any' ? [''] : rule.on).map((call) => [`${call} ${rule.code}`, rule])),
)

/** The code as the table spells it; one that is not in the table as it came. */
export function spelled(code: string): string {
  return SPELLINGS.get(bare(code)) ?? code
}

/** The rule for a code that answered a call. */
export function ruleFor(call: Call, code: string): Omit<CodeRule, 'code'> {
  const known = spelled(code)
  return RULES.get(`${call} ${known}`) ?? RULES.get(` ${known}`) ?? UNLISTED
}
