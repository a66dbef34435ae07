import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import { certificateIn, serialOf } from './certificate.ts'

/** A key pair of the wallet's: the one behind the Alipay public key (支付宝公钥), or of a certificate (支付宝公钥证书). */
export interface AlipayWalletKey {
  /** PEM. */
  readonly privateKey: string
  /** PEM, with whatever chain follows it; absent for the key that merchants are given by hand. */
  readonly certificate?: string
  /** When a certificate can be downloaded from. Default: always. */
  readonly listedFrom?: Instant
  /** When the wallet begins to sign with it. Default: always. */
  readonly signsFrom?: Instant
}

export interface SigningKey extends AlipayWalletKey {
  readonly key: KeyObject
  /** 支付宝公钥证书序列号 (`alipay_cert_sn`), of a certificate. */
  readonly sn: string | undefined
}

/** Made once. Throws for an empty list. */
export function signingKeys(keys: readonly AlipayWalletKey[]): readonly SigningKey[] {
  if (keys.length === 0) throw new Error('sandbox walletKeys: expected at least one, found none')
  return keys.map((each) => ({
    ...each,
    key: createPrivateKey(each.privateKey),
    sn: each.certificate === undefined ? undefined : serialOf(certificateIn(each.certificate)),
  }))
}

/** 公钥证书模式 or 公钥模式: of the kind that is wanted the latest that signs already; of the other kind where there is none. */
export function chosenKey(keys: readonly SigningKey[], wanted: 'certificate' | 'key', now: Instant): SigningKey {
  const signing = keys.filter(({ signsFrom = 0 }) => signsFrom <= now)
  const isWanted = ({ sn }: SigningKey): boolean => (sn !== undefined) === (wanted === 'certificate')
  const found = signing.findLast(isWanted) ?? signing.at(-1) ?? keys[0]
  if (!found) throw new Error('sandbox walletKeys: expected at least one, found none')
  return found
}

/** The certificate of that number, as long as it can be downloaded. */
export function listedKey(keys: readonly SigningKey[], sn: string, now: Instant): SigningKey | undefined {
  return keys.find((each) => each.sn === sn && (each.listedFrom ?? 0) <= now)
}
