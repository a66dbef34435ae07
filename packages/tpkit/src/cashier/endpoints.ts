import type { CashierLog, CashierPorts, Endpoint } from '@tpkit/cashier'
import type { Tpkit, WebhookPlan } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { Connection } from '@tpkit/core/ports'
import { perReading } from '../per-reading.ts'
import { endpointSecrets } from './endpoint-secret.ts'
import { type Register, type RegisteredEndpoint, registeredEndpoints } from './registered-endpoints.ts'

export interface Endpoints extends Readonly<CashierPorts['endpoints']> {
  /**
   * Looks at what merchants registered; what stood at the last look counts until then. Those who look at one moment look together.
   * Rejects where the ledger is out of reach, and with `CONFIG` for a name that stands in both places.
   */
  readonly refresh: () => Promise<void>
}

export interface EndpointParts {
  readonly tpkit: Pick<Tpkit, 'cashierPlan'>
  readonly register: Register
  /** The way to endpoints, as the mode that stands now wants it. */
  readonly connection: () => Connection
  readonly log: CashierLog
}

/** Who is told of events: the endpoints that the configuration names now, and those that merchants registered. */
export function endpointsFrom({ tpkit, register, connection, log }: EndpointParts): Endpoints {
  const configured = perReading(tpkit, () => tpkit.cashierPlan.webhooks.map(endpointOf))
  const look = registeredEndpoints(register, log)
  let registered: readonly RegisteredEndpoint[] = []
  let looking: Promise<void> | undefined
  const refresh = async () => {
    const found = await look()
    refuseTwice(configured(), found)
    registered = found
  }
  return {
    of: (merchant) =>
      [...configured(), ...registered.map(({ endpoint, secrets }) => ({ ...endpoint, secrets: secrets ?? NONE }))].filter(
        (endpoint) => endpoint.merchant === merchant,
      ),
    connection: ({ name, secrets }) => {
      if (secrets === NONE) throw sealed(name)
      return connection()
    },
    refresh: () => {
      looking ??= refresh().finally(() => {
        looking = undefined
      })
      return looking
    },
  }
}

function endpointOf({ name, merchant, url, secrets: [first, ...rest], events }: WebhookPlan): Endpoint {
  return {
    ...{ name, merchant },
    url: new URL(url).href,
    secrets: endpointSecrets([first.reveal(), ...rest.map((one) => one.reveal())]),
    ...(events && { types: events }),
  }
}

/** In the place of secrets that no key opens. What it would sign is sent nowhere. */
const NONE: Endpoint['secrets'] = [{ kind: 'v1', bytes: new Uint8Array(32) }]

function sealed(name: string): Error {
  return tpError(
    'CONFIG',
    `endpoint ${name}: expected a key in gateway.sealKeys that opens its secrets, found none; put the one back that sealed them`,
  )
}

function refuseTwice(configured: readonly Endpoint[], registered: readonly RegisteredEndpoint[]): void {
  const twice = registered.find(({ endpoint }) => configured.some(({ name }) => name === endpoint.name))
  if (!twice) return
  throw tpError(
    'CONFIG',
    `webhooks ${twice.endpoint.name}: expected every endpoint under a name of its own, found one under it that was registered; rename the one of the configuration`,
  )
}
