import { join } from 'node:path'
import type { AccountEntry, Drawn, Kind, Place } from './kind.ts'
import type { Post } from './post.ts'
import { Refused } from './refused.ts'
import { type Begin, openWorld, type World, type WorldBook } from './worlds.ts'

/** A merchant of the sandbox, with what is theirs to look at and act on. */
export interface EnrolledAs<Account, Merchant> extends World<Merchant> {
  readonly account: Account
  /** Ends a wallet of the merchant's own, its notifies first; the shared one goes on. */
  readonly leave: () => Promise<void>
}

/** What a merchant says of the wallet beside themselves. */
export interface OwnWallet<Options> {
  /**
   * A wallet to oneself behind the same doors: own books, faults, messages and clock, so that nothing of another merchant can
   * meet it. Without it, the merchant joins the shared wallet. An object says how that wallet is.
   */
  readonly ownWallet?: boolean | Options
}

/** How that wallet is; undefined for who joins the shared one. */
export function ownWalletOf<Options extends object>(wanted: boolean | Options, plain: Options): Options | undefined {
  if (typeof wanted === 'object') return wanted
  return wanted ? plain : undefined
}

/** Takes merchants in. */
export interface Registrar<Wish, Merchant, Options, Account> {
  /** Writes the files of the merchant that was there from the start; they lie in the folder itself. */
  readonly settle: () => Promise<Account>
  /** `own`: how a wallet to themselves is. Rejects for a number that is taken or is none. */
  readonly enrol: (wish: Wish, own: Options | undefined) => Promise<EnrolledAs<Account, Merchant>>
  /** Oldest first. */
  readonly accounts: () => readonly Account[]
}

/** Where merchants are taken in. */
export interface Register<Wish, Merchant, Options, Account extends AccountEntry> {
  readonly kind: Kind<Wish, Merchant, Options, Account>
  readonly worlds: WorldBook<Merchant>
  readonly begin: Begin
  readonly post: Post
  readonly place: Place
}

/** What every wish and every merchant has. */
export interface Numbered {
  readonly mchId?: string
}

/** `first` is in the shared wallet already. */
export function registrar<Wish extends Numbered, Merchant extends Required<Numbered>, Options, Account extends AccountEntry>(
  register: Register<Wish, Merchant, Options, Account>,
  first: Drawn<Merchant, Account>,
): Registrar<Wish, Merchant, Options, Account> {
  const { kind, place, worlds } = register
  const accounts = new Map<string, Account>()
  const taken = new Set([first.merchant.mchId])
  const settle = async ({ merchant, settle }: Drawn<Merchant, Account>, folder: string): Promise<Account> => {
    const account = await settle(place, join(place.dir, folder))
    accounts.set(merchant.mchId, account)
    return account
  }
  const enrol = async (wish: Wish, own: Options | undefined): Promise<EnrolledAs<Account, Merchant>> => {
    const mchId = wish.mchId ?? freeNumber(kind.firstNumber, taken)
    if (taken.has(mchId)) throw new Refused(409, `mchId: expected a number that is free, found ${mchId}, which is taken`)
    taken.add(mchId) // before anything is awaited: two enrolments at once do not get one number
    try {
      const drawn = await kind.draw(wish, mchId).catch(refused)
      const admit = admission(register, drawn.merchant, own)
      const account = await settle(drawn, join('merchants', mchId))
      const world = admit()
      const leave = async (): Promise<void> => {
        if (own === undefined) return
        worlds.remove(mchId)
        accounts.delete(mchId)
        await world.idle()
      }
      return { ...world, account, leave }
    } catch (error) {
      taken.delete(mchId)
      throw error
    }
  }
  return { settle: () => settle(first, '.'), enrol, accounts: () => [...accounts.values()] }
}

function freeNumber(first: number, taken: ReadonlySet<string>): string {
  let number = first + taken.size
  while (taken.has(String(number))) number += 1
  return String(number)
}

function refused(error: unknown): never {
  throw new Refused(400, error instanceof Error ? error.message : String(error))
}

/** Throws for a wallet that cannot work; what it answers with lets the merchant in. */
function admission<Wish, Merchant extends Required<Numbered>, Options, Account extends AccountEntry>(
  { kind, worlds, begin, post, place }: Register<Wish, Merchant, Options, Account>,
  merchant: Merchant,
  own: Options | undefined,
): () => World<Merchant> {
  if (own === undefined) {
    return () => {
      worlds.shared.wallet.enrol(merchant)
      return worlds.shared
    }
  }
  const world = openWorld(kind.open(merchant, own, place.url), begin, post)
  return () => {
    worlds.add(merchant.mchId, world)
    return world
  }
}
