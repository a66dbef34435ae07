import { currentKey, type Exchange, type HttpRequest, type Moment, sign } from '@tpkit/core'
import type { Account } from './account.ts'
import { ORIGIN } from './endpoints.ts'

/** The name under which core holds the merchant's private key (商户API私钥). */
export const MERCHANT_KEY = 'merchant'

/** One call before it is signed. */
export interface Draft {
  readonly method: 'GET' | 'POST'
  /** Path with query string, exactly as it is sent. */
  readonly path: string
  /** Becomes JSON once; that text is signed and sent. */
  readonly body?: object
  readonly effect: HttpRequest['effect']
  /** Id of the wallet's key that sealed a field of the body; without it the one that is valid longest, to answer with. */
  readonly sealedFor?: string
}

/** A call as a request: signed (WECHATPAY2-SHA256-RSA2048), and naming the wallet's key that we know (Wechatpay-Serial). */
export function* signedRequest(draft: Draft, account: Account, at: Moment): Exchange<HttpRequest> {
  const { method, path, effect } = draft
  const text = draft.body === undefined ? '' : JSON.stringify(draft.body)
  const serial = draft.sealedFor ?? (yield* currentKey())?.id
  const authorization = yield* authorize({ method, path, text }, account, at)
  return {
    method,
    url: `${ORIGIN}${path}`,
    effect,
    headers: [
      ['authorization', authorization],
      ['accept', 'application/json'],
      ...(draft.body === undefined ? [] : [['content-type', 'application/json; charset=utf-8'] as const]),
      ...(serial === undefined ? [] : [['wechatpay-serial', serial] as const]),
    ],
    ...(draft.body !== undefined && { body: UTF8.encode(text) }),
  }
}

const UTF8 = new TextEncoder()

interface Signed {
  readonly method: string
  readonly path: string
  readonly text: string
}

/** 签名值 over five lines, each with its line feed. */
function* authorize({ method, path, text }: Signed, { mchId, serial }: Account, at: Moment): Exchange<string> {
  const [timestamp, nonce] = [Math.floor(at.nowMs / 1_000).toString(), at.nonce(32)]
  const message = UTF8.encode(`${method}\n${path}\n${timestamp}\n${nonce}\n${text}\n`)
  const signature = Buffer.from(yield* sign(MERCHANT_KEY, message)).toString('base64')
  const parts = { mchid: mchId, nonce_str: nonce, signature, timestamp, serial_no: serial }
  const attributes = Object.entries(parts).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${attributes.join(',')}`
}
