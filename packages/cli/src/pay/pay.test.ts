import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CliRun, runCli } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop({}, (account) => ({ accounts: { old: { ...account, retired: true } } }))
})

afterEach(() => shop.break(''))

afterAll(() => shop.close())

const tea = ['pay', '--total', '19.90', '--subject', 'tea for two']

/** The payer acts the first time that the command waits. */
function payer(action: string, outTradeNo: string): (ms: number) => Promise<unknown> {
  let acted = false
  return async () => {
    if (acted) return undefined
    acted = true
    return shop.control.post('/trigger', { outTradeNo, action })
  }
}

function events({ stdout }: CliRun): readonly Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

async function shownCode(): Promise<string> {
  const answer = await shop.control.post('/payment-code', {})
  return (answer as { readonly code: string }).code // the control API's documented form
}

describe('a payment', () => {
  it('is shown as a QR code and followed until it is paid; then the lines that go on', async () => {
    const run = await shop.run([...tea, '--out-trade-no', 'LIVE_1'], { onSleep: payer('pay', 'LIVE_1') })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(
      /^Order LIVE_1 over 19\.90 CNY, account qq\nThe payer scans this:\n[█▀▄ \n]+\nhttps:\/\/qpay\.qq\.com\/qr\//,
    )
    expect(run.stdout).toMatch(
      /\nPaid: 19\.90 CNY, transaction (\d{28})\n\nNext:\n {2}tpkit query LIVE_1 --account qq --total 19\.90 /,
    )
    expect(run.stdout).toMatch(
      /\n {2}tpkit refund LIVE_1 --account qq --total 19\.90 --transaction-id \d{28} -c \S+ {2}# give money back\n$/,
    )
  })

  it('waits between two questions as long as the manifest says, and asks once more at the end', async () => {
    const pauses: number[] = []
    const run = await shop.run([...tea, '--expires', '20m'], { onSleep: (ms) => pauses.push(ms) })
    expect(run.code).toBe(3)
    expect(pauses.slice(0, 6)).toEqual([5000, 10_000, 30_000, 60_000, 300_000, 600_000])
    expect(pauses).toHaveLength(7)
    expect(pauses[6]).toBeLessThan(1_800_000)
    expect(run.stdout).toMatch(
      /not paid yet\nNot paid, and the time is over[^\n]*\n\nNext:\n {2}tpkit query [^\n]*\n {2}tpkit close /,
    )
  })

  it('draws its number, and prints it before anything is sent', async () => {
    let first = ''
    const onOutput = (stdout: string): void => {
      first ||= stdout
    }
    await shop.break('http-503@pay')
    const { stdout } = await shop.run([...tea, '--no-wait'], { onOutput })
    expect(first).toMatch(/^Order T\d{14}[0-9A-Z]{8} over 19\.90 CNY, account qq\n$/)
    expect(stdout.startsWith(first)).toBe(true)
  })

  it('goes on asking while the wallet cannot be read, and says why', async () => {
    await shop.break('http-503@query*1')
    const run = await shop.run([...tea, '--expires', '1m'])
    expect(run.code).toBe(3)
    expect(run.stdout).toMatch(/\nthe wallet cannot be read right now: [^\n]*503[^\n]*\nnot paid yet\n/)
  })

  it('says how to pay at a sandbox, whose code no phone can scan', async () => {
    const { stdout } = await shop.run([...tea, '--out-trade-no', 'PHONE_1', '--no-wait'])
    const { url } = shop.sandbox
    expect(stdout).toContain(`leads to ${url}. Pay at ${url}/phone, or with:\n  tpkit trigger pay PHONE_1 --sandbox ${url}\n`)
  })

  it('is told to programs line by line: sending, prompt, status, final', async () => {
    let asked = 0
    const onSleep = async (): Promise<void> => {
      asked += 1
      if (asked === 2) await shop.control.post('/trigger', { outTradeNo: 'JSON_1', action: 'pay' })
    }
    const run = await shop.run([...tea, '--out-trade-no', 'JSON_1', '--json'], { onSleep })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(events(run)).toMatchObject([
      {
        event: 'sending',
        outTradeNo: 'JSON_1',
        account: 'qq',
        method: 'wallet',
        scene: 'native',
        total: { amount: 1990, currency: 'CNY' },
      },
      { event: 'prompt', prompt: { kind: 'qr', text: expect.stringMatching(/^https:/) } },
      { event: 'status', status: 'pending', asked: 1 },
      {
        event: 'final',
        outcome: 'paid',
        outTradeNo: 'JSON_1',
        account: 'qq',
        fact: { status: 'paid', total: { amount: 1990, currency: 'CNY' }, transactionId: expect.stringMatching(/^\d{28}$/) },
        next: [expect.stringMatching(/^tpkit query JSON_1 /), expect.stringMatching(/^tpkit refund JSON_1 /)],
      },
    ])
    expect(run.stdout).not.toMatch(/"raw"|openid|"payer"/)
  })

  it('ends with 1 where it was closed instead of paid', async () => {
    const close = () => shop.run(['close', 'CLOSED_1', '--account', 'qq', '--total', '19.90'])
    const run = await shop.run([...tea, '--out-trade-no', 'CLOSED_1'], { onSleep: close })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/ended without money: closed\.\n\nNext:\n {2}tpkit pay --total 19\.90 --subject 'tea for two' /)
  })

  it('is not followed where nobody wants to wait', async () => {
    const run = await shop.run([...tea, '--out-trade-no', 'LEFT_1', '--no-wait', '--lang', 'zh'])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(
      /订单 LEFT_1[\s\S]*请付款人扫码：[\s\S]*未跟踪结果[\s\S]*下一步：\n {2}tpkit query LEFT_1 [^\n]*# 查询订单/,
    )
  })

  it('shows one living line where a person watches', async () => {
    const run = await shop.run([...tea, '--expires', '1m'], { tty: true })
    expect(run.stderr).toContain('not paid yet · asked 1 time\r\u001b[2Knot paid yet · asked 2 times')
    expect(run.stdout).not.toMatch(/\nnot paid yet\n/)
  })
})

describe('Ctrl+C', () => {
  it('ends the watching with 130, and says how to go on', async () => {
    const stop = new AbortController()
    const run = await shop.run([...tea, '--out-trade-no', 'STOP_1'], { interrupt: stop.signal, onSleep: () => stop.abort() })
    expect(run.code).toBe(130)
    expect(run.stdout).toMatch(
      /Order STOP_1 may still be paid\.\n\nNext:\n {2}tpkit query STOP_1 [^\n]*--sent-at \d{4}-[^\n]*\n {2}tpkit close STOP_1 /,
    )
  })
})

describe('Ctrl+C before the answer came', () => {
  it('leaves the outcome unknown: the same number again, and no close of what may not be there yet', async () => {
    await shop.break('hang@pay*1')
    const stop = new AbortController()
    const onOutput = () => setTimeout(() => stop.abort(), 20)
    const run = await shop.run([...tea, '--out-trade-no', 'STOP_2', '--expires', '5m'], { interrupt: stop.signal, onOutput })
    expect(run.code).toBe(3)
    expect(run.stdout).toMatch(
      /not known: it may have happened[\s\S]*Next:\n {2}tpkit query STOP_2 [^\n]*\n {2}tpkit pay [^\n]*--expires 300s --out-trade-no STOP_2 [^\n]*--after-unknown/,
    )
    expect(run.stdout).not.toContain('tpkit close')
  })
})

describe('at the counter', () => {
  it('is paid at once where the code is enough', async () => {
    const code = await shownCode()
    const run = await shop.run([...tea, '--scene', 'micropay', '--auth-code', code])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^Order [^\n]*\nPaid: 19\.90 CNY/)
  })

  it('asks as often as the counter may while the payer types, then says how to reverse', async () => {
    const pauses: number[] = []
    const args = ['pay', '--total', '953.02', '--scene', 'micropay', '--auth-code', await shownCode()]
    const run = await shop.run(args, { onSleep: (ms) => pauses.push(ms) })
    expect(run.code).toBe(3)
    expect(new Set(pauses)).toEqual(new Set([10_000]))
    expect(run.stdout).toMatch(/The payer is typing the password[\s\S]*tpkit reverse T/)
  })

  it('wants the code', async () => {
    const run = await shop.run([...tea, '--scene', 'micropay'])
    expect(run).toMatchObject({ code: 2, stdout: '' })
    expect(run.stderr).toMatch(/A value is wrong; nothing was sent\.\n--auth-code: expected the digits/)
  })
})

describe('an outcome that is not known', () => {
  it('ends with 3, and never sends the person to a new number', async () => {
    await shop.break('drop-after@pay*1')
    const run = await shop.run([...tea, '--out-trade-no', 'LOST_1'])
    expect(run.code).toBe(3)
    expect(run.stdout).toMatch(/repeat the same number; never take a new one/)
    expect(run.stdout).toMatch(/tpkit query LOST_1 --account qq --total 19\.90 --started-at \S+ --sent-at /)
    const repeat = run.stdout.match(/tpkit (pay .*--out-trade-no LOST_1 --started-at \S+ --after-unknown) -c/)?.[1] ?? ''
    const args = repeat.match(/'[^']*'|\S+/g)?.map((arg) => arg.replaceAll("'", '')) ?? []
    const again = await shop.run(args, { onSleep: payer('pay', 'LOST_1') })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Paid: 19.90 CNY') })
  })

  it('says so in Chinese, and to programs', async () => {
    await shop.break('drop-after@pay*2')
    await expect(shop.run([...tea, '--lang', 'zh'])).resolves.toMatchObject({
      code: 3,
      stdout: expect.stringMatching(/结果未知：支付可能已经发生。请查询，或用同一单号重复；切勿换新单号/),
    })
    const run = await shop.run([...tea, '--json', '--out-trade-no', 'LOST_2'])
    expect(run.code).toBe(3)
    expect(events(run).at(-1)).toMatchObject({
      event: 'final',
      outcome: 'unknown',
      failure: { code: expect.any(String), retry: 'same-number' },
      next: [expect.stringContaining('query LOST_2'), expect.stringContaining('--after-unknown')],
    })
  })

  it('is repeated under its own number only', async () => {
    const run = await shop.run([...tea, '--after-unknown'])
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--after-unknown: expected --out-trade-no') })
  })
})

describe('an answer that is genuine and about something else', () => {
  it('is not taken for a payment', async () => {
    await shop.break('other-amount-answer@query')
    const run = await shop.run([...tea, '--out-trade-no', 'FOREIGN_1'], { onSleep: payer('pay', 'FOREIGN_1') })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/genuine, but it is not about this order:\ntotal: expected 19\.90 CNY/)
    expect(run.stdout).not.toMatch(/Paid:/)
  })
})

describe('a wallet that refuses', () => {
  const broke = async () => ['pay', '--total', '953.01', '--scene', 'micropay', '--auth-code', await shownCode()]

  it('ends with 4, says that nothing happened and what to mend', async () => {
    const run = await shop.run(await broke())
    expect(run.code).toBe(4)
    expect(run.stdout).toMatch(/provably nothing happened\.\nFUNDS: [^\n]+\n\nNext: mend/)
  })

  it('is told to programs', async () => {
    const run = await shop.run([...(await broke()), '--json'])
    expect(run.code).toBe(4)
    expect(events(run).at(-1)).toMatchObject({ event: 'final', outcome: 'refused', failure: { code: 'FUNDS' } })
  })
})

describe('a wallet that is not there', () => {
  it('ends with 4, for nothing happened, and says where to look', async () => {
    const gone = await openTestShop()
    await gone.sandbox.close()
    const run = await gone.run(tea)
    await gone.close()
    expect(run.code).toBe(4)
    expect(run.stdout).toMatch(
      /The wallet was not reached; provably nothing happened\.\nUNAVAILABLE: [^\n]+\n\nNext: look at the address/,
    )
  })
})

describe('what is wrong before anything is sent ends with 2', () => {
  it.each([
    ['no amount', ['pay'], /required option '--total <amount>' not specified/],
    ['an amount that is none', ['pay', '--total', '19,90'], /amount: expected decimal text/],
    ['another currency', ['pay', '--total', '19.90', '--currency', 'HKD'], /currency/],
    ['an unknown method', [...tea, '--method', 'walet'], /expected a configured method \(wallet\)[^\n]*"walet"/],
    ['an unknown account', [...tea, '--account', 'none'], /expected a configured account \(qq, old\)/],
    ['a scene that the wallet lacks', [...tea, '--scene', 'h5'], /scene/],
    ['an option of another scene', [...tea, '--auth-code', '91'], /--auth-code: expected none with --scene native/],
    [
      'more than the wallet takes',
      ['pay', '--total', '20000000', '--out-trade-no', 'BIG_1'],
      /under BIG_1\.\ntotal: expected at/,
    ],
    ['a repeated number without its account', [...tea, '--out-trade-no', 'X', '--after-unknown'], /expected --account with/],
    ['an account that is retired', [...tea, '--account', 'old'], /which is retired; [^\n]*--after-unknown/],
    ['a length that is none', [...tea, '--expires', 'soon'], /expected a length of time such as 90s/],
  ])('%s', async (_what, args, sentence) => {
    const run = await shop.run(args)
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(sentence)
    expect(run.stderr).toMatch(/nothing was sent/)
    expect(run.stdout).not.toMatch(/https:/)
  })

  it('a configuration that is not there, to people and to programs', async () => {
    const config = join(shop.folder, 'none.yaml')
    const run = await runCli([...tea, '-c', config])
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/configuration or the environment is wrong[\s\S]*none\.yaml/),
    })
    const { code, stdout } = await runCli([...tea, '--json', '-c', config])
    expect([code, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'CONFIG' } }])
  })
})
