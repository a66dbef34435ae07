import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Instant } from '@tpkit/core'

/** A key pair of the wallet's: the WeChat Pay public key (微信支付公钥), or a platform certificate (平台证书). */
export interface WeChatWalletKey {
  /** `PUB_KEY_ID_…`, or the certificate's serial number. */
  readonly id: string
  /** PEM. */
  readonly privateKey: string
  /** PEM; absent for the public key, which merchants are given by hand. */
  readonly certificate?: string
  /** When a certificate is first listed for download. Default: always. */
  readonly listedFrom?: Instant
  /** When the wallet begins to sign with it where it chooses. Default: always. */
  readonly signsFrom?: Instant
  /** When it is withdrawn: from then on it signs nothing and is not listed. Default: never. */
  readonly until?: Instant
}

export interface SigningKey extends WeChatWalletKey {
  readonly key: KeyObject
}

/** Made once. Throws for an empty list, or one of keys of one id. */
export function signingKeys(keys: readonly WeChatWalletKey[]): readonly SigningKey[] {
  if (keys.length === 0) throw new Error('sandbox walletKeys: expected at least one, found none')
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error('sandbox walletKeys: expected each id once')
  return keys.map((each) => ({ ...each, key: createPrivateKey(each.privateKey) }))
}

const alive =
  (now: Instant) =>
  ({ until = Number.POSITIVE_INFINITY }: WeChatWalletKey) =>
    now < until

/** What signs where nobody names a key: one of a kind, or both while the wallet goes over from certificates to the public key. */
export type SignsWith = 'certificate' | 'public-key' | 'both'

/** For an answer: the one that the request names, as long as it lives. Otherwise the public key only of whoever was given nothing else. */
export function answeringKey(
  keys: readonly SigningKey[],
  named: string | undefined,
  signsWith: SignsWith,
  now: Instant,
): SigningKey {
  const usual = signsWith === 'public-key' ? signsWith : 'certificate'
  return keys.filter(alive(now)).find(({ id }) => id === named) ?? chosenKey(keys, usual, now)
}

/** Of the kind that is wanted the latest that signs already; of the other kind where there is none. */
export function chosenKey(keys: readonly SigningKey[], wanted: 'certificate' | 'public-key', now: Instant): SigningKey {
  const signing = keys.filter(alive(now)).filter(({ signsFrom = 0 }) => signsFrom <= now)
  const isWanted = ({ certificate }: SigningKey): boolean => (certificate !== undefined) === (wanted === 'certificate')
  const found = signing.findLast(isWanted) ?? signing.at(-1) ?? keys[0]
  if (!found) throw new Error('sandbox walletKeys: expected at least one, found none')
  return found
}

/** The certificates that can be downloaded now. */
export function listedKeys(keys: readonly SigningKey[], now: Instant): readonly SigningKey[] {
  return keys.filter(alive(now)).filter(({ certificate, listedFrom = 0 }) => certificate !== undefined && listedFrom <= now)
}
