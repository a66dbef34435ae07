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
  const fields: Record<string, string> = { mch_id: mchId, nonce_str: at.nonce(32) }
  fill(fields, own)
  // The usual algorithm goes without saying.
  const sign_type = doubts.signType === 'MD5' ? undefined : doubts.signType
  fill(fields, { appid: appId, sub_appid: subAppId, sub_mch_id: subMchId, sign_type })
  fields.sign = signatureOf(fields, account)
  return { method: 'POST', headers: HEADERS, body: UTF8.encode(writeXml(fields)), ...ENDPOINTS[call] }
}

const UTF8 = new TextEncoder()

/** Empty fields are not signed, so they are not sent either. */
function fill(fields: Record<string, string>, more: OwnFields): void {
  for (const name of Object.keys(more)) {
    const value = more[name]
    if (value) fields[name] = value
  }
}
