import {
  type AlipayAccount,
  type SandboxAccount,
  type SandboxOptions,
  startAlipaySandbox,
  startSandbox,
  startWeChatSandbox,
  type WeChatAccount,
} from '@tpkit/sandbox'
import { type KeptForm, keepKeys, keepMerchant, keptMerchant } from './kept.ts'
import { ALIPAY_KEPT, QQ_KEPT, qqKept, WECHAT_KEPT, type WeChatKept } from './merchant.ts'
import type { SandboxWalletName } from './wallets.ts'

/** What every local wallet is told of its place. */
export type Place = Pick<SandboxOptions, 'port' | 'tlsPort' | 'faults' | 'behindMs'> & { readonly dir: string }

/** What a configuration says of a local merchant. */
export type Account = SandboxAccount | WeChatAccount | AlipayAccount

/** 商户号: what the wallet's books know the account by. */
export function numberOf(account: Account): string {
  return 'mchId' in account ? account.mchId : account.sellerId
}

/** A sandbox of whichever wallet. */
export interface LocalSandbox {
  readonly url: string
  readonly tlsUrl: string
  readonly controlUrl: string
  readonly phoneUrl: string
  readonly inspectorUrl: string
  readonly account: Account
  readonly close: () => Promise<void>
}

/** A sandbox that can be started in a folder. */
export interface Prepared {
  /** The merchant is that of an earlier run. */
  readonly isKept: boolean
  /** Writes nothing of its own before the sandbox has the folder. */
  readonly start: (place: Place) => Promise<LocalSandbox>
}

/** Throws where the folder keeps something that is no merchant of this wallet's sandbox. */
export function prepared(wallet: SandboxWalletName, dir: string): Promise<Prepared> {
  return PREPARED[wallet](dir)
}

const PREPARED: Readonly<Record<SandboxWalletName, (dir: string) => Promise<Prepared>>> = {
  qqwallet: preparedQQ,
  wechatpay: preparedWeChat,
  alipay: preparedAlipay,
}

async function preparedQQ(dir: string): Promise<Prepared> {
  const kept = await keptMerchant(dir, QQ_KEPT)
  return {
    isKept: kept !== undefined,
    start: async (place) => {
      const sandbox = await startSandbox({ ...place, qqwallet: kept ?? QQ_KEPT.draw() })
      await keep(dir, { kept, now: qqKept(sandbox.account), sandbox }, QQ_KEPT)
      return sandbox
    },
  }
}

async function preparedWeChat(dir: string): Promise<Prepared> {
  const kept = await keptMerchant(dir, WECHAT_KEPT)
  return {
    isKept: kept !== undefined,
    start: async (place) => {
      const { publicKeyId, ...wechatpay } = kept ?? WECHAT_KEPT.draw()
      const sandbox = await startWeChatSandbox({ ...place, wechatpay, publicKeyId })
      const { mchId, appId, apiV3Key, serial }: Omit<WeChatKept, 'publicKeyId'> = sandbox.account
      await keep(dir, { kept, now: { mchId, appId, apiV3Key, serial, publicKeyId }, sandbox }, WECHAT_KEPT)
      return sandbox
    },
  }
}

async function preparedAlipay(dir: string): Promise<Prepared> {
  const kept = await keptMerchant(dir, ALIPAY_KEPT)
  return {
    isKept: kept !== undefined,
    start: async (place) => {
      const sandbox = await startAlipaySandbox({ ...place, alipay: kept ?? ALIPAY_KEPT.draw() })
      const { sellerId: mchId, appId } = sandbox.account
      await keep(dir, { kept, now: { mchId, appId }, sandbox }, ALIPAY_KEPT)
      return sandbox
    },
  }
}

interface Keeping<Kept> {
  /** Of an earlier run. */
  readonly kept: Kept | undefined
  readonly now: Kept
  readonly sandbox: Pick<LocalSandbox, 'close'>
}

async function keep<Kept>(dir: string, { kept, now, sandbox }: Keeping<Kept>, form: KeptForm<Kept>): Promise<void> {
  try {
    await (kept ? keepKeys(dir, kept, form) : keepMerchant(dir, now, form))
  } catch (error) {
    await sandbox.close()
    throw error
  }
}
