/** What a careful hand-written server looks at before it believes a notify (支付结果通知) of QQ Wallet. */
import { createHash, timingSafeEqual } from 'node:crypto'

export interface PaidNotify {
  /** All of them, as they came. */
  readonly fields: Readonly<Record<string, string>>
  readonly outTradeNo: string
  readonly transactionId: string
  readonly openid: string
  readonly totalFee: number
  readonly cashFee: number
  readonly paidAt: number
}

export interface Merchant {
  readonly mchId: string
  readonly appId: string
  readonly apiKey: string
}

const ROOT = /^\s*<xml>([\s\S]*)<\/xml>\s*$/
const FIELD = /\s*<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<&]*))<\/\1>\s*/y
const DECISIVE = /&(?:return_code|result_code|mch_id|appid|out_trade_no|transaction_id|total_fee|fee_type|trade_state)=/
const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/
const BEIJING = 8

/** Throws for what is not genuine, not ours, or no payment. */
export function verified(body: Buffer, { mchId, appId, apiKey }: Merchant): PaidNotify {
  const fields = fieldsOf(body.toString('utf8'))
  if (!isSigned(fields, apiKey)) throw new Error('sign')
  const { trade_state, mch_id, appid, fee_type = 'CNY', out_trade_no, transaction_id, openid } = fields
  if (trade_state !== 'SUCCESS' || mch_id !== mchId || appid !== appId || fee_type !== 'CNY') throw new Error('not ours')
  if (!out_trade_no || !transaction_id || !openid) throw new Error('incomplete')
  return {
    ...{ fields, outTradeNo: out_trade_no, transactionId: transaction_id, openid },
    totalFee: fenOf(fields.total_fee),
    cashFee: fenOf(fields.cash_fee),
    paidAt: timeOf(fields.time_end),
  }
}

function fieldsOf(xml: string): Record<string, string> {
  const inner = ROOT.exec(xml)?.[1] ?? ''
  const fields: Record<string, string> = {}
  FIELD.lastIndex = 0
  let read = 0
  for (let found = FIELD.exec(inner); found; found = FIELD.exec(inner)) {
    const [whole, name = '', quoted, plain = ''] = found
    if (name in fields) throw new Error('twice')
    fields[name] = quoted ?? plain
    read += whole.length
  }
  if (read !== inner.length || read === 0) throw new Error('XML')
  return fields
}

function isSigned(fields: Readonly<Record<string, string>>, apiKey: string): boolean {
  const { sign = '', ...rest } = fields
  const pairs = Object.keys(rest).flatMap((name) => (rest[name] ? `${name}=${rest[name]}` : []))
  const text = `${pairs.sort().join('&')}&key=${apiKey}`
  const digest = createHash('md5').update(text).digest('hex').toUpperCase()
  if (sign.length !== digest.length || !timingSafeEqual(Buffer.from(sign.toUpperCase()), Buffer.from(digest))) return false
  return !Object.values(rest).some((value) => value.includes('&') && DECISIVE.test(value))
}

function fenOf(text = ''): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error('amount')
  return Number(text)
}

function timeOf(text = ''): number {
  const [, year, month, day, hour, minute, second] = (TIME.exec(text) ?? []).map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, (hour ?? 0) - BEIJING, minute, second)
}
