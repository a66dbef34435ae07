import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadHeader } from './forwarded.ts'
import { bucketOf, clientFinder } from './proxies.ts'

const RANGES = ['10.0.0.0/8', 'fd00::/8']

function headers(given: Readonly<Record<string, string>>): ReadHeader {
  return (name) => given[name]
}

function client(address: string | undefined, given: Readonly<Record<string, string>> = {}, ranges: readonly string[] = RANGES) {
  return clientFinder(ranges)({ address, encrypted: false }, headers({ host: 'pay.example.com', ...given }))
}

describe('a stranger', () => {
  it.each(['x-forwarded-for', 'forwarded', 'x-forwarded-proto', 'x-forwarded-host'])('is not believed in %s', (name) => {
    const given = { [name]: name === 'forwarded' ? 'for=1.2.3.4;proto=https;host=evil.example' : '1.2.3.4' }
    expect(client('198.51.100.9', given)).toEqual({
      address: '198.51.100.9',
      proxied: false,
      scheme: 'http',
      host: 'pay.example.com',
    })
  })

  it('is not believed where no proxy is configured, on loopback neither', () => {
    expect(client('127.0.0.1', { 'x-forwarded-for': '1.2.3.4' }, [])).toMatchObject({ address: '127.0.0.1', proxied: false })
  })
})

describe('behind a proxy of the configuration', () => {
  it.each([
    ['the one client', '203.0.113.5', '203.0.113.5'],
    ['the rightmost hop that is none of ours', '1.1.1.1, 203.0.113.5, 10.0.0.7', '203.0.113.5'],
    ['what a stranger put in front of it is not read', '127.0.0.1, 10.9.9.9, 203.0.113.5', '203.0.113.5'],
    ['with a port', '203.0.113.5:4711', '203.0.113.5'],
    ['IPv6 in brackets', '[2001:db8::7]:4711', '2001:db8::7'],
    ['IPv6 without', '2001:DB8:0::7', '2001:db8::7'],
    ['IPv4 inside IPv6', '::ffff:203.0.113.5', '203.0.113.5'],
    ['all hops are ours', '10.0.0.3, 10.0.0.4', '10.0.0.3'],
    ['a hop that is no address: whoever wrote it', '203.0.113.5, unknown, 10.0.0.7', '10.0.0.7'],
    ['spellings that only libraries take for addresses', '0x7f.1', '10.0.0.1'],
    ['a number', '2130706433', '10.0.0.1'],
    ['nothing', '', '10.0.0.1'],
  ])('%s', (_what, value, address) => {
    expect(client('10.0.0.1', { 'x-forwarded-for': value })).toMatchObject({ address, proxied: true })
  })

  it('the proxy may be written as IPv4 inside IPv6', () => {
    expect(client('::ffff:10.0.0.1', { 'x-forwarded-for': '203.0.113.5' })).toMatchObject({ address: '203.0.113.5' })
  })

  it('scheme and host are those of the same hop', () => {
    const given = {
      'x-forwarded-for': '1.1.1.1, 203.0.113.5, 10.0.0.7',
      'x-forwarded-proto': 'http, https, http',
      'x-forwarded-host': 'evil.example, pay.example.com, inner',
    }
    expect(client('10.0.0.1', given)).toMatchObject({ scheme: 'https', host: 'pay.example.com' })
    expect(client('10.0.0.1', { 'x-forwarded-proto': 'https' })).toMatchObject({ address: '10.0.0.1', scheme: 'https' })
    expect(client('10.0.0.1', { 'x-forwarded-proto': 'gopher' })).toMatchObject({ scheme: 'http' })
  })

  it.each([
    ['for=203.0.113.5;proto=https;host=pay.example.com', { address: '203.0.113.5', scheme: 'https', host: 'pay.example.com' }],
    ['For="[2001:db8::7]:4711"; Proto=HTTPS', { address: '2001:db8::7', scheme: 'https' }],
    ['for=1.1.1.1, for=203.0.113.5, for=10.0.0.7;host="a,b;c"', { address: '203.0.113.5' }],
    ['for=_hidden, for=10.0.0.7', { address: '10.0.0.7' }],
    ['for=203.0.113.5 nonsense', { address: '10.0.0.1' }],
    ['for="203.0.113.5', { address: '10.0.0.1' }],
  ])('Forwarded: %s', (forwarded, expected) => {
    expect(client('10.0.0.1', { forwarded })).toMatchObject(expected)
  })

  it('two headers that name different clients are both not believed: one of them came through as a stranger wrote it', () => {
    const given = { 'x-forwarded-for': '203.0.113.5', forwarded: 'for=1.2.3.4' }
    expect(client('10.0.0.1', given)).toMatchObject({ address: '10.0.0.1', proxied: true })
    expect(client('10.0.0.1', { ...given, forwarded: 'for="203.0.113.5:80"' })).toMatchObject({ address: '203.0.113.5' })
  })
})

const address = fc.oneof(fc.ipV4(), fc.ipV6())
const ours = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((rest) => `10.${rest.join('.')}`)
const stranger = fc.tuple(fc.integer({ min: 11, max: 99 }), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => parts.join('.'))

describe('whatever a client writes', () => {
  it('never makes it anybody but the hop that our outermost proxy saw', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(address, fc.string())), stranger, fc.array(ours), ours, (forged, real, between, peer) => {
        const given = [...forged, real, ...between].join(', ')
        expect(client(peer, { 'x-forwarded-for': given })).toMatchObject({ address: real })
      }),
    )
  })

  it('never makes a direct connection anybody else, by no header', () => {
    fc.assert(
      fc.property(stranger, fc.string(), fc.string(), fc.string(), (peer, one, two, three) => {
        const given = { 'x-forwarded-for': one, forwarded: two, 'x-forwarded-proto': three }
        expect(client(peer, given)).toMatchObject({ address: peer, proxied: false, scheme: 'http' })
      }),
    )
  })

  it('never throws, and answers an address or the proxy’s own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), ours, (one, two, peer) => {
        expect(client(peer, { 'x-forwarded-for': one, forwarded: two }).address).toMatch(/^[0-9a-f:.]+$/)
      }),
    )
  })

  it('is read in time that grows with its length alone', () => {
    for (const text of ['a=', 'for="', 'for="\\', 'for=1.1.1.1;', ' ', ',']) {
      const long = text.repeat(50_000)
      const began = performance.now()
      client('10.0.0.1', { forwarded: long })
      client('10.0.0.1', { 'x-forwarded-for': long })
      expect(performance.now() - began).toBeLessThan(500)
    }
  })
})

it('a range that is none is refused by its name', () => {
  expect(() => clientFinder(['10.0.0.0/8', 'proxy'])).toThrow(
    /^trustedProxies: expected ranges such as 10\.0\.0\.0\/8, found "proxy"/,
  )
})

it('one address stands for itself', () => {
  expect(client('192.0.2.1', { 'x-forwarded-for': '203.0.113.5' }, ['192.0.2.1'])).toMatchObject({ proxied: true })
  expect(client('192.0.2.2', { 'x-forwarded-for': '203.0.113.5' }, ['192.0.2.1'])).toMatchObject({ proxied: false })
})

it('limits count IPv6 by the network that one customer has, IPv4 by the address', () => {
  expect(bucketOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(bucketOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(bucketOf('192.0.2.1')).toBe('192.0.2.1')
  expect(bucketOf('unknown')).toBe('unknown')
})
