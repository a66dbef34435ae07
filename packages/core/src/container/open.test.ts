import { ContainerModule } from 'inversify'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ConfigError, certificateField, rotatingSecretField, secretField } from '../config/index.ts'
import type { PayCommand } from '../contract/command.ts'
import { definePlugin, type GetBound } from '../contract/plugin.ts'
import { type Protocol, send } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { manifest, NOW, notHere, wire } from '../hard-cases/world.fixture.ts'
import { cny } from '../money.ts'
import type { Clock, ConnectionSettings, Secrets } from '../ports.ts'
import { Secret } from '../secret.ts'
import { CLOCK, openTpkit, PLUGIN_IMPORTS, SECRETS, SETTINGS, type Tpkit, TRANSPORT, UNPACK } from './index.ts'

interface ShopConfig {
  readonly mchId: string
  readonly apiKey: readonly Secret[]
  readonly certificate?: string | undefined
}

/** A wallet of a few lines: a payment answers with the key that signed it, so that tests see which configuration it got. */
function shopWallet(config: ShopConfig): Protocol<'native', 'close'> {
  return {
    manifest: manifest({ provider: 'shop', scenes: ['native'], abilities: ['close'] }),
    payee: { mchId: config.mchId },
    *pay(command) {
      yield* send({ method: 'POST', url: 'https://wallet.example/pay', headers: [], effect: 'write' })
      const text = `${config.mchId} ${config.apiKey.length} ${config.apiKey[0]?.reveal().length}`
      return { kind: 'done', evidence: 'verified', value: { outTradeNo: command.outTradeNo, prompt: { kind: 'qr', text } } }
    },
    query: notHere,
    refund: notHere,
    notify: notHere,
    close: notHere,
    acknowledge: () => ({ status: 200, headers: [], body: '' }),
  }
}

const shop = definePlugin({
  name: 'shop',
  contract: '1.0',
  manifest: manifest({ provider: 'shop', scenes: ['native'], abilities: ['close'] }),
  config: z.strictObject({ mchId: z.string(), apiKey: rotatingSecretField(16), certificate: certificateField().optional() }),
  keys: () => ({}),
  protocol: shopWallet,
})

const packages: Record<string, unknown> = {
  '@shop/wallet': shop,
  '@shop/old': { ...shop, contract: '0.0' },
  '@shop/new': { ...shop, contract: '9.0' },
  '@shop/other': { not: 'a plugin' },
  '@shop/no-schema': { ...shop, config: {} },
  '@shop/broken': {
    ...shop,
    protocol: () => {
      throw new TypeError('oops')
    },
  },
}

const secrets: Secrets = {
  read: async (reference) => {
    if (reference === 'env:KEY') return Buffer.from('0123456789abcdef-test')
    if (reference === 'file:empty.txt') return Buffer.from('')
    if (reference === 'file:binary.p12') return Buffer.from([0x30, 0xff, 0x00])
    throw tpError('CONFIG', `${reference}: expected it to be set, found it missing; set it`)
  },
}

interface Opened {
  readonly tpkit: Tpkit
  readonly connected: readonly ConnectionSettings[]
  readonly sent: readonly unknown[]
}

async function open(text: string, mode?: 'production', extra?: ContainerModule): Promise<Opened> {
  const connected: ConnectionSettings[] = []
  const connection = wire(() => ({}))
  const world = new ContainerModule(({ bind, rebind }) => {
    bind(SETTINGS).toConstantValue({ read: async () => ({ text, name: 'tpkit.config.yaml', base: '/shop' }) })
    bind(UNPACK).toConstantValue({ unpack: (packed) => packed })
    bind(TRANSPORT).toConstantValue({
      connect: (settings) => {
        connected.push(settings)
        return connection
      },
    })
    rebind(SECRETS).toConstantValue(secrets)
    rebind(PLUGIN_IMPORTS).toConstantValue({
      import: async (specifier) => {
        if (specifier === '@shop/throws') throw new SyntaxError('Unexpected token')
        if (specifier in packages) return packages[specifier]
        throw tpError('CONFIG', `expected an installed package, found none named "${specifier}"; npm install it in /shop`)
      },
    })
  })
  const tpkit = await openTpkit({ modules: extra ? [world, extra] : [world], ...(mode && { mode }) })
  return { tpkit, connected, sent: connection.sent }
}

const GOOD = `
accounts:
  shop-main: { plugin: "@shop/wallet", mchId: "0123", apiKey: env:KEY }
  shop-two: { plugin: "@shop/wallet", mchId: "0456", apiKey: [env:KEY, env:KEY], endpoints: { "https://wallet.example": "http://127.0.0.1:9" } }
methods:
  wallet: shop-main
`
const order = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1) } as const

async function problemsOf(text: string, mode?: 'production'): Promise<string> {
  const error = await open(text, mode).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return error instanceof ConfigError ? error.message : ''
}

describe('a configuration becomes accounts and methods', () => {
  it('pays through the account that the method names, and says which one it was', async () => {
    const { tpkit } = await open(GOOD)
    const reply = await tpkit.method('wallet').pay(order)
    expect(reply).toMatchObject({ kind: 'done', account: 'shop-main', value: { prompt: { text: '0123 1 21' } } })
    expect(tpkit.method('wallet').explain(order)).toMatchObject({ account: 'shop-main' })
    expect(tpkit.account('shop-main').payee).toEqual({ mchId: '0123' })
    await tpkit.close()
  })

  it('gives each account its own connection: the origins of its manifest, its endpoints', async () => {
    const { connected } = await open(GOOD)
    expect(connected).toEqual([
      { origins: ['https://wallet.example'] },
      { origins: ['https://wallet.example'], endpoints: { 'https://wallet.example': 'http://127.0.0.1:9' } },
    ])
  })

  it('says which accounts, methods and abilities there are when a name is wrong', async () => {
    const { tpkit } = await open(GOOD)
    expect(() => tpkit.account('shop')).toThrow(/expected a configured account \(shop-main, shop-two\), found "shop"/)
    expect(() => tpkit.method('checkout')).toThrow(/expected a configured method \(wallet\)/)
    const lacking = tpkit.account('shop-main').queryRefund({ ...order, outRefundNo: 'R1' })
    await expect(lacking).rejects.toThrow(/expected an ability of shop \(close\), found "queryRefund"/)
    const statement = tpkit.account('shop-main').statement({ day: '2026-11-22', kind: 'trade' })[Symbol.asyncIterator]()
    await expect(statement.next()).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await expect(tpkit.method('wallet').pay({ ...order, scene: 'h5' })).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })

  it('gives an account what it leaves to the one that it extends, and lets it say anything else itself', async () => {
    const { tpkit, connected } = await open(`
accounts:
  main: { plugin: "@shop/wallet", mchId: "0123", apiKey: [env:KEY, env:KEY], endpoints: { "https://wallet.example": "http://127.0.0.1:9" } }
  shop-7: { extends: main, mchId: "0777" }
  shop-8: { extends: shop-7, apiKey: env:KEY }
methods: { wallet: shop-7, other: shop-8 }
`)
    await expect(tpkit.method('wallet').pay(order)).resolves.toMatchObject({ value: { prompt: { text: '0777 2 21' } } })
    await expect(tpkit.method('other').pay(order)).resolves.toMatchObject({ value: { prompt: { text: '0777 1 21' } } })
    expect(connected).toHaveLength(3)
    expect(new Set(connected.map(({ endpoints }) => endpoints?.['https://wallet.example']))).toEqual(
      new Set(['http://127.0.0.1:9']),
    )
  })

  it("lets a merchant's own module rebind any port", async () => {
    const later = NOW + 1000
    const module = new ContainerModule(({ rebind }) => {
      rebind(CLOCK).toConstantValue({ nowMs: () => later })
    })
    const { tpkit } = await open(GOOD, undefined, module)
    await expect(tpkit.method('wallet').pay({ ...order, expiresAt: later })).rejects.toThrow(/expiresAt/)
  })

  it('lets a plugin get what its own module binds, with ports in it, whichever way it answers', async () => {
    class Stamp {
      readonly mchId: string
      constructor(clock: Clock) {
        this.mchId = `stamped at ${clock.nowMs()}`
      }
    }
    const module = new ContainerModule(({ bind }) => void bind(Stamp).toResolvedValue((clock) => new Stamp(clock), [CLOCK]))
    const stamped = (config: ShopConfig, get: GetBound) => shopWallet({ ...config, mchId: get(Stamp).mchId })
    const identity = (_config: ShopConfig, get: GetBound) => ({
      identity: { kind: 'pem', cert: get(Stamp).mchId, key: new Secret('k') } as const,
    })
    packages['@shop/injected'] = { ...shop, module, keys: identity, protocol: stamped }
    const { protocol: _protocol, ...whole } = { ...shop, module }
    const tp = (config: ShopConfig, account: string, get: GetBound) => ({
      ...shopWallet(config),
      payee: { mchId: `${get(Stamp).mchId} for ${account}` },
    })
    packages['@shop/injected-tp'] = { ...whole, tp }
    const later = new ContainerModule(({ rebind }) => void rebind(CLOCK).toConstantValue({ nowMs: () => NOW }))
    const entry = (plugin: string) => `{ plugin: "${plugin}", mchId: "1", apiKey: env:KEY }`
    const { tpkit, connected } = await open(
      `accounts: { a: ${entry('@shop/injected')}, b: ${entry('@shop/injected-tp')} }\nmethods: { wallet: a }`,
      undefined,
      later,
    )
    expect(tpkit.account('a').payee).toEqual({ mchId: `stamped at ${NOW}` })
    expect(tpkit.account('b').payee).toEqual({ mchId: `stamped at ${NOW} for b` })
    expect(connected).toMatchObject([{ identity: { cert: `stamped at ${NOW}` } }])
    packages['@shop/injected'] = { ...shop, protocol: stamped }
    await expect(problemsOf(`accounts: { a: ${entry('@shop/injected')} }`)).resolves.toMatch(
      /accounts\.a: the plugin cannot be built/,
    )
  })

  it('takes a plugin that answers for the whole TP itself, also by an object of a class', async () => {
    const { tpkit } = await open(GOOD)
    class Sdk {
      readonly manifest = tpkit.account('shop-main').manifest
      readonly payee = { mchId: '1' }
      readonly #inner = tpkit.account('shop-main')
      pay(command: PayCommand) {
        return this.#inner.pay(command)
      }
      readonly query = async () => ({ kind: 'absent' })
      readonly refund = this.query
      readonly notify = this.query
      readonly acknowledge = this.query
      readonly close = this.query
    }
    packages['@shop/sdk'] = {
      name: 'sdk',
      contract: '1.0',
      manifest: tpkit.account('shop-main').manifest,
      config: z.looseObject({}),
      tp: () => new Sdk(),
    }
    packages['@shop/half-sdk'] = { ...shop, tp: () => ({ ...new Sdk(), close: undefined }) }
    await expect(problemsOf('accounts: { a: { plugin: "@shop/half-sdk", mchId: "1", apiKey: env:KEY } }')).resolves.toMatch(
      /accounts\.a\.plugin: expected the plugin's TP to have pay, close, found it without/,
    )
    const wrapped = await open('accounts: { a: { plugin: "@shop/sdk" } }\nmethods: { wallet: a }')
    await expect(wrapped.tpkit.method('wallet').pay(order)).resolves.toMatchObject({ kind: 'done', account: 'a' })
  })

  it('shows no key where a plugin reads it as JSON, or says what it found, while it is built', async () => {
    const built = (read: (key: string) => unknown) => {
      packages['@shop/talks'] = { ...shop, protocol: ({ apiKey }: ShopConfig) => read(`${apiKey[0]?.reveal()}`) }
      return problemsOf('accounts: { a: { plugin: "@shop/talks", mchId: "1", apiKey: env:KEY } }')
    }
    await expect(built((key) => JSON.parse(key))).resolves.toMatch(/the plugin cannot be built: SyntaxError$/m)
    const saying = built((key) => {
      throw new Error(`bad ${key}, and ${key.slice(2, 11)}`)
    })
    await expect(saying).resolves.toMatch(/the plugin cannot be built: Error: bad …, and …$/m)
  })

  it('loads a plugin outside the contract window only when the operator says so', async () => {
    const entry = (more: string) => `accounts: { a: { plugin: "@shop/new", mchId: "1", apiKey: env:KEY${more} } }`
    await expect(problemsOf(entry(''))).resolves.toContain('accounts.a.plugin: expected contract 0.1 to 1.0, found 9.0')
    await expect(open(entry(', acceptContract: "9.0"'))).resolves.toBeDefined()
  })
})

describe('a configuration that is wrong says everything that is wrong, and nothing secret', () => {
  it('reports all problems of all accounts at once, with file, line, column, path and reason', async () => {
    const message = await problemsOf(`
accounts:
  a: { plugin: "@shop/none", mchId: "1", apiKey: env:KEY }
  b: { plugin: "@shop/wallet", mchId: 123, apiKey: env:GONE }
  c:
    plugin: "@shop/wallet"
    mchID: "1"
    apiKey: changeme
  d: { plugin: "@shop/other" }
methods: { wallet: e }
`)
    expect(message.split('\n').filter((line) => !/^ {4}/.test(line))).toEqual([
      'tpkit.config.yaml: 7 problems',
      expect.stringMatching(
        /:3:16 accounts\.a\.plugin: expected an installed package, found none named "@shop\/none"; npm install it/,
      ),
      '  tpkit.config.yaml:4:39 accounts.b.mchId: expected text, found a number; write it in quotes',
      '  tpkit.config.yaml:4:52 accounts.b.apiKey: env:GONE: expected it to be set, found it missing; set it',
      '  tpkit.config.yaml:7:5 accounts.c.mchID: expected no such key; did you mean "mchId"?',
      '  tpkit.config.yaml:8:13 accounts.c.apiKey: expected a key, found a placeholder; put the real one in',
      expect.stringMatching(/:9:16 accounts\.d\.plugin: expected a tpkit plugin/),
      '  tpkit.config.yaml:10:20 methods.wallet: expected the name of an account (a, b, c, d), found "e"; name one of them',
    ])
  })

  describe('one number at a wallet belongs to one merchant: its payments and refunds know no other owner', () => {
    const account = (merchant: string, mchId: string, more = '') =>
      `{ plugin: "@shop/wallet", apiKey: env:KEY, merchant: ${merchant}, mchId: "${mchId}"${more} }`

    it('two merchants who name the same one could be paid by one payment and refund each other: refused', async () => {
      const message = await problemsOf(`accounts:\n  one: ${account('main', '0123')}\n  two: ${account('bob', '0123')}\n`)
      expect(message).toMatch(
        /accounts\.two\.merchant: expected the merchant main, as at one, because both accounts are 0123 at the wallet, found bob;/,
      )
    })

    it.each([
      ['two accounts of one merchant', account('bob', '0123'), account('bob', '0123')],
      ['two merchants with numbers of their own', account('main', '0123'), account('bob', '0456')],
      [
        'one of a sandbox beside a real one',
        account('main', '0123'),
        account('bob', '0123', ', endpoints: { "https://wallet.example": "http://127.0.0.1:9" }'),
      ],
    ])('%s are taken', async (_what, one, two) => {
      const { tpkit } = await open(`accounts:\n  one: ${one}\n  two: ${two}\n`)
      expect(tpkit.accounts).toEqual(['one', 'two'])
      await tpkit.close()
    })
  })

  it('does not hand on where notifies go: at another account they would be genuine and foreign', async () => {
    const main = '{ plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY, notifyUrl: "https://shop.example/main" }'
    const message = await problemsOf(
      `accounts: { main: ${main}, heir: { extends: main }, other: { extends: main, notifyUrl: "x" } }`,
    )
    expect(message.match(/accounts\.(\w+)\.notifyUrl/g)).toEqual(['accounts.main.notifyUrl', 'accounts.other.notifyUrl'])
  })

  it('says once what is wrong with a field that other accounts inherit, whichever stage finds it', async () => {
    const message = await problemsOf(`
accounts:
  main: { plugin: "@shop/wallet", mchId: 1, apiKey: env:GONE }
  shop-7: { extends: main, mchId: 7 }
  shop-8: { extends: main, mchId: "8" }
`)
    expect(message.match(/accounts\.[\w-]+\.apiKey/g)).toHaveLength(1)
    expect(message).toContain('accounts.main.apiKey: env:GONE')
    expect(message).toContain(':4:35 accounts.shop-7.mchId')
    const proxied = 'accounts: { main: { plugin: "@shop/wallet", proxy: "socks" }, a: { extends: main }, b: { extends: a } }'
    expect((await problemsOf(proxied)).match(/accounts\.\w+\.proxy/g)).toHaveLength(1)
  })

  it.each([
    ['not YAML at all', 'accounts: {a', /expected YAML|expected lines/],
    ['an empty file', '', /expected accounts and methods, found none; write at least "accounts:"/],
    ['no accounts', 'accounts: {}', /accounts: expected at least one account/],
    ['a repeated key', 'accounts: { a: { plugin: x, plugin: y } }', /expected every key once/],
    ['an alias', 'accounts: { a: &one { plugin: x }, b: *one }', /expected no alias/],
    [
      'a prototype key',
      'accounts: { a: { plugin: x, __proto__: { mchId: "1" } } }',
      /expected a key of the configuration, found "__proto__"/,
    ],
    [
      'an account that extends none that is there',
      'accounts: { a: { extends: c }, b: { plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY } }',
      /1:27 accounts\.a\.extends: expected the name of another account \(b\), found "c"/,
    ],
    [
      'accounts that extend each other in a circle',
      'accounts: { a: { extends: b }, b: { extends: a } }',
      /a\.extends: .* found a circle;[\s\S]*b\.extends: .* found a circle;/,
    ],
    ['an account that extends itself', 'accounts: { a: { extends: a } }', /a\.extends: .* found a circle/],
    [
      'an account that extends a number',
      'accounts: { a: { extends: 1, plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY } }',
      /a\.extends: expected text, found a number; write it in quotes/,
    ],
    ['an account name with a space', 'accounts: { "a b": { plugin: x } }', /expected a name of lower-case letters/],
    [
      'two accounts that are one',
      'accounts: { 1: { plugin: x }, "1": { plugin: y } }',
      /expected text as a key|expected every key once/,
    ],
    [
      'an account without a key',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: null } }',
      /apiKey: expected a key, or a list of keys/,
    ],
    ['an empty list of keys', 'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: [] } }', /apiKey: /],
    [
      'a plugin without a schema',
      'accounts: { a: { plugin: "@shop/no-schema", mchId: "1" } }',
      /a\.plugin: expected a tpkit plugin/,
    ],
    [
      'a plugin that fails to load',
      'accounts: { a: { plugin: "@shop/throws" } }',
      // A syntax error quotes what it could not read.
      /fails to load: SyntaxError$/m,
    ],
    [
      'a misspelt key beside one that cannot be read',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: env:GONE, foo: 1 } }',
      /a\.foo: expected no such key/,
    ],
    ['an unknown key at the top', 'acounts: {}', /acounts: expected no such key/],
    [
      'an id that YAML reads as a number',
      'accounts: { a: { plugin: "@shop/wallet", mchId: 0123, apiKey: env:KEY } }',
      /mchId: expected text, found a number; write it in quotes/,
    ],
    [
      'an empty key',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: "" } }',
      /apiKey: expected a key, found an empty value/,
    ],
    [
      'an empty key file',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: file:empty.txt } }',
      /apiKey: expected a key, found an empty value/,
    ],
    ['no key', 'accounts: { a: { plugin: "@shop/wallet", mchId: "1" } }', /accounts\.a\.apiKey/],
    [
      'a key that was cut',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: "tooshort1" } }',
      /expected at least 16 characters, found 9/,
    ],
    [
      'a certificate that is none',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY, certificate: file:binary.p12 } }',
      /expected a PEM certificate/,
    ],
    [
      'an older contract',
      'accounts: { a: { plugin: "@shop/old", mchId: "1", apiKey: env:KEY } }',
      /expected contract 0\.1 to 1\.0, found 0\.0/,
    ],
    [
      'a plugin that cannot be built',
      'accounts: { a: { plugin: "@shop/broken", mchId: "1", apiKey: env:KEY } }',
      /accounts\.a: the plugin cannot be built: TypeError/,
    ],
    [
      'an endpoint with a path',
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY, endpoints: { "https://wallet.example/x": "http://h" } } }',
      /expected an origin such as/,
    ],
  ])('%s', async (_what, text, expected) => {
    const message = await problemsOf(text)
    expect(message).toMatch(expected)
    expect(message).not.toContain('tooshort1')
  })

  it('refuses sandbox endpoints in production, whatever the file calls its mode', async () => {
    await expect(problemsOf(GOOD, 'production')).resolves.toMatch(/accounts\.shop-two\.endpoints: expected none in production/)
    await expect(problemsOf(`${GOOD}\nmode: production`)).resolves.toMatch(/expected none in production/)
  })

  it.each(['|', '>', ']', '[a, b]]', '!e!', '"', "'", '{', '\t', '@', '`', '%', '&', '*'])(
    'never shows a key that stands behind %j',
    async (before) => {
      const message = await problemsOf(`accounts:\n  a:\n    plugin: "@shop/none"\n    apiKey: ${before}canary0123456789canary\n`)
      expect(message).not.toContain('canary')
    },
  )

  it('has fields for secrets that never show what they refuse', () => {
    const result = secretField(32).safeParse('canary-too-short')
    expect(JSON.stringify(result)).not.toContain('canary')
    expect(result.success).toBe(false)
  })
})
