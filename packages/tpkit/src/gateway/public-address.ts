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
  if (!url || !/^https?:$/.test(url.protocol))
    throw refused('url: expected an https address such as https://shop.example.com/hooks, found none; choose another')
  if (url.protocol !== 'https:' && reach === 'public')
    throw refused('url: expected an https address in production, found http; choose another')
  if (url.username !== '' || url.password !== '')
    throw refused('url: expected an address without user and password, found one with them; choose another')
  if (isLiteral(url) && !mayReach(bare(url), reach))
    throw refused('url: expected a public address, found one of a network that is not public; choose another')
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
  if (/(?:^|\.)localhost\.?$/.test(hostname))
    throw refused('url: expected a name of the public network, found one of this machine; choose another')
  if (!PORTS.includes(port)) throw refused('url: expected port 443 or 8443 in production, found another port; choose another')
}

/** `URL` has brought every spelling of an IPv4 address into four decimal numbers. */
function isLiteral(url: URL): boolean {
  return ipaddr.isValid(bare(url))
}

function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function refused(sentence: string): Error {
  return tpError('INVALID', sentence)
}
