import type { Delivery, Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { yuan } from '../books/yuan.ts'
import { keyFor } from './answer.ts'
import { idsOf, LOGON_ID } from './buyer.ts'
import { type Charset, encoded, spelled } from './charset.ts'
import { formText } from './form.ts'
import { tradeOf } from './lookup.ts'
import { text } from './origin.ts'
import { type Bytes, signatureOf, TOLD, textOf } from './sign.ts'
import type { State } from './state.ts'
import { shownTime } from './time.ts'
import { amountsOf, fundBills, vouchers } from './trade-told.ts'

interface Told {
  readonly notifyId: string
  readonly status: string
  readonly more?: Readonly<Record<string, string>>
}

/** 异步通知: a form, signed by rule V1 when it is sent, in the charset of the request that made the trade. */
export function notifyMessage(state: State, order: Order, told: Told, now: Instant): Pick<Delivery, 'headers' | 'body'> {
  const { origin } = tradeOf(state, order)
  const charset = state.settings.notifyCharset === 'utf-8' ? 'utf-8' : origin.charset
  const fields = bytesOf({ ...head(told, charset, now), ...body(state, order), ...told.more, sign_type: 'RSA2' }, charset)
  const sign = signatureOf(keyFor(state, origin.app, now).key, textOf(fields, TOLD))
  return {
    headers: [['Content-Type', `application/x-www-form-urlencoded; charset=${spelled(charset)}`]],
    body: Buffer.from(formText(new Map([...fields, ['sign', Buffer.from(sign)]]))),
  }
}

/** Empty ones are left out. */
export function bytesOf(fields: Readonly<Record<string, string | undefined>>, charset: Charset): Bytes {
  const given = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  return new Map(given.map(([name, value]) => [name, encoded(value, charset)]))
}

function head({ notifyId, status }: Told, charset: Charset, now: Instant): Readonly<Record<string, string>> {
  return {
    notify_time: shownTime(now),
    notify_type: 'trade_status_sync',
    notify_id: notifyId,
    charset: spelled(charset),
    version: '1.0',
    trade_status: status,
  }
}

function body(state: State, order: Order): Readonly<Record<string, string | undefined>> {
  const { origin, buyer } = tradeOf(state, order)
  return {
    app_id: origin.app.appId,
    auth_app_id: origin.payee.authAppId,
    seller_id: order.merchant.mchId,
    trade_no: order.tradeNo,
    out_trade_no: order.outTradeNo,
    subject: order.subject,
    body: text(origin, 'body'),
    passback_params: text(origin, 'passback_params'),
    total_amount: yuan(order.totalFee),
    gmt_create: shownTime(order.createdAt),
    ...idsOf(state.settings, buyer, 'buyer_id'),
    buyer_logon_id: LOGON_ID,
    ...(order.payment && paid(state, order, order.payment.paidAt)),
  }
}

/** Nothing of it for a trade that nobody paid. */
function paid({ settings }: State, order: Order, at: Instant): Readonly<Record<string, string | undefined>> {
  const given = vouchers(order, 'notify')
  return {
    gmt_payment: shownTime(at),
    ...amountsOf(order),
    fund_bill_list: JSON.stringify(fundBills(settings, order, 'fundChannel')),
    voucher_detail_list: given.length > 0 ? JSON.stringify(given) : undefined,
  }
}
