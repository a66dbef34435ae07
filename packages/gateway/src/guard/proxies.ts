import { isIP } from 'node:net'
import { tpError } from '@tpkit/core/errors'
import ipaddr from 'ipaddr.js'
import { hopAddress, normalAddress, type ReadHeader, toldOf } from './forwarded.ts'

/** Who asks, as far as it can be believed. */
export interface Client {
  /** In its shortest spelling; an IPv4 address inside IPv6 as IPv4. `unknown` where there is no socket. */
  readonly address: string
  /** Whether a proxy of the configuration stands between: only then its headers count. */
  readonly proxied: boolean
  readonly scheme: 'http' | 'https'
  /** What the client wrote as host, where it can be told. */
  readonly host: string | undefined
}

/** The connection as this server has it. */
export interface Peer {
  readonly address: string | undefined
  readonly encrypted: boolean
}

type Trust = (address: string) => boolean

/**
 * Finds the client behind the proxies of the configuration (反向代理): the rightmost hop that is none of them, since what stands to
 * the left of it was written by strangers. From anybody else these headers are what a stranger says, and are not read.
 *
 * @param ranges CIDR; one address stands for itself
 * @throws `TPError` `CONFIG` for a range that is none
 */
export function clientFinder(ranges: readonly string[]): (peer: Peer, header: ReadHeader) => Client {
  const trusted = trustOf(ranges)
  return ({ address, encrypted }, header) => {
    const peer = normalAddress(address ?? '')
    const direct: Client = {
      ...{ address: peer ?? 'unknown', proxied: false, scheme: encrypted ? 'https' : 'http', host: header('host') },
    }
    return peer === undefined || !trusted(peer) ? direct : behind(direct, header, trusted)
  }
}

function behind(direct: Client, header: ReadHeader, trusted: Trust): Client {
  const told = toldOf(header)
  if (!told) return { ...direct, proxied: true }
  const { hops, schemes, hosts } = told
  const { address, index } = clientHop(direct.address, hops, trusted)
  /** A list that is as long as that of the hops goes with it; of another one the last entry is our own proxy's. */
  const said = (list: readonly string[]): string | undefined => (list.length === hops.length ? list[index] : list.at(-1))
  const scheme = said(schemes)?.toLowerCase()
  return {
    ...{ address, proxied: true, host: said(hosts) || direct.host },
    scheme: scheme === 'https' || scheme === 'http' ? scheme : direct.scheme,
  }
}

/** Where a hop is no address, whoever wrote it down is the last one known. */
function clientHop(peer: string, hops: readonly string[], trusted: Trust): { readonly address: string; readonly index: number } {
  let address = peer
  for (let index = hops.length - 1; index >= 0; index -= 1) {
    const hop = hopAddress(hops[index] ?? '')
    if (hop === undefined) return { address, index: index + 1 }
    address = hop
    if (!trusted(hop)) return { address, index }
  }
  return { address, index: 0 }
}

function trustOf(ranges: readonly string[]): Trust {
  const networks = ranges.map(networkOf)
  if (networks.length === 0) return () => false
  return (address) => {
    const parsed = ipaddr.process(address)
    return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
  }
}

function networkOf(text: string): ReturnType<typeof ipaddr.parseCIDR> {
  try {
    return ipaddr.parseCIDR(isIP(text) === 0 ? text : `${text}/${isIP(text) === 4 ? 32 : 128}`)
  } catch {
    throw tpError('CONFIG', `trustedProxies: expected ranges such as 10.0.0.0/8, found "${text}"; write it as CIDR`)
  }
}

/** What limits count by: whoever has one address of IPv6 has the whole /64 around it. */
export function bucketOf(address: string): string {
  if (isIP(address) !== 6) return address
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`).toString()}/64`
}
