import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop({}, (account) => ({
    accounts: { second: account },
    methods: {
      wallet: [{ use: 'second', when: { scene: 'micropay' } }, { use: { qq: 3, second: 1 } }],
      counter: [{ use: 'qq', when: { scene: 'micropay' } }],
    },
  }))
})

afterAll(() => shop.close())

const explain = (...args: readonly string[]) => shop.run(['explain', '--total', '19.90', ...args])

describe('tpkit explain', () => {
  it('names the account, the rule and how to pay so', async () => {
    const run = await explain('--method', 'wallet', '--scene', 'micropay')
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(
      /^Method wallet, micropay 19\.90 CNY: account second\nBecause: methods\.wallet, rule 1, scene micropay\n\nNext: tpkit pay --method wallet --scene micropay --total 19\.90/,
    )
  })

  it('shows the shares where weights decide, and which account it is once there is a number', async () => {
    const open = await explain('--method', 'wallet')
    expect(open.stdout).toMatch(
      /one of several accounts, by the order number\nShares of this rule: qq 75 %, second 25 %\n\nNext: with --out-trade-no/,
    )
    const one = await explain('--method', 'wallet', '--out-trade-no', 'EXPLAIN_1', '--json')
    const answer = JSON.parse(one.stdout)
    const said = await explain('--method', 'wallet', '--out-trade-no', 'EXPLAIN_1')
    expect(said.stdout).toMatch(/\n\nNext: tpkit pay --method wallet .* --out-trade-no EXPLAIN_1/)
    expect(answer).toMatchObject({
      method: 'wallet',
      total: { amount: 1990, currency: 'CNY' },
      outTradeNo: 'EXPLAIN_1',
      shares: [
        { account: 'qq', weight: 3, percent: 75 },
        { account: 'second', weight: 1, percent: 25 },
      ],
    })
    const paid = await shop.run([
      'pay',
      '--total',
      '19.90',
      '--method',
      'wallet',
      '--out-trade-no',
      'EXPLAIN_1',
      '--no-wait',
      '--json',
    ])
    expect(JSON.parse(paid.stdout.split('\n')[0] ?? '')).toMatchObject({ event: 'sending', account: answer.account })
  })

  it('says in Chinese, too', async () => {
    await expect(explain('--method', 'wallet', '--lang', 'zh')).resolves.toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/由订单号决定[\s\S]*该规则的权重：qq 75 %，second 25 %/),
    })
  })

  it('says what pay would refuse: a scene or an amount that the account has not', async () => {
    const h5 = await explain('--method', 'wallet', '--scene', 'h5', '--out-trade-no', 'T1')
    expect(h5).toMatchObject({ code: 1, stderr: '' })
    expect(h5.stdout).toMatch(/\nThis account cannot take it: \w+: its wallet has native, .*, not h5\n\nNext: add a rule/)
    expect(h5.stdout).not.toContain('tpkit pay')
    const open = JSON.parse((await explain('--method', 'wallet', '--scene', 'h5', '--json', '--lang', 'zh')).stdout)
    expect(open).toMatchObject({
      payable: false,
      obstacles: [{ account: 'qq' }, { account: 'second', reason: expect.stringContaining('not h5') }],
    })
    const much = ['explain', '--total', '10000000.01', '--method', 'wallet', '--scene', 'micropay', '--lang', 'zh']
    await expect(shop.run(much)).resolves.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('该账户收不了这笔款：second：其钱包单笔最多 10000000.00 CNY，而金额为 10000000.01 CNY'),
    })
  })

  it('ends with 2 where no rule takes the payment, or several methods could be meant', async () => {
    await expect(explain('--method', 'counter')).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/methods\.counter: expected a rule/),
    })
    await expect(explain()).resolves.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--method: expected one of wallet, counter, found none/),
    })
  })
})
