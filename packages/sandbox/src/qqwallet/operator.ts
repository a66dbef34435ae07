import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { md5 } from './sign.ts'

/** Which code a wrong operator gets is not documented; the wallet's word for "not allowed" is the nearest. */
export function checkOperator({ merchant, fields }: Call): void {
  // The official demo of service providers signs in with the sub-merchant's number.
  const operators = merchant.opUserId === undefined ? [merchant.mchId, fields.get('sub_mch_id')] : [merchant.opUserId]
  if (!operators.includes(fields.get('op_user_id'))) throw new Refusal('NOAUTH', 'op_user_id 不是此商户的操作员')
  if (merchant.opUserPassword !== undefined && fields.get('op_user_passwd') !== md5(merchant.opUserPassword)) {
    throw new Refusal('NOAUTH', 'op_user_passwd 操作员密码错误')
  }
}
