import type { Instant } from '@tpkit/core'
import { Refusal, type SubCode } from './errors.ts'
import { type Form, plain } from './form.ts'
import type { Enrolled, Payee } from './merchant.ts'
import { fromShownTime } from './time.ts'

const DEMANDED: readonly (readonly [string, SubCode])[] = [
  ['sign_type', 'isv.missing-signature-type'],
  ['sign', 'isv.missing-signature'],
  ['timestamp', 'isv.missing-timestamp'],
  ['version', 'isv.missing-version'],
]

/** 公共参数: which ones must be there, and what they may say. */
export function checkCommon(form: Form): void {
  for (const [name, code] of DEMANDED) if (plain(form, name) === undefined) throw new Refusal(code)
  // RSA is the old one with SHA-1, SM2 one of other curves.
  if (plain(form, 'sign_type') !== 'RSA2') throw new Refusal('isv.invalid-signature-type')
  if (!/^json$/i.test(plain(form, 'format') ?? 'JSON')) throw new Refusal('isv.invalid-format')
  if (plain(form, 'version') !== '1.0') throw new Refusal('isv.invalid-parameter', '参数无效：version应为1.0')
  if (fromShownTime(plain(form, 'timestamp') ?? '') === undefined) throw new Refusal('isv.invalid-timestamp')
}

/** 公钥证书模式: both certificates must be the ones that the wallet knows. */
export function checkCertificates(form: Form, { signer }: Enrolled, rootSn: string | undefined, now: Instant): void {
  if (!signer) return
  const [appSn, root] = [plain(form, 'app_cert_sn'), plain(form, 'alipay_root_cert_sn')]
  if (appSn === undefined) throw new Refusal('isv.missing-app-cert-sn')
  if (root === undefined) throw new Refusal('isv.missing-alipay-root-cert-sn')
  if (appSn !== signer.sn) throw new Refusal('isv.app-cert-not-exist')
  if (now >= signer.until) throw new Refusal('isv.app-cert-expired')
  if (root !== rootSn) throw new Refusal('isv.invalid-alipay-root-cert-sn')
}

/** 应用授权: a third-party application acts for a merchant who authorised it, any other for its own. What is about applications needs none. */
export function payeeOf(form: Form, { own, authorised, authorisations }: Enrolled, now: Instant): Payee {
  const token = plain(form, 'app_auth_token')
  const isOwnBusiness = authorisations === undefined || /^alipay\.open\./.test(plain(form, 'method') ?? '')
  if (token === undefined && isOwnBusiness) return own
  if (token === undefined) throw new Refusal('isv.self-invoke-forbidden')
  const payee = authorised.get(token)
  if (!payee) throw new Refusal('aop.invalid-app-auth-token')
  if (now >= payee.until) throw new Refusal('aop.app-auth-token-time-out')
  return payee
}
