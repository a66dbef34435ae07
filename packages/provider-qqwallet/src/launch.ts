import type { Moment, PayCommand, Prompt } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, hmacSha1Base64 } from '@tpkit/wire'
import type { Account } from './config.ts'
import { publicAccount } from './extra.ts'
import { demand } from './reading.ts'

/** The scenes in which an order is prepared and the payer's own client goes on with it. */
export type PreparedScene = 'native' | 'jsapi' | 'app' | 'mini'

type Params = Readonly<Record<string, string>>

/** Everything that the launch needs, checked before the order is placed. Throws `CONFIG` or `INVALID`. */
export function checkLaunch({ scene, extra }: PayCommand<PreparedScene>, account: Account): void {
  if (scene === 'app') appIdentity(account)
  publicAccount(extra?.qqwallet, account)
}

/** 调起支付. What the front end hands to the wallet's client. */
export function launchPrompt(fields: Fields, { scene, extra }: PayCommand<PreparedScene>, account: Account, at: Moment): Prompt {
  if (scene === 'native') return { kind: 'qr', text: demand(fields, 'code_url') }
  const prepayId = demand(fields, 'prepay_id')
  const follow = publicAccount(extra?.qqwallet, account)
  if (scene === 'jsapi')
    return { kind: 'invoke', bridge: 'mqq.tenpay.pay', params: { ...jsapiParams(prepayId, account), ...follow } }
  if (scene === 'mini') return { kind: 'invoke', bridge: 'qq.requestPayment', params: miniParams(prepayId, account) }
  return { kind: 'invoke', bridge: 'QQWalletSDK', params: appParams(prepayId, follow, account, at) }
}

/** 公众号: nothing is signed. Without an application its place stays empty. */
function jsapiParams(prepayId: string, account: Account): Params {
  const tokenId = account.doubts.jsapiToken === 'bare' ? prepayId : `prepay_id=${prepayId}`
  return { tokenId, appInfo: `appid#${launchingApp(account) ?? ''}|bargainor_id#${account.mchId}|channel#wallet` }
}

/** 小程序: nothing is signed; here the prefix is part of the value. */
function miniParams(prepayId: string, { mchId }: Account): Params {
  return { package: `prepay_id=${prepayId}`, bargainor_id: mchId }
}

/** APP: signed on the server, with names of an older interface. `pubAcc` is signed even where it is empty. */
function appParams(prepayId: string, follow: ReturnType<typeof publicAccount>, account: Account, at: Moment): Params {
  const { appId, key } = appIdentity(account)
  const { pubAcc, pubAccHint } = follow
  const signed = { appId, bargainorId: account.mchId, nonce: at.nonce(32), pubAcc, tokenId: prepayId }
  const timeStamp = Math.floor(at.nowMs / 1_000).toString()
  return { ...signed, pubAccHint, timeStamp, sigType: 'HMAC-SHA1', sig: launchSignature(signed, key) }
}

/** 调起签名: the pairs by name, empty ones too, HMAC-SHA1 under the key and "&", Base64 of the raw digest. */
export function launchSignature(signed: Params, key: string): string {
  const pairs = Object.keys(signed)
    .sort()
    .map((name) => `${name}=${signed[name]}`)
  return hmacSha1Base64(`${key}&`, pairs.join('&'))
}

/** In an app of the sub-merchant, the sub-merchant's application launches. */
function launchingApp({ subAppId, appId }: Account): string | undefined {
  return subAppId ?? appId
}

function appIdentity(account: Account): { readonly appId: string; readonly key: string } {
  const appId = launchingApp(account)
  const secret = account.doubts.launchKey === 'apiKey' ? account.apiKeys[0] : account.appKey
  if (appId && secret) return { appId, key: secret.reveal() }
  const missing = appId ? "appKey (the application's key on the QQ open platform, not the API key)" : 'appId'
  throw tpError('CONFIG', `scene app: expected ${missing} to sign the launch parameters, found none; set it in the account`)
}
