import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { PublicKey, TrustedKey } from '../contract/protocol.ts'
import type { Instant } from '../contract/scene.ts'
import { isTPError, type TPError, tpError } from '../errors.ts'
import type { Clock, KeyRing, Log, Random } from '../ports.ts'

const LEAST_BETWEEN_MS = 60_000
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

interface Learned extends PublicKey {
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/**
 * The wallet's public keys of one account: pinned ones, which nothing replaces, and learned ones.
 * An unknown id causes one refresh (single flight, at most one a minute), then a final answer.
 */
export class TrustRing {
  readonly #settings: TrustSettings
  readonly #pinned: ReadonlyMap<string, PublicKey>
  #learned: ReadonlyMap<string, Learned> = new Map()
  #flight: Promise<number> | undefined
  #restoring: Promise<void> | undefined
  #restoredAt = Number.NEGATIVE_INFINITY
  #triedAt = Number.NEGATIVE_INFINITY
  #failed: TPError | undefined
  #dueAt = Number.POSITIVE_INFINITY

  constructor(settings: TrustSettings) {
    this.#settings = settings
    this.#pinned = new Map(Object.entries(settings.pinned).map(([id, key]) => [id, { id, key }]))
  }

  /**
   * The key of that id, or without one the key that is valid longest. Throws the refresh's failure when it could not be
   * asked for: "not known" and "cannot tell" differ.
   */
  async find(id?: string): Promise<PublicKey | undefined> {
    const known = this.known(id)
    if (known) {
      if (this.#settings.clock.nowMs() >= this.#dueAt) this.#refreshBehind()
      return known
    }
    if (!this.#settings.learn || this.#settings.pinnedOnly.some((prefix) => id?.startsWith(prefix))) return undefined
    await this.#restoreSoon()
    if (this.known(id)) return this.known(id)
    await this.#refreshSoon(id)
    return this.known(id)
  }

  /** Learns now, whatever was learned before, and the wanted id with it; answers how many learned keys are valid. */
  refresh(wanted?: string): Promise<number> {
    this.#flight ??= this.#learn(wanted).finally(() => {
      this.#flight = undefined
    })
    return this.#flight
  }

  /** What is known without asking anybody. */
  known(id?: string): PublicKey | undefined {
    if (id === undefined) return this.#pinned.values().next().value ?? this.#valid().sort((a, b) => b.notAfter - a.notAfter)[0]
    return this.#pinned.get(id) ?? this.#valid().find((learned) => learned.id === id)
  }

  /** Every key that is known here, or to another process; the wallet is not asked. */
  async all(): Promise<readonly PublicKey[]> {
    if (this.#settings.learn) await this.#restoreSoon()
    return [...this.#pinned.values(), ...this.#valid().map(({ id, key }) => ({ id, key }))]
  }

  #valid(): Learned[] {
    const nowMs = this.#settings.clock.nowMs()
    return [...this.#learned.values()].filter(({ notBefore, notAfter }) => notBefore <= nowMs && nowMs < notAfter)
  }

  async #refreshSoon(wanted: string | undefined): Promise<void> {
    const early = this.#settings.clock.nowMs() - this.#triedAt < LEAST_BETWEEN_MS
    if (!this.#flight && early) {
      if (this.#failed) throw this.#failed
      return
    }
    await this.refresh(wanted)
  }

  /** Callers have their key already; a failure is logged and the next minute tries again. */
  #refreshBehind(): void {
    this.#dueAt = this.#settings.clock.nowMs() + LEAST_BETWEEN_MS
    this.refresh().catch(() => undefined)
  }

  /** What the wallet lists replaces what it listed before: a key that it withdrew verifies nothing any more. */
  async #learn(wanted: string | undefined): Promise<number> {
    const { learn, clock, account, store, log } = this.#settings
    this.#triedAt = clock.nowMs()
    try {
      const inUse = this.#valid().map(({ id }) => id)
      const keys = (await learn?.(wanted === undefined ? inUse : [...inUse, wanted])) ?? []
      this.#learned = readable(keys)
      this.#failed = undefined
      this.#refreshLater()
      log.write({ event: 'trust.refreshed', account, keys: this.#valid().length })
      await store.write(account, keys).catch(() => this.#storeFailed())
      return this.#valid().length
    } catch (error) {
      this.#failed = isTPError(error) ? error : tpError('INTERNAL', 'the keys of the wallet could not be learned')
      log.write({ event: 'trust.failed', account, code: this.#failed.code })
      throw error
    }
  }

  /** Another process may have learned it: its store is asked before the wallet, once for all who wait, and not for every forgery. */
  #restoreSoon(): Promise<void> {
    const nowMs = this.#settings.clock.nowMs()
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
    this.#dueAt = this.#settings.clock.nowMs() + REFRESH_EVERY_MS - this.#jitter()
  }

  #jitter(): number {
    const [high = 0, low = 0] = this.#settings.random.bytes(2)
    return ((high * 256 + low) / 65_536) * JITTER_MS
  }
}

/** Without those that cannot be read: they verify nothing, and the others still do. */
function readable(keys: readonly TrustedKey[]): ReadonlyMap<string, Learned> {
  const read = keys.flatMap(({ id, pem, notBefore = Number.NEGATIVE_INFINITY, notAfter = Number.POSITIVE_INFINITY }) => {
    const key = publicKeyOf(pem)
    return key ? [[id, { id, key, notBefore, notAfter }] as const] : []
  })
  return new Map(read)
}

function publicKeyOf(pem: string): KeyObject | undefined {
  try {
    return pem.includes('CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  } catch {
    return undefined
  }
}
