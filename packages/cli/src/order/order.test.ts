import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop()
})

afterEach(() => shop.break(''))

afterAll(() => shop.close())

const total = ['--total', '19.90']

/** Opens an order that nobody pays. */
async function open(outTradeNo: string): Promise<void> {
  await shop.run(['pay', ...total, '--out-trade-no', outTradeNo, '--no-wait'])
}

/** The line that a command printed, as arguments of the next one. */
function printed(stdout: string, verb: string): readonly string[] {
  const line = stdout.match(new RegExp(`tpkit (${verb} .*?) -c `))?.[1] ?? ''
  return line.split(' ')
}

describe('tpkit query', () => {
  it('tells of a paid order, and how to give the money back', async () => {
    const transactionId = await shop.sell('Q_1')
    const run = await shop.run(['query', 'Q_1', ...total])
    expect(run.code).toBe(0)
    expect(run.stdout).toContain(
      `Order Q_1, account qq\nStatus: paid\nAmount: 19.90 CNY\nTransaction: ${transactionId}\nPaid at: 20`,
    )
    expect(run.stdout).toMatch(/\n\nNext:\n {2}tpkit refund Q_1 --account qq --total 19\.90 --transaction-id \d{28} /)
  })

  it('gives programs the fact, money in minor units, times with their offset, nothing personal', async () => {
    await shop.sell('Q_2')
    const run = await shop.run(['query', 'Q_2', ...total, '--json'])
    const answer = JSON.parse(run.stdout)
    expect(answer).toMatchObject({
      account: 'qq',
      fact: { kind: 'payment', outTradeNo: 'Q_2', status: 'paid', total: { amount: 1990, currency: 'CNY' } },
    })
    expect(answer.fact.paidAt).toMatch(/^\d{4}-.*Z$/)
    expect(Object.keys(answer.fact)).not.toEqual(expect.arrayContaining(['raw']))
    expect(answer.fact).not.toHaveProperty('payer')
  })

  it('tells of an open order in Chinese, and how to end it', async () => {
    await open('Q_3')
    const run = await shop.run(['query', 'Q_3', ...total, '--lang', 'zh'])
    expect(run.code).toBe(3)
    expect(run.stdout).toMatch(
      /状态：尚未支付\n\n下一步：\n {2}tpkit query Q_3 [^\n]*# 再次查询\n {2}tpkit close Q_3 [^\n]*# 结束该订单\n$/,
    )
  })

  it('ends with 3 while an order may still appear, and with 1 once it cannot', async () => {
    const soon = await shop.run(['query', 'NONE_1', ...total, '--started-at', new Date().toISOString()])
    expect(soon).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        /may still appear until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-][^\n]*not "never"\.\nWithout --sent-at it counts from now[\s\S]*tpkit query [^\n]* --sent-at '<time>'/,
      ),
    })
    const longAgo = ['--started-at', '2026-11-26T00:00:00+08:00', '--sent-at', '2026-11-26T00:00:00+08:00']
    const late = await shop.run(['query', 'NONE_1', ...total, ...longAgo])
    expect(late).toMatchObject({ code: 1, stdout: expect.stringMatching(/knows no such number, and none can appear/) })
  })

  it('does not let "if tpkit query …; then ship" ship what nobody paid: 0 is paid alone', async () => {
    await open('Q_5')
    const ends = async (...more: readonly string[]) => (await shop.run(['query', 'Q_5', ...total, ...more])).code
    expect(await ends()).toBe(3)
    expect(await ends('--sent-at', new Date().toISOString())).toBe(3)
    await shop.run(['close', 'Q_5', ...total])
    expect(await ends()).toBe(1)
    expect((await shop.run(['query', 'Q_1', ...total])).code).toBe(0)
  })

  it('says first that there is no such order, then what would make that final', async () => {
    const { code, stderr } = await shop.run(['query', 'NONE_2', ...total])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^tpkit: The wallet knows no such order, as far as can be said: not final yet\.\nquery: /)
    expect(stderr).toMatch(
      /\n\nNext:\n {2}tpkit query NONE_2 [^\n]* --started-at '<time>' --sent-at '<time>'[^\n]*\n {2}tpkit query NONE_2 [^\n]*--transaction-id '<number>'/,
    )
    const refund = await shop.run(['query', 'NONE_2', ...total, '--out-refund-no', 'NONE_2_R', '--lang', 'zh'])
    expect(refund.stderr).toMatch(/^tpkit: 钱包查无此退款，但目前还不是最终结论。\n[\s\S]*--out-refund-no NONE_2_R --started-at/)
    const strange = await shop.run(['query', 'NONE_2', ...total, '--transaction-id', '1'.repeat(28)])
    expect(strange.stderr).toMatch(
      /no order of that transaction number[\s\S]*tpkit query NONE_2 --account qq --total 19\.90 (?!.*transaction)/,
    )
  })

  it('does not take another amount for this order', async () => {
    await shop.sell('Q_4')
    const run = await shop.run(['query', 'Q_4', '--total', '5.00'])
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/does not fit[^\n]*\ntotal: expected 5\.00 CNY, the wallet's message says 19\.90 CNY/)
  })

  it('says in one paragraph that the wallet cannot be read', async () => {
    await shop.break('http-503@query')
    const run = await shop.run(['query', 'Q_1', ...total])
    expect(run).toMatchObject({ code: 1, stdout: '' })
    expect(run.stderr).toMatch(
      /^tpkit: The wallet cannot be reached; try again\.\n[^\n]+\n\nNext: say it again; "tpkit doctor[^\n]+\n$/,
    )
    const { code, stdout } = await shop.run(['query', 'Q_1', ...total, '--json'])
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { code: 'UNAVAILABLE', retry: 'same-number' } }])
  })

  it.each([
    [
      'no amount',
      ['query', 'Q_1'],
      /^tpkit: A value is wrong; nothing was sent\.\n--total: expected the order's amount, found none/,
    ],
    ['a time without offset', ['query', 'Q_1', ...total, '--sent-at', '2026-11-26 12:00'], /ISO 8601 time with offset/],
    ['a number that no wallet takes', ['query', 'Q 1', ...total], /outTradeNo: expected/],
  ])('ends with 2 for %s', async (_what, args, sentence) => {
    const run = await shop.run(args)
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) })
    expect(run.stderr).toMatch(/nothing was sent/)
  })

  it('says in its help why it wants the amount', async () => {
    expect((await shop.run(['query', '--help'])).stdout).toMatch(/With "ledger" in the configuration the number alone is enough/)
    expect((await shop.run(['query', '--help', '--lang', 'zh'])).stdout).toMatch(/不保存订单/)
  })
})

describe('tpkit refund', () => {
  it('draws its number, prints it before it sends, and gives everything back', async () => {
    await shop.sell('R_1')
    const run = await shop.run(['refund', 'R_1', ...total, '--yes'])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^Refund R\d{14}[0-9A-Z]{8} of 19\.90 CNY, order R_1\nStatus: under way/)
    const asked = await shop.run(printed(run.stdout, 'query'))
    expect([asked.code, asked.stdout]).toEqual([3, expect.stringMatching(/Status: under way/)])
    await shop.control.post('/clock', { advance: '31m' })
    const later = await shop.run(printed(run.stdout, 'query'))
    expect([later.code, later.stdout]).toEqual([0, expect.stringMatching(/Status: the money went back/)])
  })

  it('gives a part back, for programs in two lines: sent, and how far it got', async () => {
    await shop.sell('R_2')
    const run = await shop.run(['refund', 'R_2', ...total, '--amount', '5.00', '--out-refund-no', 'R_2_1', '--yes', '--json'])
    const [sent, answer] = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(run.code).toBe(0)
    expect(sent).toEqual({
      event: 'sending',
      outTradeNo: 'R_2',
      outRefundNo: 'R_2_1',
      account: 'qq',
      amount: { amount: 500, currency: 'CNY' },
    })
    expect(answer).toMatchObject({
      event: 'final',
      fact: { kind: 'refund', outRefundNo: 'R_2_1', amount: { amount: 500, currency: 'CNY' } },
    })
  })

  it('asks the person who sits there, and leaves it alone unless the answer is yes', async () => {
    await shop.sell('R_3')
    const no = await shop.run(['refund', 'R_3', ...total], { typed: '\n' })
    expect(no).toMatchObject({ code: 1, stdout: expect.stringContaining('Left alone; nothing was sent.') })
    expect(no.stderr).toContain('Give 19.90 CNY of order R_3 back to the payer, really? [y/N]')
    const gone = await shop.run(['refund', 'R_3', ...total], { typed: '' })
    expect([gone.code, gone.stdout]).toEqual([1, 'Left alone; nothing was sent.\n'])
    const away = await shop.run(['refund', 'R_3', ...total, '--lang', 'zh'], { typed: '\u0003' })
    expect([away.code, away.stdout]).toEqual([130, '\n已放弃；没有发出任何请求。\n'])
    const yes = await shop.run(['refund', 'R_3', ...total, '--lang', 'zh'], { typed: 'y\n' })
    expect(yes).toMatchObject({ code: 0, stdout: expect.stringMatching(/退款 R\d{14}[0-9A-Z]{8}，金额 19\.90 CNY/) })
  })

  it('says where to look when nothing is left to give back', async () => {
    await shop.sell('R_8')
    await shop.run(['refund', 'R_8', ...total, '--yes'])
    const again = await shop.run(['refund', 'R_8', ...total, '--yes'])
    expect(again.code).toBe(4)
    expect(again.stdout).toMatch(
      /PARAM_ERROR[\s\S]*Next: [^\n]*refunded already[^\n]*\n {2}tpkit query R_8 [^\n]* --out-refund-no '<number>'/,
    )
  })

  it('says that nothing was sent under the number that it drew, where the amount cannot be', async () => {
    const line = ['refund', 'R_7', ...total, '--amount', '20.00', '--out-refund-no', 'R_7_1', '--yes']
    const last = (await shop.run([...line, '--json'])).stdout.trim().split('\n').at(-1) ?? ''
    expect(JSON.parse(last)).toMatchObject({ error: {}, outTradeNo: 'R_7', outRefundNo: 'R_7_1', sent: false })
    const run = await shop.run(line)
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing was sent under R_7_1\.\namount: expected at most 19\.90/),
    })
  })

  it('demands --yes where nobody can be asked', async () => {
    const run = await shop.run(['refund', 'R_3', ...total])
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/nothing was sent\.\n--yes: expected it where nobody can be asked/),
    })
  })

  it('ends with 3 where the answer got lost; the printed line repeats the same number', async () => {
    await shop.sell('R_4')
    await shop.break('drop-after@refund*1')
    const run = await shop.run(['refund', 'R_4', ...total, '--out-refund-no', 'R_4_1', '--yes'])
    expect(run).toMatchObject({ code: 3, stdout: expect.stringMatching(/repeat the same number; never a new one/) })
    expect(printed(run.stdout, 'query')).toContain('--sent-at')
    const again = await shop.run([...printed(run.stdout, 'refund'), '--yes'])
    expect(again.code).toBe(0)
    await shop.sell('R_9')
    await shop.break('drop-after@refund*1')
    const lost = await shop.run(['refund', 'R_9', ...total, '--yes', '--json'])
    expect(lost.stdout).toMatch(/--after-unknown --yes/)
    const books = JSON.stringify(await shop.control.get('/books'))
    expect(books.match(/"R_4_1"/g)).toHaveLength(1)
  })

  it('ends with 3 where Ctrl+C came while it was on its way', async () => {
    await shop.sell('R_6')
    await shop.break('slow:3s@refund')
    const stop = new AbortController()
    const onOutput = () => setTimeout(() => stop.abort(), 200)
    const run = await shop.run(['refund', 'R_6', ...total, '--yes'], { interrupt: stop.signal, onOutput })
    expect(run).toMatchObject({ code: 3, stdout: expect.stringMatching(/outcome is not known[\s\S]*--after-unknown/) })
  })

  it('ends with 4 where the wallet refuses', async () => {
    await open('R_5')
    const run = await shop.run(['refund', 'R_5', ...total, '--yes'])
    expect(run).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/provably nothing happened\.\n[A-Z_]+: [^\n]+\n\nNext: mend/),
    })
  })
})

describe('a refund that did not pay', () => {
  it('leads to the same number again, never to a new one', async () => {
    await shop.sell('RF_1')
    await shop.run(['refund', 'RF_1', ...total, '--amount', '5.00', '--out-refund-no', 'RF_1_R', '--yes'])
    await shop.control.post('/trigger', { outTradeNo: 'RF_1', action: 'refund-fail' })
    await shop.control.post('/clock', { advance: '31m' })
    const run = await shop.run(['query', 'RF_1', ...total, '--out-refund-no', 'RF_1_R'])
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(
      /failed: the money did not go back[\s\S]*the same number, RF_1_R\. No new number[^\n]*\n {2}tpkit refund RF_1 [^\n]*--out-refund-no RF_1_R --amount 5\.00 [^\n]*\n$/,
    )
    expect((await shop.run([...printed(run.stdout, 'refund'), '--yes'])).code).toBe(0)
  })

  it('is paid by hand where it was closed', async () => {
    await shop.sell('RF_2')
    await shop.run(['refund', 'RF_2', ...total, '--out-refund-no', 'RF_2_R', '--yes'])
    await shop.control.post('/trigger', { outTradeNo: 'RF_2', action: 'refund-change' })
    await shop.control.post('/clock', { advance: '31m' })
    const run = await shop.run(['query', 'RF_2', ...total, '--out-refund-no', 'RF_2_R'])
    expect([run.code, run.stdout]).toEqual([
      1,
      expect.stringMatching(/Next: the wallet will not pay it back this way\. Pay .* by hand/),
    ])
    expect(run.stdout).not.toMatch(/tpkit refund/)
  })
})

describe("another order's transaction number", () => {
  it('is told of as what may have been refunded, and stands in no line to type', async () => {
    const other = await shop.sell('TX_1')
    await shop.sell('TX_2')
    const wrong = ['--transaction-id', other]
    const run = await shop.run(['refund', 'TX_2', ...total, ...wrong, '--out-refund-no', 'TX_2_R', '--yes'])
    expect(run.code).toBe(3)
    expect(run.stdout).toContain(
      `transaction ${other} is not the one of this order. The wallet may have acted on the order of that`,
    )
    const next = run.stdout.split('Next:')[1]
    expect(next).toMatch(
      /tpkit query '<number>' [^\n]*--out-refund-no TX_2_R[^\n]*\n {2}tpkit query TX_2 [^\n]*--out-refund-no TX_2_R/,
    )
    expect(next).not.toContain(other)
    expect(next).not.toContain('tpkit refund')
    const asked = await shop.run(['query', 'TX_2', ...total, ...wrong])
    expect([asked.code, asked.stderr]).toEqual([
      3,
      expect.stringMatching(/is not the one of this order[\s\S]*Next:\n {2}tpkit query TX_2 /),
    ])
    expect(asked.stderr.split('Next:')[1]).not.toContain(other)
  })
})

describe('tpkit close', () => {
  it('ends an open order', async () => {
    await open('C_1')
    const run = await shop.run(['close', 'C_1', ...total])
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Status: closed: nobody can pay it any more') })
  })

  it('is refused for a paid one', async () => {
    await shop.sell('C_2')
    const run = await shop.run(['close', 'C_2', ...total, '--json'])
    expect(run.code).toBe(4)
    const next = [expect.stringContaining('tpkit query C_2 ')] // nothing on the line was wrong
    expect(JSON.parse(run.stdout)).toMatchObject({ outcome: 'refused', failure: { code: 'CONFLICT' }, next })
  })

  it('ends with 3 where the answer got lost', async () => {
    await open('C_3')
    await shop.break('drop-after@close*1')
    const run = await shop.run(['close', 'C_3', ...total])
    expect(run.code).toBe(3)
    await expect(shop.run(printed(run.stdout, 'close'))).resolves.toMatchObject({ code: 0 })
  })
})

describe('tpkit reverse', () => {
  it('gives the money of the counter back, when it may', async () => {
    const { code: authCode } = (await shop.control.post('/payment-code', {})) as { readonly code: string }
    await shop.run(['pay', ...total, '--out-trade-no', 'V_1', '--scene', 'micropay', '--auth-code', authCode])
    await expect(shop.run(['reverse', 'V_1', ...total])).resolves.toMatchObject({ code: 2 })
    await shop.control.post('/clock', { advance: '10m' })
    const run = await shop.run(['reverse', 'V_1', ...total, '--yes'])
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('Status: reversed') })
  })
})

describe('an answer that is genuine and about something else', () => {
  it('leaves a write unknown, with 3: what was sent may have happened', async () => {
    await shop.sell('F_1')
    await shop.break('other-amount-answer@refund*1')
    const run = await shop.run(['refund', 'F_1', ...total, '--yes'])
    expect(run.code).toBe(3)
    expect(run.stdout).toMatch(/--out-refund-no R[^\n]*\n {2}tpkit refund F_1 [^\n]*--after-unknown/)
  })

  it('is told of as what it is, with 1, where it was only asked', async () => {
    await shop.sell('F_2')
    const run = await shop.run(['query', 'F_2', '--total', '19.91'])
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/do not book it:\ntotal: expected 19\.91 CNY[\s\S]*\n\nNext: compare number and amount/)
  })
})

describe('a number that looks like an option', () => {
  it('stands behind "--" for the sandbox, too', async () => {
    const { stdout } = await shop.run(['pay', ...total, '--out-trade-no', '-q', '--no-wait'])
    const line = stdout.match(/tpkit (trigger .*)/)?.[1] ?? ''
    await expect(runCli(line.split(' '))).resolves.toMatchObject({ code: 0, stdout: expect.stringContaining('order -q: paid') })
  })

  it('stands behind "--" in the lines to type next', async () => {
    const { stdout } = await shop.run(['pay', ...total, '--out-trade-no', '-x', '--no-wait', '--json'])
    const { next } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    const [, ...args] = next[0].split(' ')
    await expect(runCli(args)).resolves.toMatchObject({ code: 3, stdout: expect.stringContaining('Order -x') })
  })
})

describe('the account', () => {
  it('must be named where there are several', async () => {
    const two = await openTestShop({}, (account) => ({ accounts: { second: account } }))
    const run = await two.run(['query', 'X_1', ...total])
    await two.close()
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--account: expected one of qq, second, found none given'),
    })
  })
})
