import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TRIGGERS as SANDBOX_TRIGGERS, type Sandbox, startSandbox } from '@tpkit/sandbox'
import { type AccountHandle, cny, loadTpkit, type Tpkit } from 'tpkit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { runCli, testDesk } from '../desk.fixture.ts'
import { sandboxControl } from './control.ts'
import { steeringArgs } from './meant.ts'
import type { Steering } from './options.ts'
import { runCase, runClock, runReplay, runTrigger } from './steer.ts'
import { TRIGGERS } from './triggers.ts'

let dir: string
let sandbox: Sandbox
let tpkit: Tpkit
let account: AccountHandle
let desk: Desk
let printed: () => string

beforeEach(async () => {
  const test = testDesk()
  desk = test.desk
  printed = test.printed
  dir = await mkdtemp(join(tmpdir(), 'tpkit-steer-'))
  sandbox = await startSandbox({ dir, notifyPausesMs: [] })
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const entry = { ...sandbox.account, plugin, notifyUrl: 'http://127.0.0.1:9/notify' }
  await writeFile(
    join(dir, 'tpkit.config.yaml'),
    stringify({ accounts: { qq: entry }, methods: { wallet: 'qq' } }, { defaultStringType: 'QUOTE_DOUBLE' }),
  )
  tpkit = await loadTpkit(join(dir, 'tpkit.config.yaml'))
  account = tpkit.account('qq')
})

afterEach(async () => {
  await tpkit.close()
  await sandbox.close()
  await rm(dir, { recursive: true, force: true })
})

const ref = { outTradeNo: 'STEER_1', total: cny.yuan('19.90') }
const refund = { ...ref, outRefundNo: 'STEER_1_R1', amount: cny.yuan('5.00') }

async function order(): Promise<void> {
  const outcome = await account.pay({ ...ref, scene: 'native', subject: 'tea' })
  expect(outcome.kind).toBe('done')
}

/** The sandbox that runs here, named. */
function here(): Steering {
  return { sandbox: sandbox.url, config: 'tpkit.config.yaml' }
}

async function steer(action: (typeof TRIGGERS)[number]): Promise<void> {
  await runTrigger(desk, here(), action, ref.outTradeNo)
}

describe('the line that steers the sandbox of an account', () => {
  it('names the account where several lead to one', async () => {
    expect(steeringArgs(tpkit, 'qq', 'a.yaml')).toEqual(['--sandbox', sandbox.url])
    const { accounts } = parse(await readFile(join(dir, 'tpkit.config.yaml'), 'utf8'))
    const other = { ...accounts.qq, mchId: '1900000999' }
    await writeFile(join(dir, 'two.yaml'), JSON.stringify({ accounts: { qq: accounts.qq, other } }))
    const two = await loadTpkit(join(dir, 'two.yaml'))
    expect(steeringArgs(two, 'other', 'two.yaml')).toEqual(['--account', 'other', '-c', 'two.yaml'])
    await two.close()
  })
})

describe('tpkit trigger', () => {
  it('offers exactly what the sandbox takes', () => {
    expect(TRIGGERS).toEqual(SANDBOX_TRIGGERS)
  })

  it('lets the payer pay a real order, and says where to look next', async () => {
    await order()
    await steer('pay')
    await expect(account.query(ref)).resolves.toMatchObject({ status: 'paid' })
    expect(printed()).toContain(
      `order STEER_1: paid\nat the sandbox ${sandbox.url}\n\nNext: query the order in your shop, or look at what was sent: ${sandbox.url}/inspector`,
    )
  })

  it.each([
    ['refund-done', 'refunded'],
    ['refund-fail', 'failed'],
    ['refund-change', 'closed'],
    ['refund-unsure', 'processing'],
  ] as const)('decides by %s that a refund is %s', async (action, status) => {
    await order()
    await steer('pay')
    const outcome = await account.refund(refund)
    expect(outcome.kind).toBe('done')
    await steer(action)
    await expect(account.queryRefund(refund)).resolves.toMatchObject({ status })
  })

  it('hands on what the sandbox says of an order that is not there, and where to look, in Chinese too', async () => {
    const { code, stderr } = await runCli(['trigger', 'pay', 'NONE'], { cwd: dir })
    expect(code).toBe(1)
    expect(stderr).toBe(
      `tpkit: The sandbox does not know that.\n${sandbox.url}: outTradeNo: expected an order of this wallet, found none named "NONE"\n\nNext: ${sandbox.url}/inspector shows what was sent, ${sandbox.url}/phone the open orders. Where several accounts lead to a sandbox: --account <name>.\n`,
    )
    const chinese = await runCli(['trigger', 'pay', 'NONE', '--lang', 'zh'], { cwd: dir })
    expect(chinese.stderr).toContain(`沙箱中没有这个订单。\n${sandbox.url}：outTradeNo：此钱包中没有订单 "NONE"\n\n下一步：`)
  })

  it('says how to start a sandbox where none answers', async () => {
    const { code, stderr } = await runCli(['trigger', 'pay', 'X', '--sandbox', 'http://127.0.0.1:1'])
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /No sandbox there\.\nexpected a sandbox at http:\/\/127\.0\.0\.1:1, found none that answers\n\nNext: start one with "tpkit sandbox"/,
    )
  })

  it('says in Chinese what happened', async () => {
    await order()
    const { stdout } = await runCli(['trigger', 'pay', ref.outTradeNo, '--lang', 'zh'], { cwd: dir })
    expect(stdout).toContain(`订单 STEER_1：已支付\n沙箱：${sandbox.url}\n`)
  })
})

describe('tpkit replay', () => {
  it('sends the notify of a paid order again, as often as told', async () => {
    await order()
    await steer('pay')
    const chinese = testDesk({ lang: 'zh' })
    await runReplay(chinese.desk, here(), ref.outTradeNo, 2)
    await vi.waitFor(async () => expect(await sandboxControl(sandbox.url).get('/deliveries')).toHaveLength(3))
    expect(chinese.printed()).toContain('通知已重新发出，共 2 次')
  })

  it('refuses an order that nobody paid', async () => {
    await order()
    await expect(runReplay(desk, here(), ref.outTradeNo, 1)).rejects.toThrow(/: order STEER_1: expected one that was paid/)
  })

  it('plays a saved case: 0 when every answer is the recorded one, 1 when one differs', async () => {
    await order()
    const saved = JSON.stringify(await sandboxControl(sandbox.url).get('/case'))
    const path = join(dir, 'order.tpcase')
    await writeFile(path, saved)
    await expect(runCase(desk, path)).resolves.toBe(0)
    await writeFile(path, saved.replaceAll('"status":200', '"status":201'))
    await expect(runCase(desk, path)).resolves.toBe(1)
    expect(printed()).toMatch(/differ/)
  })
})

describe('tpkit clock', () => {
  it('moves the sandbox on, so that an order expires', async () => {
    await order()
    await runClock(desk, here(), '+3h')
    await expect(account.query(ref)).resolves.toMatchObject({ status: 'closed' })
  })

  it('takes milliseconds, and the clock of a merchant who has one of their own', async () => {
    const { account: own } = await sandbox.enrol({ ownWallet: true })
    const now = async (path: string) => JSON.stringify(await sandboxControl(sandbox.url).get(path))
    await runClock(desk, { ...here(), mchId: own.mchId }, '+60000')
    expect(await now(`/clock?mchId=${own.mchId}`)).toContain('"advancedMs":60000')
    expect(await now('/clock')).toContain('"advancedMs":0')
  })

  it('shows the time without moving it', async () => {
    const chinese = testDesk({ lang: 'zh' })
    await runClock(chinese.desk, here())
    expect(chinese.printed()).toMatch(/沙箱时钟：\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d\n/)
  })

  it('is that of the sandbox to which the configuration leads, and says so', async () => {
    const { code, stdout } = await runCli(['clock', '+1m'], { cwd: dir })
    expect([code, stdout]).toEqual([0, expect.stringContaining(`\nat the sandbox ${sandbox.url}\n`)])
    const named = await runCli(['clock', '+1m', '-c', join(dir, 'tpkit.config.yaml'), '--account', 'qq'])
    expect([named.code, named.stdout]).toEqual([0, expect.stringContaining(sandbox.url)])
    expect(await sandboxControl(sandbox.url).get('/clock')).toMatchObject({ advancedMs: 120_000 })
  })

  it("moves nothing where another folder's sandbox listens there", async () => {
    const path = join(dir, 'tpkit.config.yaml')
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(sandbox.account.mchId, '1955555555'))
    const { code, stderr } = await runCli(['clock', '+1m'], { cwd: dir })
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('expected a merchant of this sandbox, found none named 1955555555'),
    ])
    expect(await sandboxControl(sandbox.url).get('/clock')).toMatchObject({ advancedMs: 0 })
  })

  it('moves nothing where the configuration cannot say which sandbox is meant', async () => {
    await writeFile(join(dir, 'tpkit.config.yaml'), 'accounts: {}\n')
    const { code, stderr } = await runCli(['clock', '+1m'], { cwd: dir })
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/nothing was sent[\s\S]*or say where the sandbox listens: --sandbox/),
    ])
    const unknown = await runCli(['clock', '+1m', '-c', join(dir, 'none.yaml')])
    expect(unknown.code).toBe(2)
    expect(await sandboxControl(sandbox.url).get('/clock')).toMatchObject({ advancedMs: 0 })
  })
})

describe('the commands that steer, for programs', () => {
  const json = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await runCli([...args, '--sandbox', sandbox.url, '--json'])
    return { code, stderr, answer: JSON.parse(stdout) }
  }

  it('answer in one JSON document', async () => {
    await order()
    await expect(json('trigger', 'pay', ref.outTradeNo)).resolves.toEqual({
      code: 0,
      stderr: '',
      answer: { outTradeNo: ref.outTradeNo, action: 'pay', sandbox: sandbox.url },
    })
    await expect(json('replay', ref.outTradeNo, '--times', '2')).resolves.toMatchObject({ answer: { times: 2 } })
    await expect(json('clock', '+1m')).resolves.toMatchObject({ answer: { now: expect.stringMatching(/Z$/) } })
  })

  it('say what went wrong in JSON, too', async () => {
    await expect(json('trigger', 'pay', 'NONE')).resolves.toMatchObject({
      code: 1,
      stderr: '',
      answer: { error: { message: expect.stringContaining('expected an order') } },
    })
  })
})
