import { readFileSync } from 'node:fs'
import type { Sandbox, SandboxAccount } from '@tpkit/sandbox'
import { Hash, Transformer, Wechatpay } from 'wechatpay-axios-plugin'
import type { Fields } from './fields.fixture.ts'

/** A merchant who uses their client as its documentation says; only the addresses are QQ Wallet's. */
export interface Merchant {
  readonly mchId: string
  /** One call; answers with what their client believed. Rejects with a `ClientError`. */
  readonly call: (name: Call, fields: object) => Promise<Fields>
  /** The trade statement, as it came. */
  readonly download: (fields: object) => Promise<Buffer>
  /** The digest of the operator's password. */
  readonly operator: Fields
  /** Reads a notify and compares its signature. */
  readonly notified: (body: string) => { readonly fields: Fields; readonly genuine: boolean }
}

/** Their error without the sockets and secrets that it carries along. */
export class ClientError extends Error {
  readonly code: unknown
  readonly status: unknown
  /** The answer that was not believed, or refused. */
  readonly data: unknown

  constructor(error: Error) {
    super(error.message)
    this.name = 'ClientError'
    this.code = Reflect.get(error, 'code')
    const { status, data } = Object(Reflect.get(error, 'response'))
    this.status = status
    this.data = data
  }
}

const PATHS = {
  unifiedOrder: 'cgi-bin/pay/qpay_unified_order.cgi',
  micropay: 'cgi-bin/pay/qpay_micro_pay.cgi',
  orderQuery: 'cgi-bin/pay/qpay_order_query.cgi',
  closeOrder: 'cgi-bin/pay/qpay_close_order.cgi',
  reverse: 'cgi-bin/pay/qpay_reverse.cgi',
  refund: 'cgi-bin/pay/qpay_refund.cgi',
  refundQuery: 'cgi-bin/pay/qpay_refund_query.cgi',
  statement: 'cgi-bin/sp_download/qpay_mch_statement_down.cgi',
} as const

type Call = keyof typeof PATHS

/** The calls that go through the door with mutual TLS. */
const SECURE: readonly Call[] = ['reverse', 'refund']

export function merchantOf({ account, url, tlsUrl }: Sandbox, { certificate = true } = {}): Merchant {
  const { mchId, apiKey } = account
  const wechatpay = clientOf(account, url, certificate)
  const post = async (name: Call, fields: object, options: object): Promise<object> => {
    const sent = wechatpay.chain(`v2/${PATHS[name]}`).post<object>({ mch_id: mchId, ...fields }, options)
    const { data } = await sent.catch((error: Error) => {
      throw new ClientError(error)
    })
    return data
  }
  return {
    mchId,
    call: async (name, fields) => {
      const door = SECURE.includes(name) ? { baseURL: tlsUrl, security: true } : {}
      return (await post(name, fields, door)) as Fields // their parser makes nothing else of flat XML
    },
    download: async (fields) => {
      const plain = { responseType: 'arraybuffer', transformResponse: [] } as const
      return (await post('statement', fields, plain)) as Buffer // nothing was made of the bytes
    },
    operator: { op_user_id: account.operatorId, op_user_passwd: Hash.md5(account.operatorPassword) },
    notified: (body) => {
      const fields = Transformer.toObject(body) as Fields // the same
      return { fields, genuine: Hash.equals(Hash.sign('MD5', fields, apiKey), fields.sign) }
    },
  }
}

/** Serial, private key and platform certificates belong to APIv3; it does not start without any, and the v2 side uses none. */
function clientOf({ mchId, apiKey, certificate, ca }: SandboxAccount, baseURL: string, identified: boolean): Wechatpay {
  const key = read(certificate.key)
  return new Wechatpay({
    baseURL,
    proxy: false,
    mchid: mchId,
    secret: apiKey,
    merchant: { ca: read(ca), ...(identified && { cert: read(certificate.cert), key }) },
    serial: 'none',
    privateKey: key,
    certs: { unused: read(ca) },
  })
}

function read(reference: string): string {
  return readFileSync(reference.replace(/^file:/, ''), 'utf8')
}
