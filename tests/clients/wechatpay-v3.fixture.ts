import { readFileSync } from 'node:fs'
import type { WeChatAccount } from '@tpkit/sandbox'
import { Wechatpay } from 'wechatpay-axios-plugin'
import { ClientError } from './client.fixture.ts'

/** What their client knows the wallet by: PEM by public key id or serial number. */
export type Certs = Readonly<Record<string, string>>

/** An answer that their client believed. */
export interface Answer {
  readonly status: number
  /** Which key signed it. */
  readonly serial: string
  readonly data: object
}

/** A merchant who uses their client of APIv3 as its documentation says; only the address is the sandbox's. */
export interface V3Merchant {
  readonly client: Wechatpay
  readonly pay: (scene: V3Scene, fields: object) => Promise<Answer>
  readonly query: (outTradeNo: string, options?: object) => Promise<Answer>
  readonly queryById: (transactionId: string) => Promise<Answer>
  readonly closeOrder: (outTradeNo: string) => Promise<Answer>
  readonly refund: (fields: object) => Promise<Answer>
  readonly queryRefund: (outRefundNo: string) => Promise<Answer>
  readonly get: (path: string, options?: object) => Promise<Answer>
  readonly post: (path: string, fields: object, options?: object) => Promise<Answer>
}

export type V3Scene = 'native' | 'jsapi' | 'app' | 'h5' | 'codepay'

/** Another key or number than the account's, for who is to be refused. */
interface Identity {
  readonly privateKey?: string
  readonly serial?: string
}

const TRANSACTIONS = 'v3/pay/transactions'
const REFUNDS = 'v3/refund/domestic/refunds'

/** Without certificates the merchant trusts the public key that came with the account. */
export function v3Merchant(account: WeChatAccount, certs: Certs = publicKeyOf(account), identity: Identity = {}): V3Merchant {
  const { mchId, serial } = account
  const baseURL = account.endpoints['https://api.mch.weixin.qq.com']
  const given = { mchid: mchId, serial, privateKey: read(account.privateKey), certs, ...identity }
  // A redirection would lead away from this machine.
  const client = new Wechatpay({ ...given, ...(baseURL !== undefined && { baseURL }), proxy: false, maxRedirects: 0 })
  const get = (path: string, options: object = {}) => told(client.chain(path).get<object>(options))
  const post = (path: string, fields: object, options: object = {}) => told(client.chain(path).post<object>(fields, options))
  const params = { mchid: mchId }
  return {
    ...{ client, get, post },
    pay: (scene, fields) => post(`${TRANSACTIONS}/${scene}`, fields),
    query: (out_trade_no, options) => get(`${TRANSACTIONS}/out-trade-no/{out_trade_no}`, { params, out_trade_no, ...options }),
    queryById: (transaction_id) => get(`${TRANSACTIONS}/id/{transaction_id}`, { params, transaction_id }),
    closeOrder: (out_trade_no) => post(`${TRANSACTIONS}/out-trade-no/{out_trade_no}/close`, params, { out_trade_no }),
    refund: (fields) => post(REFUNDS, fields),
    queryRefund: (out_refund_no) => get(`${REFUNDS}/{out_refund_no}`, { out_refund_no }),
  }
}

interface Response {
  readonly status: number
  readonly headers: object
  readonly data: object
}

async function told(sent: Promise<Response>): Promise<Answer> {
  const { status, headers, data } = await sent.catch((error: Error) => {
    throw new ClientError(error)
  })
  return { status, serial: String(Reflect.get(headers, 'wechatpay-serial')), data }
}

export function publicKeyOf({ publicKeyId, publicKey }: WeChatAccount): Certs {
  return { [publicKeyId]: read(publicKey) }
}

/** A file that an account names. */
export function read(reference: string): string {
  return readFileSync(reference.replace(/^file:/, ''), 'utf8')
}

/** A value of an answer that must be text. */
export function textIn(data: object, name: string): string {
  const found: unknown = Reflect.get(data, name)
  if (typeof found !== 'string') throw new Error(`expected ${name} to be text, found ${JSON.stringify(found)}`)
  return found
}

/** Their client's error for a refusal of the wallet's: it does not look at who signed that. */
export function refusal(status: number, code: string): object {
  return { code: status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE', status, data: { code } }
}
