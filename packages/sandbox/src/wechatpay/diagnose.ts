import type { Instant } from '@tpkit/core'
import type { Noted } from '../journal/journal.ts'
import type { Inspection, Sentence } from '../wallet.ts'
import { isTimely } from './call.ts'
import type { Enrolled } from './merchant.ts'
import { type Authorization, isSignedBy, messageText, readAuthorization, requestText } from './sign.ts'
import type { State } from './state.ts'

type Signature = NonNullable<Inspection['signature']>

/** Which text a merchant's call signed, and if it does not fit, why. Undefined where nobody knows whose key to use. */
export function diagnosedCall({ request, at }: Noted, { merchants, aheadMs }: State): Signature | undefined {
  const authorization = readAuthorization(request.headers.get('authorization')?.[0])
  if (!authorization) return undefined
  const merchant = merchants.get(authorization.mchid)
  const path = request.url.replace(/^[a-z]+:\/\/[^/]*/, '')
  const text = requestText(request.method, path, authorization, request.body)
  const called = { method: request.method, path, body: request.body, text, authorization }
  const [cause, sentence] = merchant ? causeOf(called, merchant, [...merchants.values()], at - aheadMs) : NO_MERCHANT
  return { text: text.toString('utf8'), expected: '', found: authorization.signature, cause, sentence }
}

interface Called {
  readonly method: string
  readonly path: string
  readonly body: Uint8Array
  readonly text: Uint8Array
  readonly authorization: Authorization
}

type Cause = readonly [name: string, sentence: Sentence]

function causeOf(called: Called, merchant: Enrolled, all: readonly Enrolled[], at: Instant): Cause {
  const { authorization, text } = called
  if (isSignedBy(merchant.publicKey, text, authorization.signature)) {
    if (authorization.serial !== merchant.serial) return serialOf(merchant)
    return isTimely(authorization, at) ? RIGHT : CLOCK
  }
  const other = all.find((each) => each !== merchant && isSignedBy(each.publicKey, text, authorization.signature))
  if (other) return wrongKey(other)
  return (
    DEVIATIONS.find(([, deviate]) => isSignedBy(merchant.publicKey, deviate(called), authorization.signature))?.[0] ?? UNEXPLAINED
  )
}

/** What clients sign by mistake, in the place of what they send. */
const DEVIATIONS: readonly (readonly [Cause, (called: Called) => Uint8Array])[] = [
  [
    [
      'missing-line-end',
      {
        en: 'the last line feed is missing in the signed text; end each of the five lines with one',
        zh: '签名串末尾缺少换行符；五行都要以换行符结尾',
      },
    ],
    ({ text }) => text.subarray(0, -1),
  ],
  [
    [
      'query-left-out',
      {
        en: 'the query string is missing in the signed text; sign path and query as they are sent',
        zh: '签名串中缺少查询参数；应签名完整的路径和查询参数',
      },
    ],
    (called) => textOf({ ...called, path: called.path.replace(/\?.*$/s, '') }),
  ],
  [
    [
      'path-decoded',
      {
        en: 'the path was signed before it was escaped; sign it exactly as it is sent',
        zh: '对未转义的路径签名；应与实际发送的路径完全一致',
      },
    ],
    (called) => textOf({ ...called, path: decoded(called.path) }),
  ],
  [
    [
      'body-rewritten',
      {
        en: 'another spelling of the body was signed; serialise it once, sign and send that text',
        zh: '签名的报文与发送的不同；只序列化一次，签名并发送同一文本',
      },
    ],
    (called) => textOf({ ...called, body: respelled(called.body) }),
  ],
  [
    [
      'body-left-out',
      {
        en: 'the body is missing in the signed text; sign the bytes that are sent',
        zh: '签名串中缺少报文；应签名实际发送的字节',
      },
    ],
    (called) => textOf({ ...called, body: new Uint8Array() }),
  ],
  [
    [
      'method-case',
      { en: 'the method was signed in lower case; write GET or POST', zh: '签名串中的方法为小写；应为大写 GET 或 POST' },
    ],
    (called) => textOf({ ...called, method: called.method.toLowerCase() }),
  ],
]

function textOf({ method, path, body, authorization }: Called): Uint8Array {
  return requestText(method, path, authorization, body)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** With the other spacing: compact for a body with spaces, spaced for a compact one. */
function respelled(body: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(body)
  try {
    const compact = JSON.stringify(JSON.parse(text))
    const spaced = compact.replaceAll('":', '": ').replaceAll(',"', ', "')
    return new TextEncoder().encode(compact === text ? spaced : compact)
  } catch {
    return body
  }
}

const RIGHT: Cause = ['right', { en: 'The signature is right.', zh: '签名正确。' }]
const CLOCK: Cause = [
  'clock',
  {
    en: "the signature is right and its time more than five minutes off; set the machine's clock (NTP)",
    zh: '签名正确，但时间相差超过五分钟；校准机器时钟（NTP）',
  },
]
const NO_MERCHANT: Cause = ['unknown-merchant', { en: 'no merchant of this wallet has that number', zh: '本钱包没有此商户号' }]
const UNEXPLAINED: Cause = [
  'unexplained',
  {
    en: 'no key of this wallet fits the text; compare privateKey with the merchant certificate, and the text with what was signed',
    zh: '没有密钥与签名串相符；核对 privateKey 与商户证书，以及实际签名的文本',
  },
]

function serialOf({ serial }: Enrolled): Cause {
  return [
    'serial',
    { en: `the signature is right and serial_no is not; it is ${serial}`, zh: `签名正确，但 serial_no 不对，应为 ${serial}` },
  ]
}

function wrongKey({ mchId }: Enrolled): Cause {
  return ['wrong-key', { en: `signed with the key of merchant ${mchId}`, zh: `使用了商户 ${mchId} 的私钥签名` }]
}

/** A notify of the wallet's: which text it signed, and whether a fault spoilt it. */
export function diagnosedNotify({ request: { headers, body }, faults }: Noted, { walletKeys }: State): Signature | undefined {
  const value = (name: string) => headers.get(name)?.[0] ?? ''
  const [timestamp, nonce, found, serial] = ['timestamp', 'nonce', 'signature', 'serial'].map((name) =>
    value(`wechatpay-${name}`),
  )
  const key = walletKeys.find(({ id }) => id === serial)
  if (!timestamp || !nonce || !found || !key) return undefined
  const text = messageText(timestamp, nonce, body)
  const [cause, sentence] = isSignedBy(key.key, text, found) ? RIGHT : spoilt(faults)
  return { text: text.toString('utf8'), expected: '', found, cause, sentence }
}

function spoilt(faults: readonly string[]): Cause {
  const names = faults.join(', ') || 'no fault'
  return ['spoilt', { en: `the signature does not fit: ${names}`, zh: `签名不符：${names}` }]
}
