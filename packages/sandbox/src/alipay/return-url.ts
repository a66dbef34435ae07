import type { Instant } from '@tpkit/core'
import { yuan } from '../books/yuan.ts'
import { keyFor } from './answer.ts'
import { spelled } from './charset.ts'
import { formText } from './form.ts'
import { tradeUnder } from './lookup.ts'
import { bytesOf } from './notify-message.ts'
import { parameter } from './origin.ts'
import { signatureOf, TOLD, textOf } from './sign.ts'
import type { Offer, State } from './state.ts'
import { shownTime } from './time.ts'

const METHODS = { page: 'alipay.trade.page.pay.return', h5: 'alipay.trade.wap.pay.return' } as const

/**
 * 同步跳转: where the browser goes after the payment, with what the wallet signs by rule V1. It says no state: whoever asks for one
 * must query. Undefined where the merchant named no address.
 */
export function returnAddress(state: State, { origin, scene, outTradeNo, totalFee }: Offer, now: Instant): string | undefined {
  const address = parameter(origin, 'return_url')
  const trade = tradeUnder(state, origin, outTradeNo)
  if (address === undefined || !trade || (scene !== 'page' && scene !== 'h5')) return undefined
  const { charset, app, payee } = origin
  const fields = bytesOf(
    {
      charset: spelled(charset),
      out_trade_no: outTradeNo,
      method: METHODS[scene],
      total_amount: yuan(totalFee),
      trade_no: trade.tradeNo,
      auth_app_id: payee.authAppId,
      version: '1.0',
      app_id: app.appId,
      sign_type: 'RSA2',
      seller_id: payee.party.mchId,
      timestamp: shownTime(now),
    },
    charset,
  )
  const sign = signatureOf(keyFor(state, app, now).key, textOf(fields, TOLD))
  return withQuery(address, formText(new Map([...fields, ['sign', Buffer.from(sign)]])))
}

/** The merchant's own query stays in front, and is not signed. */
function withQuery(address: string, query: string): string {
  const [, before = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(address) ?? []
  return `${before}${before.includes('?') ? '&' : '?'}${query}${fragment}`
}
