/** Where an event may be posted: what a stranger registers as an endpoint must not lead into our own networks (SSRF, 服务端请求伪造). */
import { tpError } from '@tpkit/core/errors'
import ipaddr from 'ipaddr.js'

/** `public`: https alone, to addresses that everybody can reach. `loopback`: http as well, and this machine. */
export type Reach = 'public' | 'loopback'

/** What IANA gives out in IPv6. The library calls all of it unicast that has no other name, IPv4 that hides in `::7f00:1` too. */
const GIVEN_OUT = ipaddr.parseCIDR('2000::/3')

/** Whether an address, in whichever spelling, is one that may be called. IPv4 mapped into IPv6 counts as what it is. */
export function mayReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false
  const found = ipaddr.process(address)
  if (found.range() === 'loopback') return reach === 'loopback'
  return found.range() === 'unicast' && (found.kind() === 'ipv4' || found.match(GIVEN_OUT))
}

/**
 * The address of an endpoint, as far as its text alone says; what its name resolves to is looked at when it is called.
 *
 * @throws `TPError` `INVALID` with what is wrong, for whoever registers it
 */
export function endpointUrl(text: string, reach: Reach): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw refused('an https address such as https://shop.example.com/hooks', 'none')
  if (url.protocol !== 'https:' && reach === 'public') throw refused('an https address in production', 'http')
  if (url.username !== '' || url.password !== '') throw refused('an address without user and password', 'one with them')
  if (isLiteral(url) && !mayReach(bare(url), reach)) throw refused('a public address', 'one of a network that is not public')
  return url
}

/** Of https. Whoever may choose any other learns by the failures what listens where. */
const PORTS: readonly string[] = ['', '8443']

/**
 * What a merchant may not register, beside what no event is sent to. The configuration's own endpoints are the operator's, who may
 * choose any port.
 *
 * @throws `TPError` `INVALID`
 */
export function refuseToRegister(text: string, reach: Reach): void {
  const { hostname, port } = endpointUrl(text, reach)
  if (reach === 'loopback') return
  if (/(?:^|\.)localhost\.?$/.test(hostname)) throw refused('a name of the public network', 'one of this machine')
  if (!PORTS.includes(port)) throw refused('port 443 or 8443 in production', 'another port')
}

/** `URL` has brought every spelling of an IPv4 address into four decimal numbers. */
function isLiteral(url: URL): boolean {
  return ipaddr.isValid(bare(url))
}

function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function refused(expected: string, found: string): Error {
  return tpError('INVALID', `url: expected ${expected}, found ${found}; choose another`)
}
