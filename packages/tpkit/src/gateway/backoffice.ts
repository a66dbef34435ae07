import type { Backoffice, EndpointTester, KeyMode } from '@tpkit/backoffice'
import { CLOCK, type OpenOptions, RANDOM, type Tpkit, TURN } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import { type Ledger, openLedger } from '@tpkit/ledger'
import { type LoadOptions, openFile } from '../load.ts'
import { officeOver, testerOver } from './office.ts'
import { sealKeysOf } from './sealer.ts'
import { testPost } from './test-post.ts'
import { webhookConnection } from './webhook-connection.ts'

export interface OpenBackofficeOptions extends Pick<LoadOptions, 'mode' | 'modules'> {
  /** The configuration file. Default: `tpkit.config.yaml`. */
  readonly config?: string
  /** In the place of the configuration's: `sqlite:` with a path from the working folder, or `postgres://…`. */
  readonly ledger?: string
}

/** Merchants, keys and endpoints of a configuration's ledger. */
export interface RunningBackoffice extends Backoffice {
  /** Which keys a gateway of this configuration opens to. */
  readonly mode: KeyMode
  /** Sends one signed event, that tells of no money and is kept nowhere, to a registered endpoint, now and once. */
  readonly testEndpoint: EndpointTester
  /** Lets ledger and configuration go. */
  readonly close: () => Promise<void>
}

type Get = Parameters<NonNullable<OpenOptions['ports']>>[0]

/**
 * The back office beside a gateway that runs, or before one does: what it changes counts at once.
 *
 * @throws `TPError` `CONFIG` for a configuration that cannot be used, names no ledger, or in production no seal keys;
 *   `UNAVAILABLE` for a ledger out of reach
 * @example
 * const office = await openBackoffice()
 * const { text } = await office.apiKeys.issue({ merchant: 'main', mode: office.mode, name: 'shop', scopes: ['payments:write'] }, { who: 'Li' })
 */
export async function openBackoffice(options: OpenBackofficeOptions = {}): Promise<RunningBackoffice> {
  const { config = 'tpkit.config.yaml', ledger: address, ...load } = options
  const late: { get?: Get; ledger?: Ledger } = {}
  const ports = (get: Get) => {
    late.get = get
  }
  const tpkit = await openFile(config, load, { ports })
  try {
    const { get } = late
    if (!get) throw new TypeError('the container tells of its ports before it opens')
    late.ledger = await openLedger(address ?? addressIn(tpkit), { turn: get(TURN) })
    return running(tpkit, late.ledger, get)
  } catch (error) {
    await Promise.allSettled([tpkit.close(), late.ledger?.close()])
    throw error
  }
}

function addressIn({ cashierPlan: { ledger } }: Tpkit): string {
  if (ledger) return ledger.reveal()
  throw tpError(
    'CONFIG',
    'ledger: expected an address in the configuration, found none; write ledger: sqlite:./tpkit.db, or give one to openBackoffice',
  )
}

function running(tpkit: Tpkit, ledger: Ledger, get: Get): RunningBackoffice {
  const { mode } = tpkit.describe()
  // Now, and not when the first secret is needed.
  sealKeysOf(tpkit.gatewayPlan, mode)
  const parts = { tpkit, books: ledger.backoffice, clock: get(CLOCK), random: get(RANDOM) }
  const connection = webhookConnection({ reach: () => (mode === 'production' ? 'public' : 'loopback') })
  return {
    ...officeOver(parts),
    mode: mode === 'production' ? 'live' : 'test',
    testEndpoint: testerOver(parts, testPost({ connection, clock: parts.clock })),
    close: async () => {
      await Promise.allSettled([connection.close(), tpkit.close(), ledger.close()])
    },
  }
}
