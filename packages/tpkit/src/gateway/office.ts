import {
  type Backoffice,
  type BackofficeBooks,
  type BackofficePorts,
  createBackoffice,
  type EndpointTester,
  endpointTester,
  type TestPost,
} from '@tpkit/backoffice'
import { EVENT_TYPES } from '@tpkit/cashier'
import type { Tpkit } from '@tpkit/core/container'
import { refuseToRegister } from './public-address.ts'
import { sealerFrom, sealKeysOf } from './sealer.ts'

export interface OfficeParts extends Pick<BackofficePorts, 'clock' | 'random'> {
  readonly tpkit: Pick<Tpkit, 'describe' | 'gatewayPlan'>
  readonly books: BackofficeBooks
}

/**
 * The back office of a configuration and a ledger that are open. Follows reloads. Where production lacks seal keys, sealing and
 * opening throw `CONFIG`; everything else needs none.
 */
export function officeOver(parts: OfficeParts): Backoffice {
  return createBackoffice(portsOf(parts))
}

/** Sends test events by `post`, from the same back office. */
export function testerOver(parts: OfficeParts, post: TestPost): EndpointTester {
  return endpointTester(portsOf(parts), post)
}

function portsOf({ tpkit, ...ports }: OfficeParts): BackofficePorts {
  const { mode } = tpkit.describe()
  const sealer = sealerFrom(() => sealKeysOf(tpkit.gatewayPlan, mode))
  const reach = mode === 'production' ? 'public' : 'loopback'
  const refuseAddress = (url: string): void => refuseToRegister(url, reach)
  return { ...ports, sealer, eventTypes: EVENT_TYPES, plainHttp: mode === 'development', refuseAddress }
}
