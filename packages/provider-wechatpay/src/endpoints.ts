import type { Payee } from '@tpkit/core'

/** The nearest access point. */
export const ORIGIN = 'https://api.mch.weixin.qq.com'
/** 备用域名. */
export const BACKUP_ORIGIN = 'https://api2.mch.weixin.qq.com'

/** A call, as codes and messages name it. */
export type Call = 'pay' | 'micropay' | 'query' | 'close' | 'reverse' | 'refund' | 'queryRefund' | 'statement' | 'trust' | 'probe'

/** The folder of payments: service providers have their own. */
export function transactions({ partner }: { readonly partner: boolean }, rest: string): string {
  return `/v3/pay/${partner ? 'partner/' : ''}transactions/${rest}`
}

/** Path with query string; values are escaped, and signed and sent as they then stand. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

/** Who asks, in a query string: the merchant, or the service provider and whom it acts for. */
export function asker({ mchId, subMchId }: Payee): Readonly<Record<string, string>> {
  return subMchId ? { sp_mchid: mchId, sub_mchid: subMchId } : { mchid: mchId }
}
