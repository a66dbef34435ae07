import { type Exchange, type Moment, type PayCommand, type Prompt, sign } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import type { Account } from './account.ts'
import { type PreparedScene, promptEnd } from './order.ts'
import { demand } from './reading.ts'
import { MERCHANT_KEY } from './request.ts'

type Params = Readonly<Record<string, string>>

/** 调起支付. What the front end shows, or hands to the wallet's client; what it hands over is signed by the merchant. */
export function* launchPrompt(
  fields: Fields,
  command: PayCommand<PreparedScene>,
  account: Account,
  at: Moment,
): Exchange<Prompt> {
  const expiresAt = promptEnd(command, at)
  switch (command.scene) {
    case 'native':
      return { kind: 'qr', text: demand(fields, 'code_url'), expiresAt }
    case 'h5':
      return { kind: 'redirect', url: returning(demand(fields, 'h5_url'), command.returnUrl), expiresAt }
    case 'app':
      return { kind: 'invoke', bridge: 'WXPay', params: yield* appParams(demand(fields, 'prepay_id'), account, at), expiresAt }
    case 'jsapi': {
      const params = yield* pageParams(demand(fields, 'prepay_id'), account, at)
      return { kind: 'invoke', bridge: 'WeixinJSBridge.getBrandWCPayRequest', params, expiresAt }
    }
    case 'mini': {
      const { appId: _, ...params } = yield* pageParams(demand(fields, 'prepay_id'), account, at)
      return { kind: 'invoke', bridge: 'wx.requestPayment', params, expiresAt }
    }
  }
}

/** Nothing else of the address may be changed. */
function returning(url: string, returnUrl: string | undefined): string {
  return returnUrl === undefined ? url : `${url}&redirect_url=${encodeURIComponent(returnUrl)}`
}

/** 公众号, 小程序: `package` is signed with its prefix; `signType` is not signed. */
function* pageParams(prepayId: string, account: Account, at: Moment): Exchange<Params & { readonly appId: string }> {
  const { appId, timeStamp, nonceStr } = launched(account, at)
  const handle = `prepay_id=${prepayId}`
  const paySign = yield* launchSignature([appId, timeStamp, nonceStr, handle])
  return { appId, timeStamp, nonceStr, package: handle, signType: 'RSA', paySign }
}

/** APP: the bare prepay id is signed; `package` is a constant. */
function* appParams(prepayId: string, account: Account, at: Moment): Exchange<Params> {
  const { appId, timeStamp, nonceStr } = launched(account, at)
  const signature = yield* launchSignature([appId, timeStamp, nonceStr, prepayId])
  const names = { appid: appId, partnerid: account.mchId, prepayid: prepayId, package: 'Sign=WXPay' }
  return { ...names, noncestr: nonceStr, timestamp: timeStamp, sign: signature }
}

/** In an app of the sub-merchant, the sub-merchant's application opens the cashier. */
function launched({ subAppId, appId }: Account, at: Moment) {
  return { appId: subAppId ?? appId, timeStamp: Math.floor(at.nowMs / 1_000).toString(), nonceStr: at.nonce(32) }
}

/** Four lines, each with its line feed; RSA with SHA-256, Base64. */
function* launchSignature(lines: readonly string[]): Exchange<string> {
  const text = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''))
  return Buffer.from(yield* sign(MERCHANT_KEY, text)).toString('base64')
}
