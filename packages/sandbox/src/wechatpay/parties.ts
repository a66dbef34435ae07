import { type Call, text } from './call.ts'
import { Refusal } from './errors.ts'

/** Who acts, and for whom: as a merchant, or as a service provider. */
export interface Parties {
  readonly mchId: string
  readonly appId: string | undefined
  readonly subMchId: string | undefined
  readonly subAppId: string | undefined
  readonly partner: boolean
}

/**
 * Names in the body or query must be those of who signed, bound to each other. `demands`: whether the call names them at all.
 * Refunds and bills name a sub-merchant alone.
 */
export function parties(call: Call, demands: 'app' | 'mch' | 'sub'): Parties {
  const partner = /^\/v3\/pay\/partner\//.test(call.path)
  const [mchName, appName] = partner ? ['sp_mchid', 'sp_appid'] : ['mchid', 'appid']
  const { merchant } = call
  if (demands !== 'sub') checkMerchant(text(call, mchName), mchName, merchant.mchId)
  const appId = text(call, appName)
  if (demands === 'app' && appId === undefined) throw missing(appName)
  if (appId !== undefined && appId !== merchant.appId) throw new Refusal('APPID_MCHID_NOT_MATCH', `${appName}与${mchName}不匹配`)
  const subMchId = partner || demands === 'sub' ? text(call, 'sub_mchid') : undefined
  if (partner && subMchId === undefined) throw missing('sub_mchid')
  return { mchId: merchant.mchId, appId, subMchId, subAppId: sub(call, subMchId, partner), partner }
}

function checkMerchant(found: string | undefined, name: string, mchId: string): void {
  if (found === undefined) throw missing(name)
  if (found !== mchId)
    throw new Refusal('PARAM_ERROR', `Http头Authorization中的mchid与报文中的${name}不一致`, {
      field: name,
      issue: 'mchid not match',
    })
}

function sub(call: Call, subMchId: string | undefined, partner: boolean): string | undefined {
  if (subMchId === undefined) return undefined
  const found = call.merchant.subMerchants?.find((each) => each.subMchId === subMchId)
  if (!found) throw new Refusal('NO_AUTH', '特约商户与服务商没有绑定关系')
  const subAppId = partner ? text(call, 'sub_appid') : undefined
  if (subAppId !== undefined && subAppId !== found.subAppId)
    throw new Refusal('APPID_MCHID_NOT_MATCH', 'sub_appid与sub_mchid不匹配')
  return subAppId
}

export function missing(field: string): Refusal {
  return new Refusal('PARAM_ERROR', `缺少必填字段${field}`, { field, issue: 'required', location: 'body' })
}

/** The ids as the wallet says them. */
export function named({ mchId, appId, subMchId, subAppId, partner }: Parties): object {
  if (!partner) return { appid: appId, mchid: mchId }
  return { sp_appid: appId, sp_mchid: mchId, sub_appid: subAppId, sub_mchid: subMchId }
}
