import type { WalletRequest } from '@tpkit/core'
import type { RecordedWallet } from '../tpcase/record.ts'
import type { Inspection } from '../wallet.ts'
import type { Fields } from './fields.ts'

/** Where a sandbox stands: what an account's entry says of it. */
export interface Place {
  readonly url: string
  readonly tlsUrl: string
  readonly dir: string
}

/** Of whichever wallet: what the server itself reads of an account's entry. */
export interface AccountEntry {
  /** 商户号; Alipay's accounts say `sellerId` (商户PID) instead. */
  readonly mchId?: string
  readonly sellerId?: string
  /** What stands here in the place of the wallet's own addresses. */
  readonly endpoints: Readonly<Record<string, string>>
  /** What calls behind TLS show. */
  readonly ca?: string
  readonly certificate?: { readonly cert: string; readonly key: string }
}

/** What the wallet's books know the account by. */
export function numberOf({ mchId, sellerId }: AccountEntry): string {
  return mchId ?? sellerId ?? ''
}

/** What the server must know of one wallet; everything else it does for every wallet alike. */
export interface Kind<Wish, Merchant, Options, Account extends AccountEntry> {
  /** What the door for everybody stands for, and the door with TLS. */
  readonly origins: { readonly plain: string; readonly tls: string }
  /** Number of the merchant that is there from the start; those who come later count on from it. */
  readonly firstNumber: number
  /** Whether the door with TLS asks for a client certificate. */
  readonly mutual: boolean
  /** Whose call it is. Only where to take the message: the wallet reads it itself and believes nothing of this. */
  readonly callerOf: (request: WalletRequest) => string | undefined
  /** Rejects for a merchant that cannot work, or whose account the library would refuse. */
  readonly draw: (wish: Wish, mchId: string) => Promise<Drawn<Merchant, Account>>
  readonly open: (merchant: Merchant, options: Options, url: string) => RecordedWallet<Merchant>
  /** A wallet of which nobody said how it is. */
  readonly plain: Options
  /** What `POST /_sandbox/merchants` may say. */
  readonly fields: readonly string[]
  readonly wishIn: (body: Fields) => Wish
  readonly pasted: Pasted<Account>
}

/** The merchant that was asked for, completed: what is missing is drawn for this run alone. */
export interface Drawn<Merchant, Account> {
  readonly merchant: Merchant
  /** Writes the merchant's files into a folder. */
  readonly settle: (place: Place, dir: string) => Promise<Account>
}

/** What a test in the inspector says of the wallet. */
export interface Pasted<Account extends AccountEntry> {
  /** The lines that make a wallet with the same merchant: what is imported, and what stands before the test and in it. */
  readonly wallet: (account: Account) => { readonly imports: string; readonly before: string; readonly made: string }
  /** What the answer is expected to say, a line each, about `text`; what is drawn anew each time is not compared. */
  readonly compared: (answerFields: Inspection['answerFields']) => readonly string[]
}
