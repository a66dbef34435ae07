import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { manifest } from '../hard-cases/world.fixture.ts'
import { rotatingSecretField, secretField } from './fields.ts'
import { violations } from './json-schema.fixture.ts'
import { configJsonSchema, type NamedPlugin } from './json-schema.ts'

const shopManifest = manifest({ provider: 'shop', scenes: ['native'], abilities: [] })

const shop: NamedPlugin = {
  specifier: '@shop/wallet',
  plugin: {
    manifest: shopManifest,
    config: z
      .strictObject({
        mchId: z
          .string()
          .regex(/^[0-9]+$/)
          .describe('Merchant number (商户号).'),
        apiKey: rotatingSecretField(),
        style: z.enum(['plain', 'fancy']).optional(),
        certificate: z.strictObject({ cert: z.string(), key: secretField() }).optional(),
      })
      .transform((config) => config),
  },
}
const planned: NamedPlugin = {
  specifier: '@shop/planned',
  plugin: { manifest: { ...shopManifest, status: 'planned' }, config: z.strictObject({ appId: z.string() }) },
}
const foreign: NamedPlugin = {
  specifier: '@shop/foreign',
  plugin: { manifest: shopManifest, config: { safeParse: () => ({ success: true }) } as unknown as z.ZodType }, // of another zod
}

const schema = configJsonSchema([shop, planned, foreign])
const main = { plugin: '@shop/wallet', mchId: '1', apiKey: ['env:NEW', 'env:OLD'] }

describe('the JSON Schema of a configuration accepts', () => {
  it.each<[string, object]>([
    ['an account', { accounts: { main } }],
    [
      'references wherever text stands',
      { accounts: { main: { ...main, mchId: 'env:ID', style: 'env:STYLE', ca: 'file:ca.pem' } } },
    ],
    ['an account that takes the rest from another', { accounts: { main, heir: { extends: 'main', mchId: '2' } } }],
    ['one that says its plugin, too', { accounts: { main, heir: { extends: 'main', plugin: '@shop/wallet' } } }],
    [
      "what core reads, and a file's own schema",
      { $schema: './tpkit.schema.json', accounts: { main: { ...main, retired: true, merchant: 'shop' } } },
    ],
    ['a plugin that it does not know', { accounts: { main: { plugin: './mine.mjs', whatever: 1 } } }],
    ['a plugin of which nothing can be written down', { accounts: { main: { plugin: '@shop/foreign', whatever: 1 } } }],
    [
      'methods in every form',
      {
        accounts: { main },
        methods: {
          wallet: 'main',
          rules: [
            { use: { main: 9 }, when: { scene: ['native'], currency: 'CNY', minAmount: 1, maxAmount: 5 } },
            { use: 'main' },
          ],
          owned: { merchant: 'main', use: 'main' },
          both: { merchant: 'main', rules: [{ use: 'main' }] },
        },
        mode: 'production',
      },
    ],
    [
      'what is for the cashier',
      {
        accounts: { main },
        methods: { wallet: { use: 'main', switch: 'overlap', late: 'keep', failover: true } },
        ledger: 'env:LEDGER',
        webhooks: [{ name: 'shop', url: 'https://shop.example.com/hooks', secrets: ['env:HOOK'], events: ['payment.succeeded'] }],
        cashier: { orderMinutes: 30, keep: { rawDays: 90 }, risk: { perHour: { count: 5 } }, digestKey: 'file:digest.key' },
      },
    ],
    [
      'what is for the gateway',
      {
        accounts: { main },
        gateway: {
          listen: '127.0.0.1:8080',
          publicUrl: 'env:PUBLIC_URL',
          trustedProxies: ['10.0.0.0/8'],
          sealKeys: ['file:seal.key', 'env:OLD'],
          drainDelaySeconds: 5,
          limits: { bodyBytes: 65_536, queue: 10 },
        },
      },
    ],
  ])('%s', (_what, config) => {
    expect(violations(schema, config)).toEqual([])
  })
})

describe('and refuses', () => {
  it.each<[string, object, string]>([
    ['a misspelt key at the top', { accounts: { main }, method: {} }, '/method'],
    ['no accounts', { methods: {} }, 'accounts'],
    ['none in it', { accounts: {} }, '/accounts'],
    ['a misspelt key of an account', { accounts: { main: { ...main, mchid: '1' } } }, '/accounts/main/mchid'],
    [
      'the same in one that extends another',
      { accounts: { main, heir: { extends: 'main', mchid: '1' } } },
      '/accounts/heir/mchid',
    ],
    ["another plugin's key", { accounts: { main: { ...main, appId: '1' } } }, '/accounts/main/appId'],
    [
      'a misspelt key deep in it',
      { accounts: { main: { ...main, certificate: { crt: '1', cert: '1', key: '1' } } } },
      '/accounts/main/certificate/crt',
    ],
    ['a missing key', { accounts: { main: { plugin: '@shop/wallet', apiKey: 'env:KEY' } } }, 'mchId'],
    ['a missing plugin', { accounts: { main: { mchId: '1' } } }, 'plugin'],
    ['a number where text belongs', { accounts: { main: { ...main, mchId: 1 } } }, '/accounts/main/mchId'],
    ['a word that is no choice', { accounts: { main: { ...main, style: 'plane' } } }, '/accounts/main/style'],
    ['a misspelt key of a rule', { accounts: { main }, methods: { w: [{ use: 'main', wen: {} }] } }, '/methods/w'],
    ['an unknown mode', { accounts: { main }, mode: 'prod' }, '/mode'],
    ['a misspelt key of the cashier', { accounts: { main }, cashier: { keep: { days: 1 } } }, '/cashier/keep/days'],
    ['a misspelt key of the gateway', { accounts: { main }, gateway: { limits: { perKey: 1 } } }, '/gateway/limits/perKey'],
    ['a body without end', { accounts: { main }, gateway: { limits: { bodyBytes: 1e9 } } }, '/gateway/limits/bodyBytes'],
    ['an address with a path', { accounts: { main }, gateway: { publicUrl: 'https://a.example/pay' } }, '/gateway/publicUrl'],
    ['a drain that waits for minutes', { accounts: { main }, gateway: { drainDelaySeconds: 60 } }, '/gateway/drainDelaySeconds'],
    ['a ledger of another kind', { accounts: { main }, ledger: 'mysql://db' }, '/ledger'],
    ['an endpoint without a secret', { accounts: { main }, webhooks: [{ name: 'shop', url: 'https://a.example' }] }, 'secrets'],
    ['an account name with a space', { accounts: { 'a b': main } }, '/accounts/a b'],
    ['a reference that says who gets the money', { accounts: { main: { ...main, extends: 7 } } }, '/accounts/main/extends'],
  ])('%s', (_what, config, place) => {
    expect(violations(schema, config).join('\n')).toContain(place)
  })
})

describe('for editors it', () => {
  const text = JSON.stringify(schema)

  it('describes every key of core, and those that a plugin describes', () => {
    const account = z.object({ properties: z.record(z.string(), z.object({ description: z.string() })) })
    const { accounts, ...others } = z
      .record(z.string(), z.looseObject({ description: z.string() }))
      .parse(Reflect.get(schema, 'properties'))
    expect(Object.keys(others)).toEqual(['$schema', 'methods', 'mode', 'ledger', 'webhooks', 'cashier', 'gateway'])
    expect(Object.keys(account.parse(accounts?.additionalProperties).properties)).toContain('endpoints')
    expect(text).toContain('Merchant number (商户号).')
  })

  it('offers the plugins by name, and says which are planned', () => {
    expect(text).toContain('{"const":"@shop/wallet","title":"')
    expect(text).toMatch(/"const":"@shop\/planned","title":"[^"]* \(planned\)"/)
  })

  it('marks secrets', () => {
    expect(text.match(/"writeOnly":true/g)?.length).toBeGreaterThanOrEqual(2)
  })

  it('is one document without pointers, in the dialect of 2020-12', () => {
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
    expect(text.match(/\$schema":"https/g)).toHaveLength(1)
    expect(text).not.toContain('$ref')
  })
})
