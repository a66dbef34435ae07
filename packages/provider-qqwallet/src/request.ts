import type { HttpRequest, Moment } from '@tpkit/core'
import { writeXml } from '@tpkit/wire'
import type { Account } from './config.ts'
import { type Call, ENDPOINTS } from './endpoints.ts'
import { signed } from './signature.ts'

/** What a call says beside who we are; undefined and empty fields are left out. */
export type OwnFields = Readonly<Record<string, string | undefined>>

const HEADERS: HttpRequest['headers'] = [['content-type', 'text/xml; charset=utf-8']]

/** One call as a request: who we are, a nonce, the call's own fields, and the signature over all that is sent. */
export function signedPost(call: Call, own: OwnFields, account: Account, at: Moment): HttpRequest {
  const { mchId, appId, subAppId, subMchId } = account
  const us = { appid: appId, sub_appid: subAppId, sub_mch_id: subMchId }
  const fields = filled({ mch_id: mchId, nonce_str: at.nonce(32), ...own, ...us })
  const body = new TextEncoder().encode(writeXml(signed(fields, account)))
  return { method: 'POST', headers: HEADERS, body, ...ENDPOINTS[call] }
}

/** Empty fields are not signed, so they are not sent either. */
function filled(fields: OwnFields): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) if (value) kept[name] = value
  return kept
}
