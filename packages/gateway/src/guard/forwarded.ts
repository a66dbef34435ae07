import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A header's value, repeats joined by commas, as HTTP lets a server join them. Names in lower case. */
export type ReadHeader = (name: string) => string | undefined

/** What proxies wrote about those before them, from the client's side to ours. */
export interface Told {
  readonly hops: readonly string[]
  readonly schemes: readonly string[]
  readonly hosts: readonly string[]
}

/**
 * What `X-Forwarded-*` or `Forwarded` (RFC 7239) say. A proxy writes one of the two and hands the other on as it came: from a
 * stranger, perhaps. Where both are there and name different hops, neither is believed.
 */
export function toldOf(header: ReadHeader): Told | undefined {
  const plain = plainOf(header)
  const standard = standardOf(header('forwarded'))
  if (!plain || !standard) return plain ?? standard
  return addresses(plain) === addresses(standard) ? plain : undefined
}

function addresses({ hops }: Told): string {
  return hops.map((hop) => hopAddress(hop) ?? '?').join()
}

function plainOf(header: ReadHeader): Told | undefined {
  const told: Told = {
    hops: listOf(header('x-forwarded-for')),
    schemes: listOf(header('x-forwarded-proto')),
    hosts: listOf(header('x-forwarded-host')),
  }
  return told.hops.length + told.schemes.length + told.hosts.length === 0 ? undefined : told
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : value.split(',').map((part) => part.trim())
}

/** One `name=value` with what ends it. Every alternative begins with another character: linear in the length. */
const PAIR = /[ \t]*([A-Za-z]{1,16})=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+))[ \t]*([;,]|$)/y

/** One hop that is no address: what cannot be read names nobody. */
const UNREADABLE: Told = { hops: [''], schemes: [], hosts: [] }

function standardOf(value: string | undefined): Told | undefined {
  if (value === undefined) return undefined
  const elements: Map<string, string>[] = [new Map()]
  PAIR.lastIndex = 0
  while (PAIR.lastIndex < value.length) {
    const [, name = '', quoted, plain = '', end] = PAIR.exec(value) ?? []
    if (name === '') return UNREADABLE
    elements.at(-1)?.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain)
    if (end === ',') elements.push(new Map())
  }
  const all = (name: string): readonly string[] => elements.map((element) => element.get(name) ?? '')
  return { hops: all('for'), schemes: all('proto'), hosts: all('host') }
}

/** Of `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]:4711`; of `unknown` and hidden names nothing. */
export function hopAddress(hop: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([0-9.]{7,15}))(?::[0-9]{1,5})?$/.exec(hop) ?? []
  return normalAddress(bracketed ?? dotted ?? hop)
}

/** Only what is written as machines write it: libraries take 0x7f.1 and 2130706433 for addresses, too. IPv4 inside IPv6 is IPv4. */
export function normalAddress(text: string): string | undefined {
  const kind = isIP(text)
  if (kind !== 6) return kind === 4 ? text : undefined
  const [bare = ''] = text.split('%', 1)
  return ipaddr.process(bare).toString()
}
