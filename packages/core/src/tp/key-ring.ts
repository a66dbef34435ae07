import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { TrustedKey } from '../contract/protocol.ts'
import type { Instant } from '../contract/scene.ts'
import { isTPError, type TPError } from '../errors.ts'
import type { Clock, KeyRing, Log, Random } from '../ports.ts'

const LEAST_BETWEEN_MS = 60_000
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
  readonly learn?: () => Promise<readonly TrustedKey[]>
}

interface Learned {
  readonly key: KeyObject
  readonly notAfter: Instant
}

/**
 * The wallet's public keys of one account: pinned ones, which nothing replaces, and learned ones.
 * An unknown id causes one refresh (single flight, at most one a minute), then a final answer.
 */
export class TrustRing {
  readonly #settings: TrustSettings
  readonly #pinned: ReadonlyMap<string, KeyObject>
  #learned: ReadonlyMap<string, Learned> = new Map()
  #flight: Promise<number> | undefined
  #restoring: Promise<void> | undefined
  #triedAt = Number.NEGATIVE_INFINITY
  #failed: TPError | undefined
  #dueAt = Number.POSITIVE_INFINITY

  constructor(settings: TrustSettings) {
    this.#settings = settings
    this.#pinned = new Map(Object.entries(settings.pinned))
  }

  /** The key of that id. Throws the refresh's failure when it could not be asked for: "not known" and "cannot tell" differ. */
  async find(id: string): Promise<KeyObject | undefined> {
    const known = this.known(id)
    if (known) {
      if (this.#settings.clock.nowMs() >= this.#dueAt) this.#refreshBehind()
      return known
    }
    if (!this.#settings.learn || this.#settings.pinnedOnly.some((prefix) => id.startsWith(prefix))) return undefined
    await this.#restore()
    if (this.known(id)) return this.known(id)
    await this.#refreshSoon()
    return this.known(id)
  }

  /** Learns now, whatever was learned before; answers how many learned keys are valid. */
  refresh(): Promise<number> {
    this.#flight ??= this.#learn().finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  /** What is known without asking anybody. */
  known(id: string): KeyObject | undefined {
    const learned = this.#learned.get(id)
    return this.#pinned.get(id) ?? (learned && learned.notAfter > this.#settings.clock.nowMs() ? learned.key : undefined)
  }

  async #refreshSoon(): Promise<void> {
    const early = this.#settings.clock.nowMs() - this.#triedAt < LEAST_BETWEEN_MS
    if (!this.#flight && early) {
      if (this.#failed) throw this.#failed
      return
    }
    await this.refresh()
  }

  /** Callers have their key already; a failure is logged and the next minute tries again. */
  #refreshBehind(): void {
    this.#dueAt = this.#settings.clock.nowMs() + LEAST_BETWEEN_MS
    this.refresh().catch(() => undefined)
  }

  async #learn(): Promise<number> {
    const { learn, clock, account, store, log } = this.#settings
    this.#triedAt = clock.nowMs()
    try {
      const keys = (await learn?.()) ?? []
      this.#keep(keys)
      this.#failed = undefined
      this.#refreshLater()
      log.write({ event: 'trust.refreshed', account, keys: this.#learned.size })
      await store.write(account, keys).catch(() => this.#storeFailed())
      return this.#learned.size
    } catch (error) {
      this.#failed = isTPError(error) ? error : undefined
      log.write({ event: 'trust.failed', account, code: this.#failed?.code ?? 'INTERNAL' })
      throw error
    }
  }

  /** Another process may have learned it: its store is asked before the wallet, once for all who wait. */
  #restore(): Promise<void> {
    this.#restoring ??= this.#read().finally(() => {
      this.#restoring = undefined
    })
    return this.#restoring
  }

  async #read(): Promise<void> {
    this.#keep(await this.#settings.store.read(this.#settings.account).catch(() => this.#storeFailed()))
    if (this.#dueAt === Number.POSITIVE_INFINITY) this.#refreshLater()
  }

  /** The wallet itself can still be asked, and what it said is known here: a store that is down stops no payment. */
  #storeFailed(): readonly TrustedKey[] {
    this.#settings.log.write({ event: 'trust.failed', account: this.#settings.account, code: 'UNAVAILABLE' })
    return []
  }

  #refreshLater(): void {
    this.#dueAt = this.#settings.clock.nowMs() + REFRESH_EVERY_MS - this.#jitter()
  }

  #keep(keys: readonly TrustedKey[]): void {
    const added = keys.flatMap(({ id, pem, notAfter = Number.POSITIVE_INFINITY }) => {
      const key = publicKeyOf(pem)
      return key ? [[id, { key, notAfter }] as const] : []
    })
    this.#learned = new Map([...this.#learned, ...added])
  }

  #jitter(): number {
    const [high = 0, low = 0] = this.#settings.random.bytes(2)
    return ((high * 256 + low) / 65_536) * JITTER_MS
  }
}

/** Undefined for one that cannot be read: it verifies nothing, and the others still do. */
function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  } catch {
    return undefined
  }
}
