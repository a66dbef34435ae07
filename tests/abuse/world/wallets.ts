import type { AlipayWallet, QQWallet, WeChatWallet } from '@tpkit/sandbox'
import type { Door } from './door.ts'
import type { Answer, Message } from './http.ts'
import type { Canaries } from './secrets.ts'

export type WalletName = 'qq' | 'wx' | 'ali'
export const WALLETS: readonly WalletName[] = ['qq', 'wx', 'ali']

/** Whose account it is: `a` of the merchant `main`, `b` of the merchant `tea`. */
export type Side = 'a' | 'b'

/** A wallet of the sandbox behind its door, with what only the wallet knows: whoever has it can sign in its name. */
export interface WalletStand {
  readonly name: WalletName
  readonly wallet: QQWallet | WeChatWallet | AlipayWallet
  /** Where calls arrive. */
  readonly door: Door
  /** Where calls with a client certificate arrive; the same one where there are none. */
  readonly mutualDoor: Door
  /** An account's entry for the configuration, but for its plugin and `notifyUrl`. */
  readonly entry: (side: Side) => object
  readonly mchId: (side: Side) => string
  /** Whether the wallet takes an answer for "taken, do not say it again". */
  readonly accepts: (answer: Answer) => boolean
  /** The same message with other facts in it, signed as the wallet signs. What is undefined is left out. */
  readonly resigned: (message: Message, facts: Facts, side?: Side) => Message
  /** What a genuine notify says. */
  readonly factsOf: (message: Message, side?: Side) => Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** Fields by the wallet's own names; members of objects by their path, `amount.total`. */
export type Facts = Readonly<Record<string, string | number | undefined>>

export interface WalletWish {
  readonly now: () => number
  readonly canaries: Canaries
}
