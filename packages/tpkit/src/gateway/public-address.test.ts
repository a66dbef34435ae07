import { BlockList, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { endpointUrl, mayReach, refuseToRegister } from './public-address.ts'
import { MALFORMED, SPELLINGS } from './special-addresses.fixture.ts'

describe('an endpoint in production', () => {
  it.each(SPELLINGS)('does not lead to %s: %s', (_what, host) => {
    expect(() => endpointUrl(`https://${host}/hooks`, 'public')).toThrow(/^url: expected /)
    expect(() => endpointUrl(`https://${host}:8443`, 'public')).toThrow(/^url: expected /)
  })

  it.each(MALFORMED)('is no %s: %s', (_what, url) => {
    expect(() => endpointUrl(url, 'public')).toThrow(/^url: expected /)
  })

  it('goes over https', () => {
    expect(() => endpointUrl('http://hooks.example/', 'public')).toThrow(
      'url: expected an https address in production, found http; choose another',
    )
  })

  it.each([
    ['https://hooks.example/a?b=1', 'hooks.example'],
    ['https://hooks.example.:8443/', 'hooks.example.'],
    ['https://例子.example/', 'xn--fsqu00a.example'],
    ['https://hooks.example\\@127.0.0.1/', 'hooks.example'],
    ['https://93.184.215.14/', '93.184.215.14'],
    ['https://1572394766/', '93.184.215.14'],
    ['https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/', '[2606:2800:21f:cb07:6820:80da:af6b:8b2c]'],
  ])('may be %s', (url, hostname) => {
    expect(endpointUrl(url, 'public').hostname).toBe(hostname)
  })
})

describe('A067, A070: what a merchant registers', () => {
  it.each(SPELLINGS)('leads in production not to %s: %s', (_what, host) => {
    expect(() => refuseToRegister(`https://${host}/hooks`, 'public')).toThrow(/^url: expected /)
  })

  it.each(['localhost', 'localhost.', 'shop.localhost', 'SHOP.LOCALHOST.'])('has no name of this machine: %s', (host) => {
    expect(() => refuseToRegister(`https://${host}/hooks`, 'public')).toThrow(
      'url: expected a name of the public network, found one of this machine; choose another',
    )
  })

  it.each([22, 25, 80, 6379, 9200, 65_535])('has no port of another service: %d', (port) => {
    expect(() => refuseToRegister(`https://shop.example.com:${port}/`, 'public')).toThrow(
      'url: expected port 443 or 8443 in production, found another port; choose another',
    )
  })

  it.each([
    'https://shop.example.com/',
    'https://shop.example.com:443/',
    'https://shop.example.com:8443/',
    'https://93.184.215.14/',
  ])('may be %s', (url) => {
    expect(() => refuseToRegister(url, 'public')).not.toThrow()
  })

  it('may in development be any port of this machine, and no other private network', () => {
    expect(() => refuseToRegister('http://localhost:9000/hooks', 'loopback')).not.toThrow()
    expect(() => refuseToRegister('http://10.0.0.5:9000/hooks', 'loopback')).toThrow(/^url: expected a public address/)
  })
})

describe('an endpoint in development', () => {
  it.each([
    ['http://127.0.0.1:9000/hooks'],
    ['http://localhost:9000/hooks'],
    ['http://[::1]:9000/hooks'],
    ['http://2130706433:9000/'],
    ['https://hooks.example/'],
  ])('may be on this machine: %s', (url) => {
    expect(endpointUrl(url, 'loopback').href).toContain('http')
  })

  it.each(SPELLINGS.filter(([what]) => !/^loopback|mapped into/.test(what)))('is nowhere else: %s: %s', (_what, host) => {
    expect(() => endpointUrl(`http://${host}/hooks`, 'loopback')).toThrow(/^url: expected /)
  })
})

/** A second reading of the registries, by Node's own list: whatever ours lets pass, it must not know as special. */
it('an address that a name leads to may be called where a list of special ranges does not have it', () => {
  const special = new BlockList()
  for (const range of RANGES) {
    const [address, length] = range.split('/')
    special.addSubnet(address ?? '', Number(length), isIP(address ?? '') === 4 ? 'ipv4' : 'ipv6')
  }
  const samples = RANGES.flatMap((range) => edges(range))
  expect(samples.filter((address) => mayReach(address, 'public'))).toEqual([])
  for (const address of [
    '8.8.8.8',
    '93.184.215.14',
    '172.32.0.1',
    '11.0.0.1',
    '100.128.0.1',
    '2606:2800:21f::1',
    '2a00:1450::1',
  ]) {
    expect([address, mayReach(address, 'public'), special.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')]).toEqual([
      address,
      true,
      false,
    ])
  }
  expect(mayReach('no address', 'public')).toBe(false)
})

/** The first and the last address of a range. */
function edges(range: string): readonly string[] {
  const [address, length] = ipaddr.parseCIDR(range)
  const bytes = address.toByteArray()
  const last = bytes.map((byte, index) => byte | (0xff >> Math.max(0, Math.min(8, length - index * 8))))
  return [address.toString(), ipaddr.fromByteArray(last).toString()]
}

/** IANA's special-purpose registries for IPv4 and IPv6, multicast with them. */
const RANGES = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '255.255.255.255/32'],
  ...['::/128', '::1/128', '::ffff:10.0.0.0/104', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/32', '2001:2::/48'],
  ...['2001:20::/28', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]
