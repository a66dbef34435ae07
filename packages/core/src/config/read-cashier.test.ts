import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { problemsOf, reading } from './reading.fixture.ts'

const ACCOUNTS = 'accounts: { a: { plugin: "@shop/wallet", mchId: "1", apiKey: env:KEY } }\n'
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const PRIVATE = `whsk_${Buffer.alloc(32, 7).toString('base64')}`
const text = (more: string) => `${ACCOUNTS}${more}`

describe('what a configuration says to the cashier', () => {
  it('is nothing where it says nothing', async () => {
    expect((await reading(ACCOUNTS)).cashier).toEqual({ webhooks: [], keep: {} })
  })

  it('is read with its references followed, amounts as money, the ledger from the folder of the file', async () => {
    const { cashier, problems } = await reading(
      text(`
ledger: sqlite:./data/tpkit.db
webhooks:
  - { name: shop, url: "https://shop.example.com/hooks?x=1", secrets: [${SECRET}, ${PRIVATE}], events: [payment.succeeded] }
cashier:
  orderMinutes: 30
  concurrency: 4
  digestKey: env:KEY
  keep: { rawDays: 30, orderDays: 400 }
  risk: { maxAmount: 500000, reviewFrom: 300000, perHour: { count: 9 }, refunds: { perDay: { amount: 100 } } }
`),
    )
    expect(problems).toEqual([])
    const { ledger, digestKey, webhooks, ...plain } = cashier
    expect(ledger?.reveal()).toBe('sqlite:/shop/data/tpkit.db')
    expect(digestKey?.reveal()).toBe('0123456789abcdef-test')
    expect(webhooks).toMatchObject([
      { name: 'shop', merchant: 'main', url: 'https://shop.example.com/hooks?x=1', events: ['payment.succeeded'] },
    ])
    expect(webhooks[0]?.secrets.map((one) => one.reveal())).toEqual([SECRET, PRIVATE])
    const cny = (amount: bigint) => ({ amount, currency: 'CNY' })
    expect(plain).toEqual({
      orderMinutes: 30,
      concurrency: 4,
      keep: { rawDays: 30, orderDays: 400 },
      risk: {
        maxAmount: cny(500_000n),
        reviewFrom: cny(300_000n),
        perHour: { count: 9 },
        refunds: { perDay: { amount: cny(100n) } },
      },
    })
  })

  it.each([
    ['sqlite::memory:', 'sqlite::memory:'],
    ['sqlite:/var/lib/tpkit.db', 'sqlite:/var/lib/tpkit.db'],
    ['postgres://db.example/tpkit', 'postgres://db.example/tpkit'],
  ])('a ledger is %s', async (written, read) => {
    expect((await reading(text(`ledger: "${written}"`))).cashier.ledger?.reveal()).toBe(read)
  })

  it('methods say what becomes of a switch, of late money and of an account that did not take a payment', async () => {
    const { methods } = await reading(
      text('methods: { plain: a, one: { use: a, switch: overlap }, all: { rules: [{ use: a }], late: keep, failover: true } }'),
    )
    expect([...methods.values()].map(({ policy }) => policy)).toEqual([
      undefined,
      { switch: 'overlap', late: 'refund', failover: false },
      { switch: 'wait', late: 'keep', failover: true },
    ])
  })
})

describe('what is wrong with it is told, with a place and a cure', () => {
  it.each([
    ['ledger: mysql://db', /^2:9 ledger: expected "sqlite:" with a path, or a "postgres:\/\/" address; write one of them$/],
    ['ledger: 7', /^2:9 ledger: expected text, found a number; write it in quotes$/],
    ['ledger: env:GONE', /^2:9 ledger: env:GONE: .*set it$/],
    ['ledgr: x', /^2:1 ledgr: expected no such key; did you mean "ledger"\?$/],
    ['webhooks: { name: shop }', /^2:1 webhooks: expected a list, found keys and values$/],
    [
      `webhooks: [{ name: shop, url: "https://a.example", secrets: [plain-text-of-a-secret] }]`,
      /^2:62 webhooks\.0\.secrets\.0: expected a Standard Webhooks secret, "whsec_" .*draw one$/,
    ],
    [
      `webhooks: [{ name: shop, url: "ftp://a.example", secrets: [${SECRET}] }]`,
      /^2:31 webhooks\.0\.url: expected an address such as/,
    ],
    [
      `webhooks: [{ name: shop, url: "https://a.example", secrets: [], event: [payment.succeeded] }]`,
      /^2:52 webhooks\.0\.secrets: expected at least one secret/,
    ],
    [
      `webhooks: [{ name: shop, url: "https://a.example", secrets: [${SECRET}], merchant: tea }]`,
      /webhooks\.0\.merchant: expected a merchant who has accounts \(main\), found "tea"; name one of them$/,
    ],
    ['cashier: { orderMinutes: 0 }', /^2:26 cashier\.orderMinutes: expected at least one minute$/],
    ['cashier: { keep: { rawDay: 3 } }', /^2:20 cashier\.keep\.rawDay: expected no such key; did you mean "rawDays"\?$/],
    ['cashier: { digestKey: short }', /^2:23 cashier\.digestKey: expected at least 16 characters, found 5/],
    ['cashier: { risk: { maxAmount: 1.5 } }', /^2:31 cashier\.risk\.maxAmount: expected a whole number of minor units/],
    ['methods: { m: { use: a, switch: later } }', /^2:33 methods\.m\.switch: expected one of wait, overlap; found another word/],
  ])('%s', async (more, told) => {
    expect((await problemsOf(text(more)))[0]).toMatch(told)
  })

  it('an endpoint has a name of its own', async () => {
    const hook = `{ name: shop, url: "https://a.example", secrets: [${SECRET}] }`
    expect(await problemsOf(text(`webhooks: [${hook}, ${hook}]`))).toEqual([
      expect.stringMatching(/webhooks\.1\.name: expected every endpoint under a name of its own, found one twice/),
    ])
  })
})

describe('in production', () => {
  const problems = (more: string) => problemsOf(text(more), 'production')

  it('orders are kept only with a key for digests; in development the lack of one is a warning', async () => {
    expect(await problems('ledger: sqlite:./t.db')).toEqual([
      expect.stringMatching(/^2:9 ledger: expected a key for digests of payer ids in production, found none/),
    ])
    expect(await problems('ledger: sqlite:./t.db\ncashier: { digestKey: env:KEY }')).toEqual([])
    const { warnings } = await reading(text('ledger: sqlite:./t.db'))
    expect(warnings.map(({ path }) => path)).toEqual(['ledger'])
  })

  it('events go over https', async () => {
    expect(await problems(`webhooks: [{ name: shop, url: "http://a.example", secrets: [${SECRET}] }]`)).toEqual([
      expect.stringMatching(/webhooks\.0\.url: expected an https address in production/),
    ])
  })
})

describe('no secret shows itself', () => {
  const PASSWORD = 'pg-password-of-this-test'

  it('secrets in the file are warned of, and shown in no message', async () => {
    const file = text(`
ledger: postgres://user:${PASSWORD}@db.example/tpkit
webhooks: [{ name: shop, url: "https://a.example", secrets: [${SECRET}] }]
cashier: { digestKey: digest-key-of-this-test, orderMinutes: 0 }
`)
    const { warnings } = await reading(file)
    expect(warnings.map(({ path }) => path)).toEqual(['ledger', 'webhooks.0.secrets.0', 'cashier.digestKey'])
    const said = [...(await problemsOf(file)), inspect({ ...(await reading(file)), text: '' }, { depth: 9 })].join('\n')
    for (const secret of [PASSWORD, SECRET, 'digest-key-of-this-test']) {
      expect(said).not.toContain(secret)
    }
  })
})
