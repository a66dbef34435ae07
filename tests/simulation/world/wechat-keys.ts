import { readFileSync } from 'node:fs'

/** Throwaway keys of merchants and of the wallet, PEM. */
export interface WeChatKeys {
  readonly merchant: { readonly certificate: string; readonly privateKey: string }
  /** 微信支付公钥. */
  readonly wallet: { readonly publicKey: string; readonly privateKey: string }
  /** 平台证书: the present one, and the one that follows. */
  readonly platform: readonly [PlatformKey, PlatformKey]
  readonly stranger: string
}

export interface PlatformKey {
  readonly certificate: string
  readonly privateKey: string
}

const HERE = new URL('../../../test-fixtures/keys/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, HERE), 'utf8')

/** RSA 512: a fifth of the work, and no wallet takes such keys. The protocol is the same, bit for bit. */
export function smallKeys(): WeChatKeys {
  const pair = (name: string) => ({ certificate: read(`rsa-small/${name}.pem`), privateKey: read(`rsa-small/${name}.key`) })
  return {
    merchant: pair('merchant'),
    wallet: { publicKey: read('rsa-small/wallet.pem'), privateKey: read('rsa-small/wallet.key') },
    platform: [pair('platform-1'), pair('platform-2')],
    stranger: read('rsa-small/stranger.key'),
  }
}

/** RSA 2048, as wallets have them. */
export function realKeys(): WeChatKeys {
  const { keys } = JSON.parse(read('wechatpay-vectors.json')) as { readonly keys: Readonly<Record<string, string>> } // our own file
  const key = (name: string): string => keys[name] ?? missing(name)
  const platform = (name: string) => ({ certificate: key(`${name}_cert_pem`), privateKey: key(`${name}_private_pem`) })
  return {
    merchant: { certificate: key('mch_cert_pem'), privateKey: key('mch_private_pem') },
    wallet: { publicKey: key('wxpay_public_key_pem'), privateKey: key('wxpay_pubkey_private_pem') },
    platform: [platform('platform'), platform('platform2')],
    stranger: key('ext_10_private_pem'),
  }
}

function missing(name: string): never {
  throw new Error(`expected the key ${name} in the file of keys, found none`)
}
