import type { KeyObject } from 'node:crypto'
import type { PublicKey, TrustedKey } from '../contract/protocol.ts'
import type { Clock, KeyRing, Log, Random } from '../ports.ts'
import { AskedRarely, failureOf, type Source } from './asked-rarely.ts'
import { Flights } from './flights.ts'
import { added, type Learned, type LearnedKeys, readable, validIn } from './learned-keys.ts'

const SOON_MS = 60_000
const LEAST_BETWEEN_RESTORES_MS = 1_000
const REFRESH_EVERY_MS = 12 * 60 * 60_000
const JITTER_MS = 60 * 60_000

export interface TrustSettings {
  readonly account: string
  readonly pinned: Readonly<Record<string, KeyObject>>
  readonly pinnedOnly: readonly string[]
  readonly store: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** One `trust` exchange; absent where the wallet does not rotate its keys. */
  readonly learn?: (wanted: readonly string[]) => Promise<readonly TrustedKey[]>
}

/**
 * The wallet's public keys of one account: pinned ones, which nothing replaces, and learned ones.
 * An unknown id causes one exchange about it alone (single flight, at most one a minute for answers and for messages), then a final answer.
 */
export class TrustRing {
  readonly #settings: TrustSettings
  readonly #pinned: ReadonlyMap<string, PublicKey>
  readonly #flights = new Flights<number>()
  readonly #asked = new AskedRarely()
  #learned: LearnedKeys = new Map()
  #restoring: Promise<void> | undefined
  #restoredAt = Number.NEGATIVE_INFINITY
  #dueAt = Number.POSITIVE_INFINITY

  constructor(settings: TrustSettings) {
    this.#settings = settings
    this.#pinned = new Map(Object.entries(settings.pinned).map(([id, key]) => [id, { id, key }]))
  }

  /**
   * The key of that id, or without one the key that is valid longest. Throws what went wrong when it could not be asked for: "not known"
   * and "cannot tell" differ.
   */
  async find(id: string | undefined, source: Source): Promise<PublicKey | undefined> {
    const known = this.known(id)
    if (known) {
      if (this.#nowMs() >= this.#dueAt) this.#refreshBehind()
      return known
    }
    if (!this.#settings.learn || this.#settings.pinnedOnly.some((prefix) => id?.startsWith(prefix))) return undefined
    await this.#restoreSoon()
    if (!this.known(id)) await this.#ask(id, source)
    return this.known(id)
  }

  /** Learns those in use anew, whatever was learned before; answers how many learned keys are valid. */
  refresh(): Promise<number> {
    return this.#fly(undefined)
  }

  /** What is known without asking anybody. */
  known(id?: string): PublicKey | undefined {
    if (id === undefined) return this.#pinned.values().next().value ?? this.#valid()[0]
    return this.#pinned.get(id) ?? this.#valid().find((learned) => learned.id === id)
  }

  /** Every key that is known here, or to another process; the wallet is not asked. */
  async all(): Promise<readonly PublicKey[]> {
    if (this.#settings.learn) await this.#restoreSoon()
    return [...this.#pinned.values(), ...this.#valid().map(({ id, key }) => ({ id, key }))]
  }

  #valid(): readonly Learned[] {
    return validIn(this.#learned, this.#nowMs())
  }

  #nowMs(): number {
    return this.#settings.clock.nowMs()
  }

  async #ask(id: string | undefined, source: Source): Promise<void> {
    await this.#flights.landed(id)
    if (this.known(id)) return
    if (this.#flights.isFor(id)) await this.#fly(id)
    else await this.#asked.ask({ id, source, nowMs: this.#nowMs() }, () => this.#fly(id))
  }

  #fly(wish: string | undefined): Promise<number> {
    return this.#flights.fly(wish, () => this.#learn(wish))
  }

  /** Callers have their key already; a failure is logged and the next minute tries again. */
  #refreshBehind(): void {
    this.#dueAt = this.#nowMs() + SOON_MS
    this.refresh().catch(() => undefined)
  }

  async #learn(wish: string | undefined): Promise<number> {
    const { learn, account, store, log } = this.#settings
    try {
      const keys = (await learn?.(wish === undefined ? this.#valid().map(({ id }) => id) : [wish])) ?? []
      if (wish === undefined) this.#replace(keys)
      else this.#add(keys, wish)
      log.write({ event: 'trust.refreshed', account, keys: this.#valid().length })
      const trusted = [...this.#learned.values()].map((each) => each.trusted)
      await store.write(account, trusted).catch(() => this.#storeFailed())
      return this.#valid().length
    } catch (error) {
      log.write({ event: 'trust.failed', account, code: failureOf(error).code })
      throw error
    }
  }

  /** What the wallet hands out replaces what it handed out before: a key that it withdrew verifies nothing any more. */
  #replace(keys: readonly TrustedKey[]): void {
    this.#learned = readable(keys)
    this.#refreshLater()
  }

  /** Who asked for one id has heard nothing about the others. Where it is there, keys are being changed: the others are asked for soon. */
  #add(keys: readonly TrustedKey[], wish: string): void {
    const hadSome = this.#valid().length > 0
    this.#learned = added(this.#learned, readable(keys), this.#nowMs())
    if (this.#dueAt === Number.POSITIVE_INFINITY) this.#refreshLater()
    if (hadSome && this.known(wish)) this.#dueAt = Math.min(this.#dueAt, this.#nowMs() + SOON_MS)
  }

  /** Another process may have learned it: its store is asked before the wallet, once for all who wait, and not for every forgery. */
  #restoreSoon(): Promise<void> {
    const nowMs = this.#nowMs()
    if (!this.#restoring && nowMs - this.#restoredAt < LEAST_BETWEEN_RESTORES_MS) return Promise.resolve()
    this.#restoredAt = nowMs
    this.#restoring ??= this.#restore().finally(() => {
      this.#restoring = undefined
    })
    return this.#restoring
  }

  async #restore(): Promise<void> {
    const keys = await this.#settings.store.read(this.#settings.account).catch(() => this.#storeFailed())
    this.#learned = new Map([...this.#learned, ...readable(keys)])
    if (this.#dueAt === Number.POSITIVE_INFINITY) this.#refreshLater()
  }

  /** The wallet itself can still be asked, and what it said is known here: a store that is down stops no payment. */
  #storeFailed(): readonly TrustedKey[] {
    this.#settings.log.write({ event: 'trust.failed', account: this.#settings.account, code: 'UNAVAILABLE' })
    return []
  }

  #refreshLater(): void {
    this.#dueAt = this.#nowMs() + REFRESH_EVERY_MS - this.#jitter()
  }

  #jitter(): number {
    const [high = 0, low = 0] = this.#settings.random.bytes(2)
    return ((high * 256 + low) / 65_536) * JITTER_MS
  }
}
