import { type Exchange, type Headers, type Instant, key } from '@tpkit/core'
import { type TPError, tpError } from '@tpkit/core/errors'
import { rsaVerify } from '@tpkit/wire'

/** |ours − theirs| may be so much. */
const WINDOW_MS = 300_000

/** What the wallet signs a message with. */
export interface Proof {
  readonly timestamp: string
  readonly nonce: string
  readonly signature: string
  readonly serial: string
}

interface Signed {
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Verifies an answer or a notify over its raw bytes. Throws `UNVERIFIED`. */
export function* verified({ headers, body }: Signed, nowMs: Instant): Exchange<void> {
  const proof = proofIn(headers)
  if (!proof)
    throw unverified('expected Wechatpay-Timestamp, -Nonce, -Signature and -Serial in its headers, found none or not all')
  checkClock(proof, nowMs)
  const publicKey = yield* key(proof.serial)
  if (!publicKey) throw unknownKey(proof.serial)
  if (!rsaVerify(publicKey, signedText(proof, body), proof.signature)) throw wrongSignature(proof)
}

/** The four headers, each once; undefined where one is missing. Throws `UNVERIFIED` for one that came twice. */
export function proofIn(headers: Headers): Proof | undefined {
  const [timestamp, nonce, signature, serial] = NAMES.map((name) => single(headers, name))
  return timestamp && nonce && signature && serial ? { timestamp, nonce, signature, serial } : undefined
}

const NAMES = ['wechatpay-timestamp', 'wechatpay-nonce', 'wechatpay-signature', 'wechatpay-serial'] as const

function single(headers: Headers, name: string): string | undefined {
  const [value, second] = headers.get(name) ?? []
  if (second !== undefined) throw unverified(`expected the header ${name} once, found it ${headers.get(name)?.length} times`)
  return value
}

/** Three lines, each with its line feed. */
export function signedText({ timestamp, nonce }: Proof, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, LINE_FEED])
}

const LINE_FEED = Buffer.from('\n')

/** Throws where the wallet's clock and ours differ by more than five minutes: the message may be an old one, sent again. */
export function checkClock({ timestamp }: Proof, nowMs: Instant): void {
  const said = /^[1-9][0-9]{0,11}$/.test(timestamp) ? Number(timestamp) * 1_000 : undefined
  if (said === undefined)
    throw unverified(`expected Unix seconds in Wechatpay-Timestamp, found ${JSON.stringify(timestamp.slice(0, 20))}`)
  if (Math.abs(Math.floor(nowMs / 1_000) * 1_000 - said) <= WINDOW_MS) return
  const [theirs, ours] = [said, nowMs].map((instant) => new Date(instant).toISOString())
  throw unverified(
    `expected a message of the last 300 s, found one of ${theirs} while our clock says ${ours}; set this machine's clock (NTP) if it is wrong`,
  )
}

function unknownKey(serial: string): TPError {
  const shown = JSON.stringify(serial.slice(0, 80))
  const todo = serial.startsWith('PUB_KEY_ID_')
    ? 'compare publicKeyId (公钥ID) with the merchant platform (账户中心 → API安全)'
    : 'it is no platform certificate (微信支付平台证书) of this merchant'
  return unverified(`expected a key that we know in Wechatpay-Serial, found ${shown}; ${todo}`)
}

/** 签名探测流量 is sent on purpose; the prefix is for people, and decides nothing. */
function wrongSignature({ signature }: Proof): TPError {
  const isProbe = signature.startsWith('WECHATPAY/SIGNTEST/')
  return unverified(
    isProbe
      ? 'expected a signature that fits, found a probe (签名探测) that the wallet sends to see whether it is refused; it sends the right one later'
      : 'expected a signature that fits the bytes that came, found another; something on the way changes messages, or it is forged',
  )
}

function unverified(message: string): TPError {
  return tpError('UNVERIFIED', `Wechatpay-Signature: ${message}`)
}
