/** Commands at a local Alipay: certificates, orders that begin with their payer, forms. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AlipaySandbox, startAlipaySandbox } from '@tpkit/sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliOptions, type CliRun, runCli } from './desk.fixture.ts'
import { type SandboxControl, sandboxControl } from './sandbox/control.ts'
import { notifyOf } from './verify/notify.fixture.ts'

let folder: string
let sandbox: AlipaySandbox
let control: SandboxControl

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tpkit-alipay-'))
  sandbox = await startAlipaySandbox({ dir: join(folder, 'sandbox-alipay'), certificates: true, notifyPausesMs: [] })
  control = sandboxControl(sandbox.url)
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-alipay'))
  const account = { ...sandbox.account, plugin, notifyUrl: 'http://127.0.0.1:9/notify/ali' }
  // JSON is YAML.
  await writeFile(join(folder, 'tpkit.config.yaml'), JSON.stringify({ accounts: { ali: account }, methods: { wallet: 'ali' } }))
})

afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (args: readonly string[], options: CliOptions = {}): Promise<CliRun> => runCli(args, { cwd: folder, ...options })
const pay = (outTradeNo: string, ...more: readonly string[]) =>
  run(['pay', '--total', '1.00', '--out-trade-no', outTradeNo, '--no-wait', ...more])

describe('tpkit doctor', () => {
  it("counts the days of the application's certificate and the wallet's, and asks the wallet", async () => {
    const { code, stdout } = await run(['doctor', '--live'])
    expect(stdout).not.toContain('✗')
    expect(code).toBe(0)
    expect(stdout).toMatch(new RegExp(`ali {2}Alipay ${sandbox.account.sellerId}\\n`))
    expect(stdout).toMatch(
      /✓ certificate +certificates\.appCert: \d+ days left[^\n]*\n✓ certificate +certificates\.alipayCert: \d+ days left/,
    )
    expect(stdout).not.toContain('rootCert')
    expect(stdout).toMatch(/✓ probe +Alipay took our signature and we took its own/)
  })

  it('speaks Chinese', async () => {
    const { stdout } = await run(['doctor', '--live', '--lang', 'zh'])
    expect(stdout).toMatch(/支付宝 2088[\s\S]*✓ 证书 +certificates\.appCert：[\s\S]*支付宝接受了我方签名/)
  })
})

describe('an order that is there once its payer comes', () => {
  it('is not known before, cannot be closed before, and is paid by the phone', async () => {
    expect((await pay('N_1')).stdout).toContain('https://qr.alipay.com/')
    expect(await run(['query', 'N_1', '--total', '1.00'])).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('It may still appear until'),
    })
    expect(await run(['close', 'N_1', '--total', '1.00', '--lang', 'zh'])).toMatchObject({
      code: 4,
      stdout: expect.stringContaining('付款人之后扫码或确认仍会创建它'),
    })
    expect((await run(['trigger', 'pay', 'N_1'])).code).toBe(0)
    expect((await run(['query', 'N_1', '--total', '1.00'])).stdout).toMatch(/Status: paid\nAmount: 1\.00 CNY/)
    const refund = await run(['refund', 'N_1', '--total', '1.00', '--yes'])
    expect(refund).toMatchObject({ code: 0, stdout: expect.stringContaining('the money went back') })
  })

  it.each([
    ['page', /this form to http:\/\/127\S+\/gateway\.do\?\S+:\n {2}biz_content: [\s\S]*as a link, too:\n(http:\/\/127\S+)\n/],
    ['h5', /in the browser of the payer:\n(http:\/\/127\S+)\n/],
  ])('is opened at the sandbox, in scene %s', async (scene, link) => {
    const number = `OPEN_${scene}`
    const { stdout } = await pay(number, '--scene', scene)
    expect(stdout).toContain('The wallet has no such order before its payer came: open the address above first')
    expect((await run(['trigger', 'pay', number])).code).toBe(1)
    const [, address = ''] = link.exec(stdout) ?? []
    expect(await (await fetch(address)).text()).toContain('Alipay cashier')
    expect((await run(['trigger', 'pay', number])).code).toBe(0)
    expect((await run(['query', number, '--total', '1.00'])).stdout).toContain('Status: paid')
  })

  it('is given to programs with the address of the sandbox, too', async () => {
    const { stdout } = await pay('JSON_1', '--scene', 'page', '--json')
    expect(stdout).toMatch(/"action": ?"http:\/\/127\S+\/gateway\.do\?[^"]*charset=utf-8[^"]*"/)
  })
})

describe('tpkit verify', () => {
  it('says that a notify is genuine, and in Chinese why one is not', async () => {
    await pay('V_1')
    await run(['trigger', 'pay', 'V_1'])
    const body = await notifyOf({ control }, 'V_1')
    const genuine = await run(['verify'], { typed: body, tty: false })
    expect(genuine).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/✓ Genuine[\s\S]*out_trade_no=V_1[\s\S]*status +paid/),
    })
    const slashed = await run(['verify', '--lang', 'zh'], {
      typed: body.replace('total_amount=1.00', 'total_amount=1'),
      tty: false,
    })
    expect(slashed).toMatchObject({ code: 1, stdout: expect.stringContaining('total_amount：金额丢失了小数位') })
    const none = await run(['verify', '--lang', 'zh'], { typed: 'hello', tty: false })
    expect(none.stdout).not.toMatch(/[Ee]xpected|found/)
  })
})
