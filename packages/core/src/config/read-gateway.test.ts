import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './problem.ts'
import { problemsOf, reading } from './reading.fixture.ts'

const ACCOUNTS = 'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY } }\n'
const text = (gateway: string) => `${ACCOUNTS}gateway: { ${gateway} }`

describe('what a configuration says to the gateway', () => {
  it('is nothing where it says nothing', async () => {
    expect((await reading(ACCOUNTS)).gateway).toEqual({ trustedProxies: [], sealKeys: [], limits: {} })
  })

  it('is read with its references followed', async () => {
    const { gateway, problems, warnings } = await reading(`${ACCOUNTS}
gateway:
  listen: 0.0.0.0:8443
  publicUrl: https://pay.example.com/
  trustedProxies: [10.0.0.0/8, "fd00::/8", 192.0.2.7/32]
  sealKeys: [env:SEAL, file:seal.key]
  drainDelaySeconds: 5
  limits: { bodyBytes: 131072, requestSeconds: 20, perKeyPerMinute: 60, perAddressPerMinute: 90, queue: 50 }
`)
    expect(problems).toEqual([])
    expect(warnings.map(({ path }) => path)).toEqual(['gateway.sealKeys.1'])
    const { sealKeys, ...plain } = gateway
    expect(sealKeys.map((key) => key.reveal())).toEqual(['a key of this test, drawn by nobody, 32+', SEAL_FILE])
    expect(plain).toEqual({
      listen: { host: '0.0.0.0', port: 8443 },
      publicUrl: 'https://pay.example.com',
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.7/32'],
      drainDelaySeconds: 5,
      limits: { bodyBytes: 131_072, requestSeconds: 20, perKeyPerMinute: 60, perAddressPerMinute: 90, queue: 50 },
    })
  })

  it.each([
    ['127.0.0.1:0', '127.0.0.1', 0],
    ['localhost:65535', 'localhost', 65_535],
    ['[::1]:8080', '::1', 8080],
  ])('listens at %s', async (written, host, port) => {
    expect((await reading(text(`listen: "${written}"`))).gateway.listen).toEqual({ host, port })
  })

  it('one key may stand alone', async () => {
    expect((await reading(text('sealKeys: env:SEAL'))).gateway.sealKeys).toHaveLength(1)
  })
})

const SEAL_FILE = 'another key of this test, in a file, 32+'

describe('what is wrong with it is told, with a place and a cure', () => {
  it.each([
    ['listen: 8080', /^2:20 gateway\.listen: expected text, found a number; write it in quotes$/],
    ['listen: ":8080"', /^2:20 gateway\.listen: expected host:port, such as 127\.0\.0\.1:8080/],
    ['listen: "::1:8080"', /gateway\.listen: expected host:port/],
    ['listen: "http://127.0.0.1:8080"', /gateway\.listen: expected host:port/],
    ['listen: "127.0.0.1:65536"', /gateway\.listen: expected a port up to 65535; 0 takes a free one$/],
    ['publicUrl: pay.example.com', /gateway\.publicUrl: expected an address such as https:\/\/pay\.example\.com/],
    ['publicUrl: "https://user:word@pay.example.com"', /gateway\.publicUrl: expected an address/],
    ['publicUrl: "https://pay.example.com/?a=1"', /gateway\.publicUrl: expected an address/],
    // A Location and a link of the docs would leave it out.
    [
      'publicUrl: "https://example.com/pay"',
      /gateway\.publicUrl: expected an address .* without user, password, path or query; the/,
    ],
    ['trustedProxies: 10.0.0.0/8', /gateway\.trustedProxies: expected a list, found text$/],
    ['sealKeys: []', /gateway\.sealKeys: expected at least 1 in the list, found fewer; write them$/],
    ['sealKeys: [changeme]', /gateway\.sealKeys: expected a key, found a placeholder; put the real one in$/],
    ['sealKeys: [only-thirty-characters-in-here]', /gateway\.sealKeys: expected at least 32 characters, found 30/],
    ['sealKeys: [env:GONE]', /gateway\.sealKeys\.0: env:GONE: .*set it$/],
    ['limits: { bodyBytes: 10485760 }', /gateway\.limits\.bodyBytes: expected at most 1048576 bytes, one MiB$/],
    ['limits: { bodyBytes: 1 }', /gateway\.limits\.bodyBytes: expected at least 1024 bytes/],
    ['limits: { requestSeconds: 0 }', /gateway\.limits\.requestSeconds: expected at least 1$/],
    ['drainDelaySeconds: 31', /gateway\.drainDelaySeconds: expected at most 30$/],
    ['drainDelaySeconds: -1', /gateway\.drainDelaySeconds: expected at least 0$/],
    ['drainDelaySeconds: 5s', /gateway\.drainDelaySeconds: expected a whole number$/],
    ['limits: { queue: 1.5 }', /gateway\.limits\.queue: expected a whole number$/],
    ['limits: { perKey: 3 }', /gateway\.limits\.perKey: expected no such key; did you mean "perKeyPerMinute"\?$/],
    ['port: 8080', /gateway\.port: expected no such key; remove it, or choose one of listen, publicUrl/],
    ['__proto__: { listen: "0.0.0.0:1" }', /expected a key of the configuration, found "__proto__"; remove it$/],
    ['listen: "a:1", listen: "b:1"', /gateway\.listen: expected every key once, found one repeated/],
  ])('%s', async (gateway, told) => {
    expect((await problemsOf(text(gateway)))[0]).toMatch(told)
  })

  it.each([
    ['127.0.0.1'],
    ['10.0.0.0/33'],
    ['10.0.0/8'],
    ['0x0a.0.0.0/8'],
    ['::/129'],
    ['fe80::1%eth0/64'],
    ['10.0.0.0/8/8'],
    ['0.0.0.0/0'],
    ['::/0'],
    ['all'],
  ])('a proxy is a range, and not everybody: %s', async (range) => {
    expect((await problemsOf(text(`trustedProxies: ["${range}"]`)))[0]).toMatch(
      /gateway\.trustedProxies\.0: expected a range of addresses such as 10\.0\.0\.0\/8/,
    )
  })

  it('as a whole that is no part of a configuration', async () => {
    expect((await problemsOf(`${ACCOUNTS}gateway: [listen]`))[0]).toMatch(/^2:1 gateway: expected keys and values, found a list$/)
    expect((await problemsOf(`${ACCOUNTS}gatway: {}`))[0]).toMatch(/gatway: expected no such key; did you mean "gateway"\?$/)
  })
})

describe('in production', () => {
  it('what is sealed wants keys; in development the lack of them is a warning', async () => {
    expect(await problemsOf(text('publicUrl: "https://pay.example.com"'), 'production')).toEqual([
      expect.stringMatching(/^2:1 gateway: expected keys for what is sealed in the ledger in production, found none/),
    ])
    const { problems, warnings } = await reading(text(''))
    expect([problems, warnings.map(({ path }) => path)]).toEqual([[], ['gateway']])
  })

  it('it is reached over https', async () => {
    expect(await problemsOf(text('publicUrl: "http://pay.example.com", sealKeys: env:SEAL'), 'production')).toEqual([
      expect.stringMatching(/gateway\.publicUrl: expected an https address in production/),
    ])
  })

  it('a key that others may read is refused', async () => {
    expect(await problemsOf(text('sealKeys: file:seal.key'), 'production')).toEqual([
      expect.stringMatching(/gateway\.sealKeys: file:seal\.key: everybody may read it; chmod 600 it$/),
    ])
  })
})

it('no key shows itself, wherever it stands', async () => {
  const CANARY = 'canary0123456789canary0123456789'
  for (const gateway of [
    `sealKeys: [${CANARY}], limits: { queue: 0 }`,
    `${CANARY}: 1`,
    `limits: { ${CANARY}: 1 }`,
    `sealKeys: { ${CANARY}: 1 }`,
    `listen: ${CANARY}`,
    `publicUrl: "https://u:${CANARY}@pay.example.com"`,
    `trustedProxies: [${CANARY}]`,
    `limits: { queue: ${CANARY} }`,
    `drainDelaySeconds: ${CANARY}`,
  ]) {
    const file = text(gateway)
    const read = await reading(file)
    const said = [new ConfigError(read.source, read.problems, file).message, inspect({ ...read, text: '' }, { depth: 9 })]
    expect(read.problems).not.toEqual([])
    expect(said.join('\n')).not.toContain('canary')
  }
  const { warnings } = await reading(text(`sealKeys: [${CANARY}]`))
  expect(warnings.map(({ path }) => path)).toEqual(['gateway.sealKeys.0'])
})
