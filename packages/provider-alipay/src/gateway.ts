import { type Exchange, type HttpRequest, type Moment, send, sign } from '@tpkit/core'
import { canonicalText, sealCbc, toBeijingText, writeForm } from '@tpkit/wire'
import type { Account } from './account.ts'
import { type Opened, open } from './answer.ts'
import { GATEWAY, type Method } from './endpoints.ts'

/** The name under which core holds the application's private key (应用私钥). */
export const APP_KEY = 'app'

/** One call of the gateway before it is signed. */
export interface GatewayCall {
  readonly method: Method
  /** Becomes JSON once (biz_content); that text is signed, or what it is encrypted to. */
  readonly content: object
  readonly effect: HttpRequest['effect']
  /** 异步通知地址 of this call, where it has one. */
  readonly notifyUrl?: string | undefined
  /** 同步跳转地址: of page and h5 alone. */
  readonly returnUrl?: string | undefined
  /** For the application itself: without the authorisation of the merchant whom a service provider acts for. */
  readonly asApplication?: true
}

/** Signs, sends and opens one call. */
export type Ask = (call: GatewayCall, at: Moment) => Exchange<Opened>

/** How calls are asked for one account. */
export function asker(account: Account): Ask {
  return function* ask(call, at) {
    return yield* open(yield* send(yield* signedRequest(call, account, at)), call.method, account)
  }
}

/** 公共参数 and biz_content, signed: what a browser or an app carries to the wallet, and what is sent. Nothing in it is empty. */
export function* signedParameters(call: GatewayCall, account: Account, at: Moment): Exchange<Parameters> {
  const unsigned = parametersOf(call, account, at)
  const signature = yield* sign(APP_KEY, UTF8.encode(canonicalText(unsigned)))
  return { ...unsigned, sign: Buffer.from(signature).toString('base64') }
}

export type Parameters = Readonly<Record<string, string>>

const UTF8 = new TextEncoder()

/** A call as the official clients write it. */
export interface Posted {
  /** With the common parameters: who decodes the body must have read charset before. */
  readonly url: string
  readonly form: Parameters
}

export function posted({ biz_content = '', ...common }: Parameters): Posted {
  return { url: `${GATEWAY}?${writeForm(common)}`, form: { biz_content } }
}

export function* signedRequest(call: GatewayCall, account: Account, at: Moment): Exchange<HttpRequest> {
  const { url, form } = posted(yield* signedParameters(call, account, at))
  return {
    method: 'POST',
    url,
    headers: [
      ['content-type', 'application/x-www-form-urlencoded;charset=utf-8'],
      ['accept', 'application/json'],
    ],
    body: UTF8.encode(writeForm(form)),
    effect: call.effect,
  }
}

function parametersOf(call: GatewayCall, account: Account, { nowMs }: Moment): Parameters {
  const { appId, certificates, appAuthToken, contentKey } = account
  const content = JSON.stringify(call.content)
  return {
    app_id: appId,
    method: call.method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: toBeijingText(nowMs),
    version: '1.0',
    ...(call.notifyUrl && { notify_url: call.notifyUrl }),
    ...(call.returnUrl && { return_url: call.returnUrl }),
    ...(appAuthToken && !call.asApplication && { app_auth_token: appAuthToken.reveal() }),
    ...(certificates && { app_cert_sn: certificates.appSn, alipay_root_cert_sn: certificates.rootSn }),
    // 接口内容加密: what is signed is the ciphertext.
    ...(contentKey && { encrypt_type: 'AES' }),
    biz_content: contentKey ? sealCbc(content, contentKey) : content,
  }
}
