import { join } from 'node:path'
import type { Instant } from '@tpkit/core'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import { accountOf, completeMerchant, type Merchant, type SandboxAccount } from './account.ts'
import type { Authority } from './certificates.ts'
import { writeMerchantFiles } from './files.ts'
import type { Post } from './post.ts'
import { orRefused, Refused } from './refused.ts'
import { checkUsable } from './usable.ts'
import { openWorld, type WalletOptions, type World, type Worlds } from './worlds.ts'

/** Of the merchant that is there from the start, unless it was told otherwise. */
export const FIRST_MCH_ID = 1900000109

/** Where a sandbox stands: what an account's entry says of it. */
export interface Place {
  readonly url: string
  readonly tlsUrl: string
  readonly dir: string
}

/** A merchant of the sandbox, with what is theirs to look at and act on. */
export interface Enrolled extends World {
  readonly account: SandboxAccount
  /** Ends a wallet of the merchant's own, its notifies first; the shared one goes on. */
  readonly leave: () => Promise<void>
}

/** What a merchant may ask for; what is missing is drawn. */
export interface Enrolment extends Partial<QQMerchant> {
  /**
   * A wallet to oneself behind the same doors: own books, faults, messages and clock, so that nothing of another merchant can
   * meet it. Without it, the merchant joins the shared wallet. An object says how that wallet is.
   */
  readonly ownWallet?: boolean | WalletOptions
}

/** Takes merchants in. */
export interface Registrar {
  /** Writes the files of the merchant that was there from the start; they lie in the folder itself. */
  readonly settle: () => Promise<SandboxAccount>
  /** Rejects for a number that is taken or is none. */
  readonly enrol: (wanted?: Enrolment) => Promise<Enrolled>
  /** Oldest first. */
  readonly accounts: () => readonly SandboxAccount[]
}

export interface Register {
  readonly worlds: Worlds
  readonly authority: Authority
  readonly base: () => Instant
  readonly post: Post
  /** Known when the doors are open. */
  readonly place: () => Promise<Place>
}

/** `first` is in the shared wallet already. */
export function registrar(register: Register, first: Merchant): Registrar {
  const accounts = new Map<string, SandboxAccount>()
  const taken = new Set([first.mchId])
  const settle = async (merchant: Merchant, folder: string): Promise<SandboxAccount> => {
    const account = await issueAccount(register, merchant, folder)
    accounts.set(merchant.mchId, account)
    return account
  }
  const enrol = async ({ ownWallet = false, ...wanted }: Enrolment = {}): Promise<Enrolled> => {
    const merchant = completeMerchant(wanted, freeNumber(taken))
    const { mchId } = merchant
    if (taken.has(mchId)) throw new Refused(409, `mchId: expected a number that is free, found ${mchId}, which is taken`)
    const admit = orRefused(400, () => admission(register, merchant, ownWallet))
    taken.add(mchId) // before anything is awaited: two enrolments at once do not get one number
    const account = await settle(merchant, join('merchants', mchId)).catch((error: unknown) => {
      taken.delete(mchId)
      throw error
    })
    const world = admit()
    const leave = async (): Promise<void> => {
      if (ownWallet === false) return
      register.worlds.remove(mchId)
      accounts.delete(mchId)
      await world.idle()
    }
    return { ...world, account, leave }
  }
  return { settle: () => settle(first, '.'), enrol, accounts: () => [...accounts.values()] }
}

function freeNumber(taken: ReadonlySet<string>): string {
  let number = FIRST_MCH_ID + taken.size
  while (taken.has(String(number))) number += 1
  return String(number)
}

/** Throws for a merchant, or a wallet, that cannot work; what it answers with lets the merchant in. */
function admission({ worlds, base, post }: Register, merchant: Merchant, ownWallet: boolean | WalletOptions): () => World {
  checkUsable(merchant)
  if (ownWallet === false) {
    return () => {
      worlds.shared.wallet.enrol(merchant)
      return worlds.shared
    }
  }
  const world = openWorld(merchant, ownWallet === true ? {} : ownWallet, base, post)
  return () => {
    worlds.add(merchant.mchId, world)
    return world
  }
}

async function issueAccount({ authority, place }: Register, merchant: Merchant, folder: string): Promise<SandboxAccount> {
  const { url, tlsUrl, dir } = await place()
  const files = await writeMerchantFiles(join(dir, folder), authority.ca, await authority.issueMerchant(merchant.mchId))
  return accountOf(merchant, files, url, tlsUrl)
}
