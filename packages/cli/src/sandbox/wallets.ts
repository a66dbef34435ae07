/** The wallets that `tpkit sandbox` can start. */
export const SANDBOX_WALLETS = ['qqwallet', 'wechatpay', 'alipay'] as const
export type SandboxWalletName = (typeof SANDBOX_WALLETS)[number]

export const WALLET_NAMES: Readonly<Record<SandboxWalletName, { readonly en: string; readonly zh: string }>> = {
  qqwallet: { en: 'QQ Wallet', zh: 'QQ钱包' },
  wechatpay: { en: 'WeChat Pay', zh: '微信支付' },
  alipay: { en: 'Alipay', zh: '支付宝' },
}

/** Where a sandbox stands, and what its account is called in a configuration, when nothing is said. */
export interface UsualPlace {
  readonly port: number
  readonly tlsPort: number
  readonly dir: string
  readonly account: string
}

export const USUAL_PLACE: Readonly<Record<SandboxWalletName, UsualPlace>> = {
  qqwallet: { port: 9101, tlsPort: 9102, dir: 'sandbox', account: 'qq-sandbox' },
  wechatpay: { port: 9111, tlsPort: 9112, dir: 'sandbox-wechatpay', account: 'wechat-sandbox' },
  alipay: { port: 9121, tlsPort: 9122, dir: 'sandbox-alipay', account: 'alipay-sandbox' },
}
