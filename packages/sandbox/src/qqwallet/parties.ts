import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { subMerchant } from './merchant.ts'

/**
 * Applications and sub-merchants that a call names must be bound to its merchant. Which codes a wrong sub-merchant gets is not
 * documented; those of the merchant number are the nearest.
 */
export function checkParties({ merchant, fields }: Call, subMerchantRequired: boolean): void {
  const [appId, subAppId, subMchId] = [fields.get('appid'), fields.get('sub_appid'), fields.get('sub_mch_id')]
  if (appId !== undefined && appId !== merchant.appId) throw new Refusal('APPID_MCHID_NOT_MATCH')
  if (subMchId === undefined && subMerchantRequired && merchant.subMerchants) throw new Refusal('LACK_PARAMS', 'sub_mch_id')
  if (subMchId !== undefined && !merchant.subMerchants) throw new Refusal('NOAUTH', 'mch_id 不是服务商，不能带sub_mch_id')
  const sub = subMerchant(merchant, subMchId)
  if (subMchId !== undefined && !sub) throw new Refusal('MCHID_NOT_EXIST', 'sub_mch_id 不是此服务商的子商户')
  if (subAppId !== undefined && subAppId !== sub?.subAppId) {
    throw new Refusal('APPID_MCHID_NOT_MATCH', 'sub_appid和sub_mch_id不匹配')
  }
}
