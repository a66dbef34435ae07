import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TRIGGERS as SANDBOX_TRIGGERS, type Sandbox, startSandbox } from '@tpkit/sandbox'
import { type AccountHandle, cny, loadTpkit, type Tpkit } from 'tpkit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { runCli, testDesk } from '../desk.fixture.ts'
import { sandboxControl } from './control.ts'
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

async function steer(action: string): Promise<void> {
  await runTrigger(desk, { sandbox: sandbox.url }, action, ref.outTradeNo)
}

describe('tpkit trigger', () => {
  it('offers exactly what the sandbox takes', () => {
    expect(TRIGGERS).toEqual(SANDBOX_TRIGGERS)
  })

  it('lets the payer pay a real order, and says where to look next', async () => {
    await order()
    await steer('pay')
    await expect(account.query(ref)).resolves.toMatchObject({ status: 'paid' })
    expect(printed()).toContain(
      `order STEER_1: pay\n\nNext: query the order in your shop, or look at what was sent: ${sandbox.url}/inspector`,
    )
  })

  it.each([
    ['refund-done', 'refunded'],
    ['refund-fail', 'failed'],
    ['refund-change', 'closed'],
    ['refund-unsure', 'processing'],
  ])('decides by %s that a refund is %s', async (action, status) => {
    await order()
    await steer('pay')
    const outcome = await account.refund(refund)
    expect(outcome.kind).toBe('done')
    await steer(action)
    await expect(account.queryRefund(refund)).resolves.toMatchObject({ status })
  })

  it('hands on what the sandbox says of an order that is not there', async () => {
    await expect(steer('pay')).rejects.toThrow(/answered 404: outTradeNo: expected an order/)
  })

  it('says how to start a sandbox where none answers', async () => {
    const nowhere = runTrigger(desk, { sandbox: 'http://127.0.0.1:1' }, 'pay', 'X')
    await expect(nowhere).rejects.toThrow(
      /expected a sandbox at http:\/\/127\.0\.0\.1:1, found none that answers; start one with "tpkit sandbox"/,
    )
  })
})

describe('tpkit replay', () => {
  it('sends the notify of a paid order again, as often as told', async () => {
    await order()
    await steer('pay')
    const chinese = testDesk({ lang: 'zh' })
    await runReplay(chinese.desk, { sandbox: sandbox.url }, ref.outTradeNo, 2)
    await vi.waitFor(async () => expect(await sandboxControl(sandbox.url).get('/deliveries')).toHaveLength(3))
    expect(chinese.printed()).toContain('通知已重新发出，共 2 次')
  })

  it('refuses an order that nobody paid', async () => {
    await order()
    await expect(runReplay(desk, { sandbox: sandbox.url }, ref.outTradeNo, 1)).rejects.toThrow(
      /409: order STEER_1: expected one that was paid/,
    )
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
    await runClock(desk, { sandbox: sandbox.url }, '+3h')
    await expect(account.query(ref)).resolves.toMatchObject({ status: 'closed' })
  })

  it('takes milliseconds, and the clock of a merchant who has one of their own', async () => {
    const { account: own } = await sandbox.enrol({ ownWallet: true })
    const now = async (path: string) => JSON.stringify(await sandboxControl(sandbox.url).get(path))
    await runClock(desk, { sandbox: sandbox.url, mchId: own.mchId }, '+60000')
    expect(await now(`/clock?mchId=${own.mchId}`)).toContain('"advancedMs":60000')
    expect(await now('/clock')).toContain('"advancedMs":0')
  })

  it('shows the time without moving it', async () => {
    const chinese = testDesk({ lang: 'zh' })
    await runClock(chinese.desk, { sandbox: sandbox.url })
    expect(chinese.printed()).toMatch(/沙箱时钟：\d{4}-\d\d-\d\dT/)
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
      answer: { outTradeNo: ref.outTradeNo, action: 'pay' },
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
