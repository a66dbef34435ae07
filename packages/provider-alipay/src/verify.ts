import { type Exchange, key, knownKeys, type PublicKey } from '@tpkit/core'
import { type TPError, tpError } from '@tpkit/core/errors'
import { rsaVerify } from '@tpkit/wire'
import type { Account } from './account.ts'

/** The name under which core holds the wallet's one key (支付宝公钥), where the application uses no certificates. */
export const WALLET_KEY = 'alipay'

/** The part of an answer that a signature is about. */
interface Signed {
  readonly payload: Uint8Array
  readonly certificateSn?: string
  readonly signature?: string
}

/** RSA2, whatever the message says: the algorithm is ours to choose. Throws `UNVERIFIED`. */
export function* checkAnswer({ payload, certificateSn, signature = '' }: Signed, account: Account): Exchange<void> {
  // An answer that names no certificate may still fit the one that is configured.
  const id = certificateSn ?? account.certificates?.walletSns[0]
  if (yield* isSigned([payload], signature, id, account)) return
  throw unverified(
    'expected a signature that fits the bytes that came, found another; something on the way changes messages, or it is forged',
  )
}

/**
 * Does one of the readings of a notify or return fit its signature? Where it names no certificate (公钥证书方式), each that is
 * configured or was learned may have signed. Throws `UNVERIFIED` where none does.
 */
export function* checkMessage(
  readings: readonly Uint8Array[],
  { signature, certificateSn }: { readonly signature: string; readonly certificateSn?: string | undefined },
  account: Account,
): Exchange<void> {
  if (certificateSn !== undefined || !account.certificates) {
    if (yield* isSigned(readings, signature, certificateSn, account)) return
  } else if (isSignedByOneOf(yield* knownKeys(), readings, signature)) return
  throw unverified(
    'expected a signature that fits the parameters that came, found another; compare alipayPublicKey (支付宝公钥) with the console, or it is forged',
  )
}

function isSignedByOneOf(keys: readonly PublicKey[], readings: readonly Uint8Array[], signature: string): boolean {
  return keys.some((known) => readings.some((reading) => rsaVerify(known.key, reading, signature)))
}

function* isSigned(
  readings: readonly Uint8Array[],
  signature: string,
  certificateSn: string | undefined,
  account: Account,
): Exchange<boolean> {
  const publicKey = yield* key(keyId(certificateSn, account))
  if (!publicKey) throw unknownKey(certificateSn)
  return readings.some((reading) => rsaVerify(publicKey, reading, signature))
}

/** Without certificates there is one key, whatever a message names. */
function keyId(certificateSn: string | undefined, { certificates }: Account): string {
  if (!certificates) return WALLET_KEY
  if (certificateSn !== undefined && isSn(certificateSn)) return certificateSn
  throw unverified('expected a certificate number (alipay_cert_sn) of 32 hex digits, found another form')
}

/** 证书 SN: an MD5 in lower case. */
export function isSn(text: string): boolean {
  return text.length === 32 && /^[0-9a-f]+$/.test(text)
}

function unknownKey(certificateSn: string | undefined): TPError {
  if (certificateSn === undefined) return tpError('CONFIG', 'alipayPublicKey: expected the wallet’s key (支付宝公钥), found none')
  return unverified(
    `expected a certificate that we know in alipay_cert_sn, found ${certificateSn}; download the present one from the open platform (支付宝公钥证书)`,
  )
}

function unverified(message: string): TPError {
  return tpError('UNVERIFIED', `sign: ${message}`)
}
