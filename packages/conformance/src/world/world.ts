import type { Ability, Delivery, HttpAnswer, Received, Scene } from '@tpkit/core'
import type { Random } from '@tpkit/core/ports'
import type { Bench, TestWallet } from '../bench.ts'
import { seededRandom } from './chance.ts'
import { checkoutOf } from './checkout.ts'
import { VirtualClock } from './clock.ts'
import { headersOf } from './headers.ts'
import { join, type Watch } from './join.ts'
import type { Tongue } from './messages.ts'
import { Shop } from './shop.ts'

/** A notify that the wallet wants delivered, as it would arrive. */
export interface Notify {
  readonly delivery: Delivery
  readonly received: Received
}

const MINUTE_MS = 60_000
/** Numbers that the laws never reach from one. */
const FAR_AWAY = 700_000

/** Makes a world; each has a bench, a clock and books of its own. */
type Opening = (watch?: Watch) => World

interface WorldParts {
  readonly clock: VirtualClock
  readonly wallet: TestWallet
  readonly ours: Shop
  readonly stranger: Shop
  readonly dialect: Tongue
  /** Another world of the same seed, where nothing has happened yet. */
  readonly fresh: Opening
  /** The same merchant numbers at a wallet with other keys. */
  readonly impostor: Opening
  /** Our merchant number with the impostor's keys, at our own wallet. */
  readonly wrongKeys: Opening
  /** A world whose shop has a clock that is ahead of the wallet's; behind it where the time is negative. */
  readonly ahead: (ms: number) => World
  /** An amount at which the wallet gives a discount, in minor units. */
  readonly discountedTotal: bigint | undefined
}

/** A wallet, our shop and a stranger's, under one clock. Nothing here opens a socket or waits. */
export class World implements WorldParts {
  readonly clock: VirtualClock
  readonly wallet: TestWallet
  readonly ours: Shop
  readonly stranger: Shop
  readonly dialect: Tongue
  readonly random: Random = seededRandom(0x7ea)
  readonly fresh: Opening
  readonly impostor: Opening
  readonly wrongKeys: Opening
  readonly ahead: (ms: number) => World
  readonly discountedTotal: bigint | undefined

  constructor(parts: WorldParts) {
    this.clock = parts.clock
    this.wallet = parts.wallet
    this.ours = parts.ours
    this.stranger = parts.stranger
    this.dialect = parts.dialect
    this.fresh = parts.fresh
    this.impostor = parts.impostor
    this.wrongKeys = parts.wrongKeys
    this.ahead = parts.ahead
    this.discountedTotal = parts.discountedTotal
  }

  /** The notifies that are due now. Each try must be reported. */
  due(): readonly Notify[] {
    return this.wallet.due(this.clock.nowMs()).map((delivery) => ({ delivery, received: receivedFrom(delivery) }))
  }

  /** The first notifies that become due within the time, minute by minute; none when it passes without. */
  dueWithin(ms: number): readonly Notify[] {
    const endMs = this.clock.nowMs() + ms
    let found = this.due()
    while (found.length === 0 && this.clock.nowMs() < endMs) {
      this.clock.advance(MINUTE_MS)
      found = this.due()
    }
    return found
  }

  /** Accepts whatever is due, so that what comes next is about what is done next. */
  acceptDue(): void {
    for (const notify of this.due()) this.report(notify, this.ours.tp.acknowledge('accepted'))
  }

  /** Tells the wallet what the merchant answered. */
  report({ delivery }: Notify, { status, body }: HttpAnswer): void {
    this.wallet.delivered(delivery.id, { status, body }, this.clock.nowMs())
  }
}

/** Opens a world on an author's bench. */
export function openWorld<S extends Scene, A extends Ability>(setup: () => Bench<S, A>, watch?: Watch): World {
  return opened(setup, (bench) => bench, { watch })
}

/** Which wallet and account play the part of "ours". */
type Casting<S extends Scene, A extends Ability> = (bench: Bench<S, A>) => Pick<Bench<S, A>, 'wallet' | 'account'>

interface Circumstances {
  readonly watch?: Watch | undefined
  readonly aheadMs?: number
}

function opened<S extends Scene, A extends Ability>(
  setup: () => Bench<S, A>,
  cast: Casting<S, A>,
  { watch, aheadMs = 0 }: Circumstances,
): World {
  const bench = setup()
  const { wallet, account } = cast(bench)
  const clock = new VirtualClock()
  const checkout = checkoutOf({ ...bench, wallet })
  const shop = (of: typeof account, seed: number, firstSerial = 0): Shop =>
    new Shop({
      firstSerial,
      wallet,
      clock,
      checkout,
      aheadMs,
      random: seededRandom(seed),
      secrets: of.secrets,
      join: (doors) => join(of, doors, watch),
    })
  const ours = shop(account, 1)
  const stranger = shop(bench.stranger, 2)
  const shareNumbers = stranger.tp.payee.mchId === ours.tp.payee.mchId
  return new World({
    clock,
    wallet,
    ours,
    stranger: shareNumbers ? shop(bench.stranger, 2, FAR_AWAY) : stranger,
    dialect: { ...bench.dialect, sign: (message) => bench.dialect.sign(message, clock.nowMs()) },
    discountedTotal: bench.discountedTotal,
    fresh: (next) => opened(setup, cast, { watch: next }),
    impostor: (next) => opened(setup, ({ impostor }) => impostor, { watch: next }),
    wrongKeys: (next) => opened(setup, (each) => ({ ...each, account: each.impostor.account }), { watch: next }),
    ahead: (ms) => opened(setup, cast, { aheadMs: ms }),
  })
}

function receivedFrom({ url, headers, body }: Delivery): Received {
  const query = URL.canParse(url) ? new URL(url).search.slice(1) : ''
  return { headers: headersOf(headers), query, body }
}
