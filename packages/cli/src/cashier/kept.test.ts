import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop({}, async (account, another) => ({
    accounts: { second: account, tea: { ...(await another()), merchant: 'tea' } },
    methods: { wallet: 'qq', other: 'second', tea: { merchant: 'tea', use: 'tea' } },
    ledger: 'sqlite:./orders.db',
    cashier: { risk: { maxAmount: 5_000_000, reviewFrom: 1_000_000 } },
  }))
})

afterEach(() => shop.break(''))
afterAll(() => shop.close())

const pay = (orderNo: string, ...more: readonly string[]) =>
  shop.run(['pay', '--method', 'wallet', '--total', '19.90', '--subject', 'Tea', '--out-trade-no', orderNo, ...more])

async function sold(orderNo: string): Promise<void> {
  await pay(orderNo, '--no-wait')
  await shop.control.post('/trigger', { outTradeNo: orderNo, action: 'pay' })
  await shop.run(['query', orderNo])
}

async function json(...args: readonly string[]) {
  const { stdout } = await shop.run([...args, '--json'])
  return JSON.parse(stdout)
}

describe('pay', () => {
  it('says what to do with an order that nobody follows', async () => {
    const { code, stdout } = await pay('K_1', '--no-wait')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Order K_1 over 19\.90 CNY: Tea\nThe payer scans this:/)
    expect(stdout).toMatch(/trigger pay K_1[\s\S]*Status: not paid yet[\s\S]*Attempts:\n {2}qq {2}native {2}K_1 {2}open/)
    expect(stdout).toMatch(/Next:\n {2}tpkit query K_1 -c \S+ {2}# ask the wallet\n {2}tpkit close K_1/)
  })

  it('follows an order until it is paid', async () => {
    const pays = async () => void (await shop.control.post('/trigger', { outTradeNo: 'K_2', action: 'pay' }))
    const { code, stdout } = await shop.run(['pay', '--method', 'wallet', '--total', '19.90', '--out-trade-no', 'K_2'], {
      onSleep: pays,
    })
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/Status: paid[\s\S]*transaction \d{28}/) })
  })

  it('says how to go on where Ctrl+C ends the watching', async () => {
    const interrupt = new AbortController()
    const paying = ['pay', '--method', 'wallet', '--total', '19.90', '--out-trade-no', 'K_7']
    const { code, stdout } = await shop.run(paying, { interrupt: interrupt.signal, onSleep: () => interrupt.abort() })
    expect({ code, stdout }).toMatchObject({
      code: 130,
      stdout: expect.stringMatching(/may still be paid[\s\S]*tpkit query K_7/),
    })
  })

  it('keeps the orders of each merchant by themselves', async () => {
    const tea = ['pay', '--method', 'tea', '--total', '8.00', '--out-trade-no', 'K_8', '--no-wait']
    const { code, stdout } = await shop.run(tea)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Merchant: tea[\s\S]*query K_8 --merchant tea/)
    expect((await json('order', 'K_8', '--merchant', 'tea')).order).toMatchObject({ merchant: 'tea', total: { amount: 800 } })
    expect((await shop.run(['order', 'K_8'])).code).toBe(1)
  })

  it('repeats an order that is said again', async () => {
    await pay('K_3', '--no-wait')
    await pay('K_3', '--no-wait')
    expect((await json('order', 'K_3')).order.attempts).toHaveLength(1)
  })

  it('refuses another amount under the same number, with 4', async () => {
    await pay('K_4', '--no-wait')
    const run = await shop.run(['pay', '--method', 'wallet', '--total', '20.00', '--out-trade-no', 'K_4', '--no-wait'])
    expect(run).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/CONFLICT: order K_4: expected the total that it was opened with/),
    })
  })

  it('tells what a rule of risk does: refuse, or wait for an operator', async () => {
    const of = (total: string, orderNo: string) =>
      shop.run(['pay', '--method', 'wallet', '--total', total, '--out-trade-no', orderNo, '--no-wait', '--lang', 'zh'])
    expect(await of('60000.00', 'K_5')).toMatchObject({ code: 4, stdout: expect.stringContaining('不符合风控规则') })
    expect(await of('20000.00', 'K_6')).toMatchObject({ code: 4, stdout: expect.stringContaining('须先由操作员决定才能支付') })
    const decision = ['decide', 'order', 'K_6', 'allow', '--who', 'Li', '--why', 'known customer']
    expect(await shop.run(decision)).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    expect(await shop.run([...decision, '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Decided.*\n[\s\S]*not paid yet/),
    })
    expect((await of('20000.00', 'K_6')).code).toBe(0)
  })

  it.each([
    ['an account', ['--account', 'qq'], /--account: expected none, for the ledger/],
    ['a time', ['--method', 'wallet', '--started-at', '2026-11-26T12:00:00Z'], /--started-at: expected none/],
  ])('takes no %s', async (_what, more, sentence) => {
    expect(await shop.run(['pay', '--total', '1.00', ...more])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(sentence),
    })
  })
})

describe('query', () => {
  it('ends with 0 for money and nothing else', async () => {
    await pay('Q_1', '--no-wait')
    expect(await shop.run(['query', 'Q_1'])).toMatchObject({ code: 3, stdout: expect.stringContaining('Status: not paid yet') })
    await shop.control.post('/trigger', { outTradeNo: 'Q_1', action: 'pay' })
    expect(await shop.run(['query', 'Q_1'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Status: paid') })
    expect(await shop.run(['query', 'NONE'])).toMatchObject({ code: 1, stdout: 'The ledger has no order NONE.\n' })
  })

  it('takes nothing that the ledger knows', async () => {
    expect(await shop.run(['query', 'Q_1', '--total', '1.00', '--lang', 'zh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--total：账本保存订单，已知此项，不应给出；请去掉'),
    })
  })
})

describe('refund', () => {
  it('gives back what is left where no amount is said, and no more than that', async () => {
    await sold('R_1')
    const part = await shop.run(['refund', 'R_1', '--amount', '5.00', '--out-refund-no', 'R_1_1', '--yes'])
    expect(part).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Refund R_1_1 of 5\.00 CNY, order R_1\nStatus: under way/),
    })
    expect(await shop.run(['refund', 'R_1', '--yes'])).toMatchObject({ code: 0, stdout: expect.stringContaining('of 14.90 CNY') })
    const beyond = await shop.run(['refund', 'R_1', '--amount', '0.01', '--yes'])
    expect(beyond).toMatchObject({ code: 4, stdout: expect.stringMatching(/LIMIT: amount: expected at most the 0\.00 CNY/) })
  })

  it('repeats its number, and asks how far it is', async () => {
    await sold('R_2')
    const once = ['refund', 'R_2', '--amount', '1.00', '--out-refund-no', 'R_2_1', '--yes']
    await shop.run(once)
    await shop.run(once)
    expect((await json('order', 'R_2')).order.refunds).toHaveLength(1)
    expect(await shop.run(['query', 'R_2', '--out-refund-no', 'R_2_1'])).toMatchObject({ code: 3 })
    await shop.control.post('/trigger', { outTradeNo: 'R_2', action: 'refund-done' })
    expect(await shop.run(['query', 'R_2', '--out-refund-no', 'R_2_1'])).toMatchObject({ code: 0 })
  })

  it('asks before money moves', async () => {
    await sold('R_3')
    expect(await shop.run(['refund', 'R_3'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    expect(await shop.run(['refund', 'R_3'], { typed: 'n\n' })).toMatchObject({ code: 1 })
  })
})

describe('close', () => {
  it('of an order that the wallet does not end yet is not known: 3, and nobody can pay it here any more', async () => {
    await pay('C_1', '--no-wait')
    expect(await shop.run(['close', 'C_1'])).toMatchObject({ code: 3, stdout: expect.stringContaining('tpkit query C_1') })
    expect((await pay('C_1', '--no-wait')).code).toBe(4)
  })

  it('of a paid order is refused: 4', async () => {
    await sold('C_2')
    expect(await shop.run(['close', 'C_2'])).toMatchObject({ code: 4, stdout: expect.stringContaining('refund it instead') })
  })

  it('at the counter is a reversal', async () => {
    await sold('C_3')
    const run = await shop.run(['reverse', 'C_3', '--yes'])
    expect(run).toMatchObject({ code: 4, stdout: expect.stringContaining('expected a payment at the counter') })
  })
})

describe('orders and order', () => {
  it('lists the newest first, by what was asked for', async () => {
    await sold('L_1')
    await pay('L_2', '--no-wait')
    const numbers = async (...args: readonly string[]) =>
      (await json('orders', ...args)).orders.map(({ orderNo }: { readonly orderNo: string }) => orderNo)
    expect(await numbers('--text', 'L_')).toEqual(['L_2', 'L_1'])
    expect(await numbers('--text', 'L_', '--status', 'paid')).toEqual(['L_1'])
    expect(await numbers('--text', 'L_', '--account', 'second')).toEqual([])
    expect(await numbers('--unknown', '--text', 'L_')).toEqual([])
    expect(await numbers('--text', 'L_', '--until', '2020-01-01T00:00:00Z')).toEqual([])
    const { stdout } = await shop.run(['orders', '--text', 'L_', '--limit', '1'])
    expect(stdout).toMatch(/^order +status +amount +method +account +since\nL_2 +not paid yet +19\.90 CNY +wallet +qq /)
    const [, after = ''] = /--after (\S+)/.exec(stdout) ?? []
    expect(await numbers('--text', 'L_', '--limit', '1', '--after', after)).toEqual(['L_1'])
    expect(await shop.run(['orders', '--limit', '0'])).toMatchObject({ code: 2, stderr: expect.stringContaining('1 to 200') })
  })

  it('shows an order with everything that happened to it', async () => {
    await sold('L_3')
    const { code, stdout } = await shop.run(['order', 'L_3'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/What happened:\n {2}\S+ \S+ \S+ {2}order written down +19\.90 CNY/)
    expect(stdout).toMatch(
      /attempt written down, then sent[\s\S]*the wallet gave what the payer sees[\s\S]*the wallet says: paid[\s\S]*order paid/,
    )
    expect((await shop.run(['order', 'L_3', '--lang', 'zh'])).stdout).toMatch(/经过：[\s\S]*订单已登记[\s\S]*订单已支付/)
    expect(await shop.run(['order', 'NONE'])).toMatchObject({ code: 1 })
  })
})

describe('decide', () => {
  it('ends what no wallet answers, and says so in the timeline', async () => {
    await pay('D_1', '--no-wait')
    const decision = ['decide', 'attempt', 'qq', 'D_1', 'paid', '--who', 'Li', '--why', 'seen on the platform', '--yes']
    expect(await shop.run(decision)).toMatchObject({ code: 2, stderr: expect.stringContaining('--transaction-id: expected') })
    expect((await shop.run([...decision, '--transaction-id', '1'.repeat(28)])).code).toBe(0)
    expect((await shop.run(['order', 'D_1'])).stdout).toMatch(/an operator decided/)
    const again = await shop.run([...decision, '--transaction-id', '1'.repeat(28)])
    expect(again).toMatchObject({ code: 4, stdout: expect.stringContaining('expected one that is not settled') })
  })

  it('refuses what is not there: 4', async () => {
    const audited = ['--who', 'Li', '--why', 'test', '--yes', '--lang', 'zh']
    expect(await shop.run(['decide', 'difference', 'dif_none', ...audited])).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('差异：账本中没有该编号'),
    })
    expect((await shop.run(['decide', 'refund', 'qq', 'NONE', 'refunded', ...audited])).code).toBe(4)
  })
})

describe('reconcile', () => {
  it('of a day that is none is a mistake: 2', async () => {
    expect(await shop.run(['reconcile', 'qq', '2026-02-31', '--lang', 'zh'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('day：应为日历上的日期'),
    })
  })
})

describe('the ledger itself', () => {
  it('holds, until somebody changes what happened', async () => {
    await sold('A_1')
    expect(await shop.run(['audit', 'verify'])).toMatchObject({ code: 0, stdout: expect.stringContaining('every seal holds') })
    const { order } = await json('order', 'A_1')
    const file = new DatabaseSync(join(shop.folder, 'orders.db'))
    file.exec('drop trigger journal_never_changes')
    file.prepare(`update journal set text = replace(text, '1990', '1') where order_id = ? and seq = 1`).run(order.id)
    file.close()
    const { code, stdout } = await shop.run(['audit', 'verify'])
    expect(code).toBe(1)
    expect(stdout).toContain(`${order.id}: expected entry 1 as it was written`)
    expect((await shop.run(['audit', 'verify', '--lang', 'zh'])).stdout).toContain(`${order.id}：第 1 条与写入时不同`)
  })

  it('deletes only what is past its keeping', async () => {
    await sold('A_2')
    expect(await json('purge')).toEqual({ evidence: 0, orders: 0, events: 0 })
    expect((await shop.run(['order', 'A_2'])).code).toBe(0)
  })
})
