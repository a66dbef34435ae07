import type { Random } from '@tpkit/core/ports'
import type { GatewayStep } from '../context.ts'
import type { GatewaySettings } from '../parts.ts'
import type { ReadHeader } from './forwarded.ts'
import { type Client, clientFinder, type Peer } from './proxies.ts'

/** Finds clients by the proxies that the configuration names now. */
export function currentClients(settings: Pick<GatewaySettings, 'trustedProxies'>): (peer: Peer, header: ReadHeader) => Client {
  let ranges = settings.trustedProxies
  let find = clientFinder(ranges)
  return (peer, header) => {
    if (settings.trustedProxies !== ranges) [ranges, find] = [settings.trustedProxies, clientFinder(settings.trustedProxies)]
    return find(peer, header)
  }
}

/** A new id for a request. */
export function drawId(random: Random): string {
  return `req_${Buffer.from(random.bytes(12)).toString('base64url')}`
}

/** Letters, digits and what ids are joined by: it goes into logs and answers. */
const GIVEN_ID = /^[\w.:-]{1,128}$/

/** Says who asks, and under which id: a new one, or that of a configured proxy, whose own log has it. */
export function identified(clients: ReturnType<typeof currentClients>, random: Random): GatewayStep {
  return async (c, next) => {
    const header: ReadHeader = (name) => c.req.header(name)
    const { address, proxied } = clients({ address: c.env.address, encrypted: false }, header)
    const given = proxied ? header('x-request-id') : undefined
    const requestId = given !== undefined && GIVEN_ID.test(given) ? given : drawId(random)
    c.set('address', address)
    c.set('requestId', requestId)
    await next()
    c.res.headers.set('X-Request-Id', requestId)
  }
}
