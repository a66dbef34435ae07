import { createHmac } from 'node:crypto'
import { refusesAll } from '../judges.ts'
import type { Cases, Trial } from '../trial.ts'
import type { Message } from '../world/http.ts'
import { qqFields, qqSign, qqXml } from '../world/qq.ts'
import type { Sold } from '../world/sold.ts'

type Fields = Readonly<Record<string, string>>

async function given(trial: Trial) {
  const sold = await trial.shop.sell('qq')
  const { sign = '', ...fields } = qqFields(sold.notify.body)
  const message = (said: Fields): Message => ({ ...sold.notify, body: qqXml(said) })
  const text = (xml: string): Message => ({ ...sold.notify, body: Buffer.from(xml) })
  return { sold, fields, sign, message, text, whole: Buffer.from(sold.notify.body).toString() }
}

const SIGN = /<sign>.*?<\/sign>/s
const flipped = (sign: string): string => sign.slice(0, -1) + (Number.parseInt(sign.slice(-1), 16) ^ 1).toString(16).toUpperCase()

export const signQQ: Cases = {
  A001: async (trial) => {
    const { sold, fields, message } = await given(trial)
    await refusesAll(trial, sold, [['without sign', message(fields)]])
  },
  A002: async (trial) => {
    const { sold, whole, text } = await given(trial)
    await refusesAll(trial, sold, [
      ['<sign></sign>', text(whole.replace(SIGN, '<sign></sign>'))],
      ['<sign/>', text(whole.replace(SIGN, '<sign/>'))],
      ['<sign> of a space', text(whole.replace(SIGN, '<sign> </sign>'))],
    ])
  },
  A003: async (trial) => {
    const { sold, fields, message } = await given(trial)
    const { out_trade_no = '', total_fee = '', transaction_id = '', fee_type = '' } = fields
    const bare = { out_trade_no, total_fee, trade_state: 'SUCCESS' }
    await refusesAll(trial, sold, [
      ['number, amount and state alone', message(bare)],
      ['with a transaction id and currency', message({ ...bare, transaction_id, fee_type })],
    ])
  },
  A004: async (trial) => {
    const { sold, fields, sign, message } = await given(trial)
    await refusesAll(trial, sold, [['last hex digit changed', message({ ...fields, sign: flipped(sign) })]])
  },
  A005: async (trial) => {
    const { sold, fields, message } = await given(trial)
    const [first = ''] = qqSign(fields, '').split('&')
    await refusesAll(trial, sold, [
      ['signed with an empty key', message({ ...fields, sign: first })],
      ['signed with "undefined"', message({ ...fields, sign: qqSign(fields, 'undefined') })],
      ['signed with the merchant number', message({ ...fields, sign: qqSign(fields, fields.mch_id ?? '') })],
    ])
  },
  A007: async (trial) => {
    const { sold, fields, sign, message } = await given(trial)
    const types = ['NONE', 'HMAC-SHA256', 'md4', 'none', 'RSA', 'MD4']
    const spoilt = types.map(
      (sign_type) => [`sign_type=${sign_type}, MD5 as it was`, message({ ...fields, sign_type, sign })] as const,
    )
    await refusesAll(trial, sold, [...spoilt, ...types.map((type) => signedAs(trial, sold, fields, type))])
  },
}

/** Whoever had the key could choose the weakest algorithm. */
function signedAs(trial: Trial, sold: Sold, fields: Fields, sign_type: string): readonly [string, Message] {
  const key = trial.world.qq.apiKey('a')
  const said = { ...fields, sign_type }
  const sign =
    sign_type === 'HMAC-SHA256' ? hmac(said, key) : sign_type === 'NONE' || sign_type === 'none' ? '' : qqSign(said, key)
  return [`sign_type=${sign_type}, signed so`, { ...sold.notify, body: qqXml({ ...said, sign }) }]
}

function hmac(fields: Fields, key: string): string {
  const names = Object.keys(fields).filter((name) => fields[name] !== '')
  const text = [...names.sort().map((name) => `${name}=${fields[name]}`), `key=${key}`].join('&')
  return createHmac('sha256', key).update(text).digest('hex').toUpperCase()
}
