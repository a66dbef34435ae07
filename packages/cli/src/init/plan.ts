import type { Lang } from '../lang.ts'

/** Where the keys of an account come from; never the keys themselves. */
export type KeySource = 'env' | 'file'

/** A real merchant's account. */
export interface RealAccount {
  readonly kind: 'real'
  readonly mchId?: string
  readonly keys: KeySource
  readonly notifyUrl?: string
}

/** An account at the local sandbox. */
export interface LocalAccount {
  readonly kind: 'sandbox'
  readonly ports: SandboxPorts
}

/** Where a sandbox listens on this machine. */
export interface SandboxPorts {
  readonly port: number
  readonly tlsPort: number
}

/** Of the sandbox that `tpkit sandbox` starts when nothing is said. */
export const USUAL_PORTS: SandboxPorts = { port: 9101, tlsPort: 9102 }

/** Everything that `init` must know before it writes anything. */
export interface InitPlan {
  readonly lang: Lang
  /** As the configuration names it. */
  readonly plugin: string
  /** The provider's own name: `qqwallet`. */
  readonly provider: string
  /** The account's name. */
  readonly name: string
  readonly account: RealAccount | LocalAccount
  /** Where the cashier keeps orders; absent where it keeps none. */
  readonly ledger?: string
}

export const QQWALLET = '@tpkit/provider-qqwallet'

const SHORT: Readonly<Record<string, string>> = { qqwallet: 'qq', wechatpay: 'wechat' }

/** `qq-main`, `qq-sandbox`. */
export function accountName(provider: string, kind: 'real' | 'sandbox'): string {
  return `${SHORT[provider] ?? provider}-${kind === 'sandbox' ? 'sandbox' : 'main'}`
}

/** Undefined where it may be a merchant number. */
export function wrongMchId(text: string): boolean {
  return !/^[0-9]{6,32}$/.test(text)
}

/** A callback address, completed; undefined where it is none. An origin alone gets the path that we suggest. */
export function callbackAddress(text: string, account: string): string | undefined {
  try {
    const url = new URL(text.trim())
    if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') return undefined
    return url.pathname === '/' ? `${url.origin}/notify/${account}` : url.href
  } catch {
    return undefined
  }
}
