import type { HttpRequest, Moment } from '@tpkit/core'
import { writeXml } from '@tpkit/wire'
import type { Account } from './config.ts'
import { type Call, ENDPOINTS } from './endpoints.ts'
import { signatureOf } from './signature.ts'

/** What a call says beside who we are; undefined and empty fields are left out. */
export type OwnFields = Readonly<Record<string, string | undefined>>

const HEADERS: HttpRequest['headers'] = [['content-type', 'text/xml; charset=utf-8']]

/** One call as a request: who we are, a nonce, the call's own fields, and the signature over all that is sent. */
export function signedPost(call: Call, own: OwnFields, account: Account, at: Moment): HttpRequest {
  const { mchId, appId, subAppId, subMchId, doubts } = account
  // The usual algorithm goes without saying.
  const sign_type = doubts.signType === 'MD5' ? undefined : doubts.signType
  const head = { mch_id: mchId, nonce_str: at.nonce(32) }
  const fields = filled([head, own, { appid: appId, sub_appid: subAppId, sub_mch_id: subMchId, sign_type }])
  fields.sign = signatureOf(fields, account)
  return { method: 'POST', headers: HEADERS, body: UTF8.encode(writeXml(fields)), ...ENDPOINTS[call] }
}

const UTF8 = new TextEncoder()

/** Empty fields are not signed, so they are not sent either. */
function filled(parts: readonly OwnFields[]): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const part of parts) {
    for (const name of Object.keys(part)) {
      const value = part[name]
      if (value) kept[name] = value
    }
  }
  return kept
}
