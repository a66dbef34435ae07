import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { CashierPorts, Endpoint, EndpointSecret } from '@tpkit/cashier'
import type { CashierPlan, WebhookPlan } from '@tpkit/core/container'
import type { Connection, Transport } from '@tpkit/core/ports'

export interface Endpoints extends Readonly<CashierPorts['endpoints']> {
  readonly close: () => Promise<void>
}

/** The endpoints that the configuration names now, each with a connection of its own. */
export function endpointsFrom(plan: () => CashierPlan, transport: Transport): Endpoints {
  const connections = new Map<string, Connection>()
  const known = new WeakMap<CashierPlan, readonly Endpoint[]>()
  const all = (): readonly Endpoint[] => {
    const now = plan()
    const found = known.get(now) ?? now.webhooks.map(endpointOf)
    known.set(now, found)
    return found
  }
  return {
    of: (merchant) => all().filter((endpoint) => endpoint.merchant === merchant),
    connection: ({ name, url }) => {
      const key = `${name} ${new URL(url).origin}`
      const open = connections.get(key) ?? connectionTo(url, transport)
      connections.set(key, open)
      return open
    },
    close: async () => {
      await Promise.all([...connections.values()].map((connection) => connection.close()))
    },
  }
}

function endpointOf({ name, merchant, url, secrets: [first, ...rest], events }: WebhookPlan): Endpoint {
  return {
    ...{ name, merchant },
    url: new URL(url).href,
    secrets: [secretOf(first.reveal()), ...rest.map((one) => secretOf(one.reveal()))],
    ...(events && { types: events }),
  }
}

function secretOf(text: string): EndpointSecret {
  const bytes = Buffer.from(text.slice(text.indexOf('_') + 1), 'base64')
  return text.startsWith('whsk_') ? { kind: 'v1a', privateKey: ed25519(bytes) } : { kind: 'v1', bytes }
}

/** What stands in front of the 32 bytes of a key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The seed, or the seed with the public half behind it. */
function ed25519(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' })
}

/** The transport goes to `https:` alone, as it must to a wallet; an endpoint of development may be `http:`, by its rewrite. */
function connectionTo(url: string, transport: Transport): Connection {
  const { protocol, origin } = new URL(url)
  if (protocol === 'https:') return transport.connect({ origins: [origin] })
  const asked = secure(origin)
  const connection = transport.connect({ origins: [asked], endpoints: { [asked]: origin } })
  return {
    send: (request, limits) => connection.send({ ...request, url: secure(request.url) }, limits),
    download: (request, limits) => connection.download({ ...request, url: secure(request.url) }, limits),
    close: () => connection.close(),
  }
}

function secure(address: string): string {
  return address.replace(/^http:/, 'https:')
}
