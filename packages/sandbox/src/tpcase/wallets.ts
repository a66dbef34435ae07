import { type AlipayWalletOptions, alipayWallet } from '../alipay/wallet.ts'
import type { OpenWallet } from '../faults/faulty-wallet.ts'
import { type QQWalletOptions, qqWallet } from '../qqwallet/wallet.ts'
import { type WeChatWalletOptions, weChatWallet } from '../wechatpay/wallet.ts'

/** The wallets that have cases, by the name that stands in a file. A file can say anything: each checks its options itself. */
export const WALLETS: Readonly<Record<WalletName, (options: unknown) => OpenWallet<never>>> = {
  alipay: (options) => alipayWallet(options as AlipayWalletOptions),
  qqwallet: (options) => qqWallet(options as QQWalletOptions),
  wechatpay: (options) => weChatWallet(options as WeChatWalletOptions),
}

export type WalletName = 'alipay' | 'qqwallet' | 'wechatpay'

export function isWalletName(name: unknown): name is WalletName {
  return typeof name === 'string' && Object.hasOwn(WALLETS, name)
}
