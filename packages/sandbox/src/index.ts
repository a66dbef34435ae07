export { ALIPAY_BILL_ORIGIN, ALIPAY_ORIGIN } from './alipay/desk.ts'
export type { AlipayWalletKey } from './alipay/keys.ts'
export type { AlipayAuthorisation, AlipayMerchant } from './alipay/merchant.ts'
export { type AlipayWallet, type AlipayWalletOptions, alipayWallet } from './alipay/wallet.ts'
export { parseFaults } from './faults/text.ts'
export { type FetchableWallet, type FetchCall, type FetchOptions, withFetch } from './fetch/with-fetch.ts'
export { QQ_API_ORIGIN, QQ_ORIGIN } from './qqwallet/desk.ts'
export type { QQMerchant, QQSubMerchant } from './qqwallet/merchant.ts'
export { type QQWallet, type QQWalletOptions, qqWallet } from './qqwallet/wallet.ts'
export type { AlipayAccount } from './server/alipay/account.ts'
export {
  type AlipayEnrolled,
  type AlipayEnrolment,
  type AlipaySandbox,
  type AlipaySandboxOptions,
  startAlipaySandbox,
} from './server/alipay-sandbox.ts'
export { parseDuration } from './server/duration.ts'
export { TRIGGERS } from './server/hands.ts'
export { type Holder, sandboxIn } from './server/lock.ts'
export type { SandboxAccount } from './server/qqwallet/account.ts'
export { type Enrolled, type Enrolment, type Sandbox, type SandboxOptions, startSandbox } from './server/sandbox.ts'
export {
  startWeChatSandbox,
  type WeChatEnrolled,
  type WeChatEnrolment,
  type WeChatSandbox,
  type WeChatSandboxOptions,
} from './server/wechat-sandbox.ts'
export type { WeChatAccount } from './server/wechatpay/account.ts'
export { type RecordedWallet, recordedWallet } from './tpcase/record.ts'
export { replayCase } from './tpcase/replay.ts'
export { PayerError, type PayerObstacle, type PhoneBill, type SandboxWallet } from './wallet.ts'
export { WECHAT_BACKUP_ORIGIN, WECHAT_ORIGIN } from './wechatpay/desk.ts'
export type { WeChatWalletKey } from './wechatpay/keys.ts'
export type { WeChatMerchant } from './wechatpay/merchant.ts'
export { type WeChatWallet, type WeChatWalletOptions, weChatWallet } from './wechatpay/wallet.ts'
