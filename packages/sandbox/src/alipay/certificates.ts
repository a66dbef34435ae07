import type { Instant } from '@tpkit/core'
import type { Call, Reply } from './call.ts'
import { invalid, Refusal } from './errors.ts'
import { listedKey } from './keys.ts'
import { text } from './origin.ts'
import type { State } from './state.ts'

/** 支付宝公钥证书下载: the one of that number, as long as the wallet has it. */
export function downloadCertificate(state: State, call: Call, now: Instant): Reply {
  const sn = text(call, 'alipay_cert_sn')
  if (sn === undefined) throw invalid('alipay_cert_sn', '不能为空')
  const found = listedKey(state.walletKeys, sn, now)
  if (!found) throw new Refusal('isv.alipay-cert-not-exist')
  return { fields: { alipay_cert_content: Buffer.from(found.certificate ?? '').toString('base64') } }
}
