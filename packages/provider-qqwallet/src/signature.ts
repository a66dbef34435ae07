import { tpError } from '@tpkit/core/errors'
import { type Fields, hmacSha256Sign, hmacSha256Verify, md5Sign, md5Verify } from '@tpkit/wire'
import type { Account } from './config.ts'

type Keys = Pick<Account, 'apiKeys' | 'doubts'>

/** 签名. The `sign` of the fields, made with the account's first key. */
export function signatureOf(fields: Fields, { apiKeys, doubts: { signType } }: Keys): string {
  const [first] = apiKeys
  if (!first) throw tpError('CONFIG', 'apiKeys: expected at least one API key (API密钥), found none')
  const sign = signType === 'MD5' ? md5Sign : hmacSha256Sign
  return sign(fields, first.reveal())
}

/**
 * 验签. True when the message carries a signature of one of the account's keys, false when it carries none.
 * Throws `UNVERIFIED` when it carries a wrong one, or says something that its signature cannot pin down.
 */
export function isSigned(fields: Fields, { apiKeys, doubts: { signType } }: Keys): boolean {
  if (!fields.sign) return false
  // The algorithm is ours to choose: whoever forges a message would choose the weakest.
  if (fields.sign_type && fields.sign_type !== signType) {
    throw unverified(`sign_type: expected ${signType} or none, found ${JSON.stringify(fields.sign_type.slice(0, 20))}`)
  }
  const keys = apiKeys.map((key) => key.reveal())
  const verify = signType === 'MD5' ? md5Verify : hmacSha256Verify
  if (!verify(fields, keys)) {
    throw unverified('sign: it fits the message under no configured apiKey; the message is forged, or the API 密钥 is another')
  }
  const hidden = Object.keys(fields).find((name) => hidesField(fields[name] ?? ''))
  if (hidden !== undefined) throw unverified(`${hidden.slice(0, 40)}: its value contains what looks like another signed field`)
  return true
}

/** What decides about money. Numbered rows of the refund query included. */
const DECISIVE =
  /&(?:return_code|result_code|err_code|retcode|recall|mch_id|appid|sub_mch_id|sub_appid|out_trade_no|transaction_id|total_fee|fee_type|trade_state|(?:out_refund_no|refund_id|refund_fee|refund_status)(?:_[0-9]+)?)=/

/**
 * The signed string joins `name=value` with `&` and escapes nothing. A value such as `x&total_fee=1` signs like two
 * fields, so that a genuine signature over a cheap order's `attach` could be moved to a message that says something else.
 * Where no value holds a decisive name, each of them can only be the field itself.
 */
export function hidesField(value: string): boolean {
  return value.includes('&') && DECISIVE.test(value)
}

function unverified(message: string): Error {
  return tpError('UNVERIFIED', message)
}
