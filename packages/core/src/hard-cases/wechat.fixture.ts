/** As much of WeChat Pay APIv3 as the hard cases need: RSA both ways, keys by serial, AES-GCM inside the certificate list left out. */
import { generateKeyPairSync, type KeyObject, sign as rsaSign, verify } from 'node:crypto'
import type { PayCommand } from '../contract/command.ts'
import type { Headers, HttpRequest, Received } from '../contract/http.ts'
import { type Exchange, key, type Moment, type Protocol, send, sign, type TrustedKey } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { manifest, notHere } from './world.fixture.ts'

export const merchantKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const walletKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const SERIAL = 'SERIAL_NEW'

interface Message {
  readonly headers: Headers
  readonly body: Uint8Array
}

/** What the wallet signs an answer or a notify with. */
export function walletHeaders(body: string, serial = SERIAL, signer: KeyObject = walletKeys.privateKey): Record<string, string> {
  const signature = rsaSign('RSA-SHA256', Buffer.from(`1\nn\n${body}\n`), signer).toString('base64')
  return {
    'wechatpay-timestamp': '1',
    'wechatpay-nonce': 'n',
    'wechatpay-serial': serial,
    'wechatpay-signature': signature,
  }
}

function* opened({ headers, body }: Message): Exchange<Record<string, string>> {
  const header = (name: string) => headers.get(`wechatpay-${name}`)?.[0] ?? ''
  const publicKey = yield* key(header('serial'))
  const text = Buffer.concat([Buffer.from(`${header('timestamp')}\n${header('nonce')}\n`), body, Buffer.from('\n')])
  const holds = publicKey && verify('RSA-SHA256', text, publicKey, Buffer.from(header('signature'), 'base64'))
  if (!holds) throw tpError('UNVERIFIED', publicKey ? 'the signature is wrong' : 'the key is not known')
  return JSON.parse(Buffer.from(body).toString())
}

function* signedPost(path: string, fields: object, at: Moment): Exchange<HttpRequest> {
  const body = JSON.stringify(fields)
  const stamp = `${Math.floor(at.nowMs / 1000)}\n${at.nonce(32)}`
  const signature = yield* sign('merchant', Buffer.from(`POST\n${path}\n${stamp}\n${body}\n`))
  const authorization = `${stamp.replace('\n', ' ')} ${Buffer.from(signature).toString('base64')}`
  return {
    method: 'POST',
    url: `https://wallet.example${path}`,
    headers: [['authorization', authorization]],
    body: Buffer.from(body),
    effect: 'write',
  }
}

/** `verified by the wallet`: the merchant's signature over what arrived. */
export function merchantSignatureHolds(request: HttpRequest): boolean {
  const [seconds, nonce, signature = ''] = (request.headers.find(([name]) => name === 'authorization')?.[1] ?? '').split(' ')
  const path = new URL(request.url).pathname
  const text = `POST\n${path}\n${seconds}\n${nonce}\n${Buffer.from(request.body ?? []).toString()}\n`
  return verify('RSA-SHA256', Buffer.from(text), merchantKeys.publicKey, Buffer.from(signature, 'base64'))
}

export function wechat(learn: () => readonly TrustedKey[]): Protocol<'native' | 'jsapi', 'trust'> {
  return {
    manifest: manifest({ provider: 'wechatpay', scenes: ['native', 'jsapi'], abilities: ['trust'] }),
    payee: { mchId: '1900000109', appId: 'wx8888888888888888' },
    *pay(command: PayCommand<'native' | 'jsapi'>, at) {
      const path = `/v3/pay/transactions/${command.scene}`
      const answer = yield* send(
        yield* signedPost(path, { out_trade_no: command.outTradeNo, total: Number(command.total.amount) }, at),
      )
      const fields = yield* opened(answer)
      const { outTradeNo } = command
      if (command.scene === 'native') {
        return { kind: 'done', evidence: 'verified', value: { outTradeNo, prompt: { kind: 'qr', text: fields.code_url ?? '' } } }
      }
      const launch = `wx8888888888888888\n${Math.floor(answer.nowMs / 1000)}\nnonce\nprepay_id=${fields.prepay_id}\n`
      const paySign = Buffer.from(yield* sign('merchant', Buffer.from(launch))).toString('base64')
      const params = {
        package: `prepay_id=${fields.prepay_id}`,
        signType: 'RSA',
        paySign,
        timeStamp: `${Math.floor(answer.nowMs / 1000)}`,
      }
      return {
        kind: 'done',
        evidence: 'verified',
        value: { outTradeNo, prompt: { kind: 'invoke', bridge: 'WeixinJSBridge', params } },
      }
    },
    *notify(received: Received) {
      const fields = yield* opened(received)
      return { id: fields.id ?? '', facts: [] }
    },
    *trust() {
      yield* send({ method: 'GET', url: 'https://wallet.example/v3/certificates', headers: [], effect: 'read' })
      return learn()
    },
    query: notHere,
    refund: notHere,
    acknowledge: () => ({ status: 204, headers: [], body: '' }),
  }
}
