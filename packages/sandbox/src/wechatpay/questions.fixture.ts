import type { Client } from './clients.fixture.ts'

/** What is asked, whoever asks. */
export type Question = (client: Client) => Asked

export interface Asked {
  readonly method: string
  readonly path: string
  /** Empty for none. */
  readonly body: string
}

export type Values = Readonly<Record<string, unknown>>
export type Scene = 'native' | 'jsapi' | 'app' | 'h5'

function ids({ mchId, appId, subMchId }: Client, withApp = true): Values {
  if (subMchId === undefined) return { ...(withApp && { appid: appId }), mchid: mchId }
  return { ...(withApp && { sp_appid: appId }), sp_mchid: mchId, sub_mchid: subMchId }
}

function inQuery(client: Client): string {
  return Object.entries(ids(client, false))
    .map((pair) => pair.join('='))
    .join('&')
}

const base = ({ subMchId }: Client): string => `/v3/pay/${subMchId === undefined ? '' : 'partner/'}transactions`

function post(path: (client: Client) => string, body: (client: Client) => Values): Question {
  return (client) => ({ method: 'POST', path: path(client), body: JSON.stringify(body(client)) })
}

function get(path: (client: Client) => string): Question {
  return (client) => ({ method: 'GET', path: path(client), body: '' })
}

const GOODS: Values = { description: '天虹南山店-超市', out_trade_no: 'T-10001', amount: { total: 1990, currency: 'CNY' } }

function sceneOf(scene: Scene, { subMchId }: Client): Values {
  if (scene === 'h5') return { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } }
  if (scene !== 'jsapi') return {}
  return { payer: { [subMchId === undefined ? 'openid' : 'sp_openid']: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' } }
}

/** 下单. A value of undefined leaves a field out. */
export function prepay(scene: Scene = 'native', values: Values = {}): Question {
  return post(
    (client) => `${base(client)}/${scene}`,
    (client) => ({ ...ids(client), ...GOODS, notify_url: 'http://127.0.0.1:9/notify', ...sceneOf(scene, client), ...values }),
  )
}

export function codepay(code: string, values: Values = {}): Question {
  const rest = { payer: { auth_code: code }, scene_info: { store_info: { out_id: '0001' } } }
  return post(
    (client) => `${base(client)}/codepay`,
    (client) => ({ ...ids(client), ...GOODS, ...rest, ...values }),
  )
}

export const query = (number = 'T-10001'): Question =>
  get((client) => `${base(client)}/out-trade-no/${number}?${inQuery(client)}`)

export const queryById = (id: string): Question => get((client) => `${base(client)}/id/${id}?${inQuery(client)}`)

export const close = (number = 'T-10001'): Question =>
  post(
    (client) => `${base(client)}/out-trade-no/${number}/close`,
    (client) => ids(client, false),
  )

export const reverse = (number = 'T-10001'): Question => post((client) => `${base(client)}/out-trade-no/${number}/reverse`, ids)

const subAlone = ({ subMchId }: Client): Values => (subMchId === undefined ? {} : { sub_mchid: subMchId })

/** 申请退款, of 500 fen. */
export function refund(values: Values = {}): Question {
  const usual = { out_trade_no: 'T-10001', out_refund_no: 'R-1', amount: { refund: 500, total: 1990, currency: 'CNY' } }
  return post(
    () => '/v3/refund/domestic/refunds',
    (client) => ({ ...subAlone(client), ...usual, ...values }),
  )
}

/** The amounts of a refund. */
export const fen = (back: number, total = 1990): Values => ({ amount: { refund: back, total, currency: 'CNY' } })

export const refundQuery = (number = 'R-1'): Question =>
  get(({ subMchId }) => `/v3/refund/domestic/refunds/${number}${subMchId === undefined ? '' : `?sub_mchid=${subMchId}`}`)

export const abnormalRefund = (refundId: string, values: Values = {}): Question =>
  post(
    () => `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`,
    (client) => ({ ...subAlone(client), out_refund_no: 'R-1', type: 'MERCHANT_BANK_CARD', ...values }),
  )

export const got = (path: string): Question => get(() => path)
