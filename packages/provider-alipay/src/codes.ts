import type { FailureCode, RetryAdvice } from '@tpkit/core'
import type { Call } from './endpoints.ts'

/** What a code proves about the call that it answers. A read throws the failure, except for `absent`; `empty`: nothing happened that day. */
type Judgement = 'refused' | 'unknown' | 'absent' | 'empty'

export interface CodeRule {
  /** 业务返回码 (sub_code). A `*` at its end stands for a family. */
  readonly code: string
  readonly on: readonly Call[] | 'any'
  readonly judgement: Judgement
  readonly failure: FailureCode
  readonly retry: RetryAdvice
  /** What it means and what to do. */
  readonly advice: string
  /** The gateway itself says so, before any order is looked at: then a refusal is believed without a signature, too. */
  readonly decided?: true
  readonly checkAfterMs?: number
}

type Detail = Omit<CodeRule, 'code' | 'on' | 'judgement'>
type Codes = string | readonly string[]

const rules =
  (judgement: Judgement) =>
  (codes: Codes, on: CodeRule['on'], detail: Detail): readonly CodeRule[] =>
    [codes].flat().map((code) => ({ code, on, judgement, ...detail }))

const refused = rules('refused')
const unknown = rules('unknown')
const absent = rules('absent')
const empty = rules('empty')

const PAYS = ['pay', 'micropay'] as const
/** Of the account or the program: nothing changes until somebody mends it. */
const config = (advice: string, failure: FailureCode = 'CONFIG'): Detail => ({ failure, retry: 'after-fix', advice })
/** As `config`, and decided by the gateway before anything else. */
const gateway = (advice: string, failure: FailureCode = 'CONFIG'): Detail => ({ ...config(advice, failure), decided: true })
/** Of the payer: another payer, means or code. */
const payer = (advice: string, failure: FailureCode = 'DECLINED'): Detail => ({ failure, retry: 'ask-payer', advice })
/** It does not change by itself, and a repeat is the same. */
const final = (advice: string, failure: FailureCode = 'CONFLICT'): Detail => ({ failure, retry: 'never', advice })
/** Something else stands under the number: query before anything else. */
const query = (advice: string): Detail => ({ failure: 'CONFLICT', retry: 'same-number', checkAfterMs: 0, advice })

const isv = (...names: readonly string[]) => names.map((name) => `isv.${name}`)
const acq = (...names: readonly string[]) => names.map((name) => `ACQ.${name}`)

/**
 * Every code that the reference names for these calls (公共错误码, 业务错误码), one table. A code stands for the listed calls only,
 * one of its own before `any`; a code that is not listed, or not for that call, proves nothing: see `UNLISTED`.
 */
export const CODES: readonly CodeRule[] = [
  ...unknown(['isp.unknow-error', 'aop.unknow-error', 'ACQ.SYSTEM_ERROR'], 'any', {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the wallet failed and may have done it all the same; query, or repeat the command unchanged under its number',
  }),
  ...unknown('ACQ.SYSTEM_ERROR', ['micropay'], {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    checkAfterMs: 5_000,
    advice: 'the wallet failed and may have taken the money all the same; wait 5 s and query, reverse when it stays unclear',
  }),
  ...refused(isv('app-call-limited', 'method-call-limited'), 'any', {
    failure: 'RATE',
    retry: 'later',
    advice: 'too many calls, so the gateway did not pass this one on; ask again later, at longer distances',
  }),

  // 公共错误码: of the gateway.
  ...refused(
    isv(
      ...['missing-method', 'missing-signature', 'missing-signature-type', 'missing-app-id', 'missing-timestamp'],
      ...['missing-version', 'invalid-method', 'invalid-format', 'invalid-signature-type', 'invalid-timestamp'],
      ...['invalid-charset', 'invalid-digest', 'invalid-parameter', 'illegal-json', 'suspected-attack'],
    ),
    'any',
    gateway('a field is missing or not as documented; correct the command or the account', 'INVALID'),
  ),
  ...refused(
    isv('invalid-signature', 'missing-signature-key', 'missing-signature-config'),
    'any',
    gateway(
      "the signature does not fit; compare privateKey with the application's public key on the open platform (应用公钥, RSA2)",
      'UNAUTHORIZED',
    ),
  ),
  ...refused(
    isv('invalid-app-id', 'invalid-app-state', 'not-online-app'),
    'any',
    gateway('the gateway does not know the application, or it is not online; correct appId (应用 APPID), or publish it'),
  ),
  ...refused(
    isv(
      ...['insufficient-isv-permissions', 'insufficient-user-permissions', 'self-invoke-forbidden', 'forbidden-api'],
      ...['not-support-app-auth', 'invalid-auth-relations'],
    ),
    'any',
    gateway(
      'the application may not do this; sign the product on the open platform (产品绑定), and for a merchant of yours set appAuthToken',
      'UNAUTHORIZED',
    ),
  ),
  ...refused(
    isv('missing-app-cert-sn', 'missing-alipay-root-cert-sn', 'invalid-alipay-root-cert-sn')
      .concat(isv('app-cert-expired', 'app-cert-not-exist', 'alipay-cert-not-exist'))
      .concat('app-cert-expired'),
    'any',
    gateway('a certificate is missing, over or another; download the three files of the console anew (公钥证书)'),
  ),
  ...refused(
    isv('invalid-encrypt-type', 'invalid-encrypt', 'decryption-error-missing-encrypt-type', 'decryption-error-unknown').concat(
      isv('decryption-error-not-valid-encrypt-type', 'decryption-error-not-valid-encrypt-key'),
    ),
    'any',
    gateway('the content encryption does not fit; compare contentKey with the open platform (接口内容加密方式)'),
  ),
  ...refused(
    ['invalid-auth-token', 'auth-token-time-out', 'invalid-app-auth-token', 'invalid-app-auth-token-no-api']
      .concat('app-auth-token-time-out', 'no-product-reg-by-partner')
      .map((name) => `aop.${name}`),
    'any',
    config(
      'the authorisation of the merchant (应用授权令牌) is wrong, over or not for this call; have it given anew and correct appAuthToken',
      'UNAUTHORIZED',
    ),
  ),

  // 业务错误码: of orders.
  ...refused(
    acq('INVALID_PARAMETER'),
    'any',
    config('a field is missing or not as documented; correct the command or the account', 'INVALID'),
  ),
  ...refused(
    acq('EXIST_FORBIDDEN_WORD', 'SUB_GOODS_SIZE_MAX_COUNT', 'NOW_TIME_AFTER_EXPIRE_TIME_ERROR', 'RISK_MERCHANT_IP_NOT_EXIST'),
    PAYS,
    config("the wallet does not take this content; read the wallet's words beside this, and correct the command", 'INVALID'),
  ),
  ...refused(
    acq('TOTAL_FEE_EXCEED', 'PRODUCT_AMOUNT_LIMIT_ERROR', 'BEYOND_PAY_RESTRICTION').concat(
      acq('BEYOND_PER_RECEIPT_*', 'MERCHANT_PERM_RECEIPT_*'),
    ),
    PAYS,
    config("the amount is above a limit of the merchant's; have the limit raised at the wallet", 'LIMIT'),
  ),
  ...refused(
    acq('ACCESS_FORBIDDEN', 'PARTNER_ERROR', 'MERCHANT_AGREEMENT_NOT_EXIST', 'MERCHANT_AGREEMENT_INVALID')
      .concat(acq('MERCHANT_STATUS_NOT_NORMAL', 'SELLER_BEEN_BLOCKED', 'SELLER_NOT_EXIST'))
      .concat(acq('INVALID_RECEIVE_ACCOUNT', 'INVALID_STORE_ID')),
    PAYS,
    config(
      "the merchant's contract, account or store stands against it; read the wallet's words beside this, and mend it at the wallet (签约)",
    ),
  ),
  ...unknown(
    acq('CONTEXT_INCONSISTENT', 'TRADE_BUYER_NOT_MATCH'),
    PAYS,
    query('an order with other content exists under this number, or it is over; query it before anything else'),
  ),
  ...unknown(
    acq('TRADE_HAS_SUCCESS'),
    PAYS,
    query('this number is paid already; query it and book what the query says, never pay under a new number'),
  ),
  ...unknown(
    acq('APPLY_PC_MERCHANT_CODE_ERROR'),
    PAYS,
    query('a code was given out under this number before; query it before anything else'),
  ),
  ...refused(
    acq('TRADE_HAS_CLOSE'),
    PAYS,
    final('the order is closed and its number cannot be paid again; a new attempt takes a new number'),
  ),
  ...refused(
    acq('PAYMENT_AUTH_CODE_INVALID', 'PULL_MOBILE_CASHIER_FAIL', 'PAYMENT_FAIL'),
    ['micropay'],
    payer('the payment code is wrong, used or too old; a new code of the payer is a new attempt under a new number'),
  ),
  ...refused(
    acq('BUYER_BALANCE_NOT_ENOUGH', 'BUYER_BANKCARD_BALANCE_NOT_ENOUGH'),
    PAYS,
    payer('the payer has not enough money there; ask for another card and a new payment code, under a new number', 'FUNDS'),
  ),
  ...refused(
    acq('ERROR_BALANCE_PAYMENT_DISABLE', 'NO_PAYMENT_INSTRUMENTS_AVAILABLE', 'BUYER_ENABLE_STATUS_FORBID', 'BUYER_NOT_EXIST')
      .concat(acq('BUYER_SELLER_EQUAL', 'PAYER_UNMATCHED', 'NOT_CERTIFIED_USER', 'ERROR_BUYER_CERTIFY_LEVEL_LIMIT'))
      .concat(acq('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR', 'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR'))
      .concat(acq('USER_FACE_PAYMENT_SWITCH_OFF', 'MOBILE_PAYMENT_SWITCH_OFF', 'PAYMENT_REQUEST_HAS_RISK')),
    PAYS,
    payer('this payer cannot pay it in this way; ask for another way to pay, under a new number'),
  ),

  ...absent(acq('TRADE_NOT_EXIST'), ['query', 'probe'], {
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet knows no such order',
  }),
  ...absent(acq('TRADE_NOT_EXIST'), ['queryRefund'], {
    failure: 'NOT_FOUND',
    retry: 'after-fix',
    advice: 'the wallet knows no such refund',
  }),
  ...refused(acq('TRADE_NOT_EXIST'), ['close', 'reverse'], {
    failure: 'NOT_FOUND',
    retry: 'later',
    advice: 'the wallet knows no such order yet, so nothing was done; a payer who still scans or confirms may create it',
  }),
  ...refused(
    acq('TRADE_NOT_EXIST'),
    ['refund'],
    config('the wallet found no such order; compare the numbers and the account', 'NOT_FOUND'),
  ),
  ...refused(
    acq('TRADE_STATUS_ERROR', 'REASON_TRADE_STATUS_INVALID', 'REASON_ILLEGAL_STATUS', 'TRADE_HAS_CLOSE', 'TRADE_HAS_SUCCESS'),
    ['close', 'reverse', 'refund'],
    final("the order's state stands against it, so nothing was done; query it and book what the query says"),
  ),
  ...refused(acq('ENTERPRISE_PAY_BIZ_ERROR'), ['query'], {
    failure: 'UNAVAILABLE',
    retry: 'later',
    advice: 'the wallet cannot tell for now; ask again later',
  }),

  ...refused(acq('SELLER_BALANCE_NOT_ENOUGH'), ['refund', 'reverse'], {
    failure: 'FUNDS',
    retry: 'same-number',
    advice: "the merchant's balance is too small; top up, then repeat it unchanged under its number",
  }),
  ...refused(
    acq('REFUND_AMT_NOT_EQUAL_TOTAL', 'REASON_TRADE_REFUND_FEE_ERR', 'REFUND_FEE_ERROR'),
    ['refund', 'reverse'],
    final('the amount does not fit what is left of the payment; compare with the refunds that were made', 'LIMIT'),
  ),
  ...refused(
    acq('DISCORDANT_REPEAT_REQUEST'),
    ['refund'],
    final('a refund of another amount was made under this number; query it, and take a new number for another one'),
  ),
  ...refused(
    acq('TRADE_HAS_FINISHED', 'CANCEL_NOT_ALLOWED', 'TRADE_CANCEL_TIME_OUT'),
    ['reverse'],
    final('it is too late to reverse; refund the payment instead', 'LIMIT'),
  ),
  ...refused(
    acq('TRADE_HAS_FINISHED', 'TRADE_NOT_ALLOW_REFUND', 'NOT_ALLOW_PARTIAL_REFUND', 'ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND'),
    ['refund'],
    final('the wallet does not give this payment back any more, or not in parts; settle it with the payer by hand', 'DECLINED'),
  ),
  ...refused(acq('REASON_TRADE_BEEN_FREEZEN'), ['refund', 'reverse'], config('the payment is frozen; ask the wallet why')),
  ...unknown(acq('REFUND_CHARGE_ERROR'), ['refund'], {
    failure: 'UNAVAILABLE',
    retry: 'same-number',
    advice: 'the fee did not come back, and how far the refund got is not said; repeat it later, unchanged under its number',
  }),
  ...refused(
    acq('REFUND_ACCOUNT_NOT_EXIST', 'BUYER_ERROR', 'CUSTOMER_VALIDATE_ERROR'),
    ['refund'],
    config("the payer's account cannot take it; settle it with the payer by hand", 'DECLINED'),
  ),
  ...refused(
    acq('ALLOC_AMOUNT_VALIDATE_ERROR', 'REFUNDALLOC_UNAUTH_LIMIT', 'REFUND_ROYALTY_PAYEE_ACCOUNT_NOT_EXIST'),
    ['refund'],
    config('shares of this payment (分账) stand against it; settle them at the wallet first'),
  ),

  ...empty(['NO_BILL_DATA', 'BILL_NOT_EXIST'], ['statement'], {
    failure: 'NOT_FOUND',
    retry: 'never',
    advice: 'nothing happened that day',
  }),
  ...refused(['SYSTEM_RATE_LIMIT', 'USER_RATE_LIMIT'], ['statement'], {
    failure: 'RATE',
    retry: 'later',
    advice: 'too many calls; ask for the bill later',
  }),
  ...refused(
    ['BILL_DATE_BEFORE_REGISTRATION', 'TYPE_NOT_SUPPORTED', 'INVAILID_ARGUMENTS'],
    ['statement'],
    config("the wallet has no such bill for this merchant; read the wallet's words beside this", 'INVALID'),
  ),
]

/** Whatever else the wallet says: on a write it may have happened, on a read there is no answer. */
export const UNLISTED: Omit<CodeRule, 'code'> = {
  on: 'any',
  judgement: 'unknown',
  failure: 'UNAVAILABLE',
  retry: 'same-number',
  advice: 'this code is not documented for this call, so it proves nothing; query before anything else',
}
