import { describe, expect, it } from 'vitest'
import type { PayCommand } from '../contract/command.ts'
import type { CallOptions } from '../contract/tp.ts'
import { money } from '../money.ts'
import { CERTIFICATE, openProgram, order } from './shop.fixture.ts'

const received = (body: string) => ({ headers: new Map(), query: '', body: Buffer.from(body) })

describe('a retired account', () => {
  const open = () =>
    openProgram(
      'accounts: { a: { plugin: "@shop/wallet", mchId: "1" }, old: { plugin: "@shop/wallet", mchId: "2", retired: true } }',
    )

  it('takes no new payments: nothing is sent', async () => {
    const { tpkit, connections } = await open()
    await expect(tpkit.account('old').pay(order)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(/old\.pay: .* found a retired one.*afterUnknown/),
    })
    expect(connections.map(({ sent }) => sent)).toEqual([0, 0])
    expect([tpkit.account('old').retired, tpkit.account('a').retired]).toEqual([true, false])
  })

  it('repeats a number whose outcome is unknown, and does everything that comes after a payment', async () => {
    const { tpkit } = await open()
    await expect(tpkit.account('old').pay(order, { afterUnknown: true })).resolves.toMatchObject({ kind: 'done' })
    const rows = tpkit.account('old').statement({ day: '2026-01-31', kind: 'trade' })
    const found: unknown[] = []
    for await (const { columns } of rows) found.push(columns)
    expect(found).toEqual([{ text: '1' }, { text: '2' }, { text: '3' }])
  })
})

describe('a method', () => {
  const RULES = `
accounts: { a: { plugin: "@shop/wallet", mchId: "1" }, b: { plugin: "@shop/wallet", mchId: "2" } }
methods:
  checkout:
    - { use: a, when: { scene: [native, app], maxAmount: 500000 } }
    - { use: b, when: { scene: app, minAmount: 1000000 } }
`

  it('says what its rules take when none of them fits', async () => {
    const { tpkit } = await openProgram(RULES)
    await expect(tpkit.method('checkout').pay({ ...order, total: money(500_001, 'CNY') })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(
        '(scene native or app, up to 5000.00 CNY; or scene app, from 10000.00 CNY), found scene native over 5000.01 CNY',
      ),
    })
  })

  it('repeats no number whose outcome is unknown: by now it may lead to another account', async () => {
    const { tpkit, connections } = await openProgram(RULES)
    const options: CallOptions = { afterUnknown: true }
    await expect(tpkit.method('checkout').pay(order, options)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('account(reply.account).pay'),
    })
    expect(connections.every(({ sent }) => sent === 0)).toBe(true)
  })

  it.each([
    ['nothing', undefined, /command: expected an object .* found undefined/],
    ['text', 'ORDER_1', /command: .* found a string/],
    ['no total', { scene: 'native', outTradeNo: 'ORDER_1' }, /total: expected money such as .* found undefined/],
    ['a number of yuan', { ...order, total: 19.9 }, /total: .* found a number/],
    [
      'money in numbers',
      { ...order, total: { amount: 1990, currency: 'CNY' } },
      /total\.amount: expected a bigint of minor units.* found a number/,
    ],
    ['money of no currency', { ...order, total: { amount: 1990n } }, /total: .* found an object that lacks amount or currency/],
  ])('given %s for a command, says so in a sentence and sends nothing', async (_what, command, says) => {
    const { tpkit, connections } = await openProgram(RULES)
    const checkout = tpkit.method('checkout')
    await expect(checkout.pay(command as PayCommand)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringMatching(says),
    })
    expect(() => checkout.explain(command as PayCommand)).toThrow(says)
    expect(connections.every(({ sent }) => sent === 0)).toBe(true)
  })
})

describe('inspect', () => {
  it("is the plugin's explanation, with the account's configuration", async () => {
    const { tpkit } = await openProgram('accounts: { a: { plugin: "@shop/wallet", mchId: "1", key: secret } }')
    expect(tpkit.account('a').inspect(received('<xml/>'))).toMatchObject({ genuine: true, found: 's' })
  })

  it('throws where the provider has none', async () => {
    const { tpkit } = await openProgram('accounts: { a: { plugin: "@shop/stall", mchId: "1" } }')
    expect(() => tpkit.account('a').inspect(received('<xml/>'))).toThrow(/a\.inspect: .*found stall, which does not/)
  })
})

describe('describe', () => {
  it('says what stands, and nothing secret', async () => {
    const { tpkit } = await openProgram(`
accounts:
  a: { plugin: "@shop/wallet", mchId: "1", key: canary, proxy: "http://p:1" }
  b: { plugin: "@shop/stall", mchId: "2", retired: true, merchant: tea, endpoints: { "https://wallet.example": "http://127.0.0.1:9" } }
methods: { wallet: a }
`)
    const said = tpkit.describe()
    expect(said).toMatchObject({
      source: 'tpkit.config.yaml',
      mode: 'development',
      methods: [{ name: 'wallet', merchant: 'main' }],
    })
    expect(said.accounts).toEqual([
      {
        name: 'a',
        plugin: '@shop/wallet',
        merchant: 'main',
        retired: false,
        manifest: tpkit.account('a').manifest,
        payee: { mchId: '1' },
        proxy: 'http://p:1',
        certificate: CERTIFICATE,
      },
      {
        name: 'b',
        plugin: '@shop/stall',
        merchant: 'tea',
        retired: true,
        manifest: tpkit.account('b').manifest,
        payee: { mchId: '2' },
        endpoints: { 'https://wallet.example': 'http://127.0.0.1:9' },
      },
    ])
    expect(JSON.stringify(said, (_key, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('canary')
  })
})

describe('a client certificate that cannot be used', () => {
  it('stops the start of all accounts, at the place of its own, beside every other problem', async () => {
    const opening = openProgram(
      'accounts:\n  a: { plugin: "@shop/wallet", mchId: "1", proxy: "http://expired:1" }\n  b: { plugin: "@shop/wallet", mchId: 2 }',
    )
    await expect(opening).rejects.toMatchObject({
      problems: [
        { path: 'accounts.a', line: 2, reason: 'Client certificate: it expired' },
        { path: 'accounts.b.mchId', line: 3 },
      ],
    })
  })
})
