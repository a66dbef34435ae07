import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { displayWidth } from '../desk/table.ts'
import { runCli } from '../desk.fixture.ts'
import { PLAIN_PLUGIN } from '../verify/notify.fixture.ts'

let folder: string

beforeAll(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../../.tmp/plugins-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const config = (): string => join(folder, 'tpkit.config.yaml')

async function configured(text: string): Promise<void> {
  await writeFile(config(), text)
}

describe('tpkit plugins', () => {
  it('shows what came with it where there is no configuration, within 80 columns', async () => {
    const { code, stdout } = await runCli(['plugins', '-c', join(folder, 'none.yaml')])
    expect(code).toBe(0)
    expect(stdout).toMatch(/Alipay +QQ Wallet +WeChat Pay\n/)
    expect(stdout).toMatch(/status +ready +ready +ready\n/)
    expect(stdout).toMatch(/page +website on a desktop +✓ +– +–\n[\s\S]*verifyReturn +read the payer's return +✓ +– +–\n/)
    expect(stdout).toMatch(/largest order, CNY +100,000,000 +10,000,000 +10,000,000\n/)
    expect(stdout).toMatch(
      /What each calls[^\n]*\n {2}Alipay +https:\/\/\S+\n +https:\/\/\S+\n {2}QQ Wallet +https:[\s\S]*\n {2}WeChat Pay +https:/,
    )
    expect(stdout).toContain('Next: "tpkit init"')
    expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(80)
  })

  it('speaks Chinese, with straight columns', async () => {
    const { stdout } = await runCli(['plugins', '--lang', 'zh', '-c', join(folder, 'none.yaml')])
    expect(stdout).toMatch(/支付宝 +QQ钱包 +微信支付[\s\S]*可用[\s\S]*扫码[\s\S]*对账单[\s\S]*下一步：/)
    const ticks = stdout.split('\n').filter((line) => /^ {2}(native|close|statement) /.test(line))
    const columns = new Set(ticks.map((line) => displayWidth(line.slice(0, line.search(/[✓–]/)))))
    expect([ticks.length, columns.size]).toEqual([3, 1])
  })

  it('shows a plugin that is planned behind those that are ready', async () => {
    const plugin = join(folder, 'planned.mjs')
    await writeFile(plugin, PLAIN_PLUGIN.replace("'ready'", "'planned'"))
    await configured(JSON.stringify({ accounts: { tea: { plugin } } }))
    const { stdout } = await runCli(['plugins', '-c', config()])
    expect(stdout).toMatch(/QQ Wallet[\s\S]*Plain\nstatus +planned\n/)
    expect((await runCli(['plugins', '-c', config(), '--lang', 'zh'])).stdout).toContain('计划中')
  })

  it('says who uses a plugin, though the rest of the configuration cannot be read', async () => {
    await configured('accounts: { qq: { plugin: "@tpkit/provider-qqwallet", apiKey: env:NOT_SET } }')
    const { code, stdout } = await runCli(['plugins', '-c', config(), '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).plugins).toContainEqual(
      expect.objectContaining({
        plugin: '@tpkit/provider-qqwallet',
        version: expect.any(String),
        accounts: ['qq'],
        status: 'ready',
        origins: expect.arrayContaining(['https://qpay.qq.com']),
      }),
    )
  })

  it('counts an account that extends one, and leads on with the same configuration', async () => {
    await configured('accounts: { qq: { plugin: "@tpkit/provider-qqwallet" }, shop: { extends: qq }, odd: { extends: odd } }')
    const { stdout } = await runCli(['plugins', '-c', config()])
    expect(stdout).toMatch(/@tpkit\/provider-qqwallet .*used by qq, shop\n/)
    expect(stdout).toContain(`Next: "tpkit doctor -c ${config()}"`)
  })

  it('finds the providers that the project depends on by their keyword, and no other package', async () => {
    const base = join(folder, 'project')
    await mkdir(join(base, 'node_modules/tea-wallet'), { recursive: true })
    await writeFile(join(base, 'package.json'), '{"dependencies":{"tea-wallet":"1.0.0","zod":"4"}}')
    await writeFile(
      join(base, 'node_modules/tea-wallet/package.json'),
      '{"name":"tea-wallet","version":"1.2.3","keywords":["tpkit-provider"],"main":"index.mjs"}',
    )
    await writeFile(join(base, 'node_modules/tea-wallet/index.mjs'), 'export default 1')
    const { stdout } = await runCli(['plugins', '-c', join(base, 'tpkit.config.yaml'), '--json'])
    const { plugins, missing } = JSON.parse(stdout)
    expect(missing).toEqual([
      { specifier: 'tea-wallet', accounts: [], reason: expect.stringContaining('expected a tpkit plugin') },
    ])
    expect(plugins.map(({ plugin }: { plugin: string }) => plugin)).not.toContain('zod')
  })

  it('fails where an account names one that cannot be loaded', async () => {
    await configured('accounts: { tea: { plugin: "@shop/none" } }')
    const { code, stdout } = await runCli(['plugins', '-c', config()])
    expect(code).toBe(1)
    expect(stdout).toMatch(/@shop\/none +✗ cannot be loaded: .*npm install it.* +used by tea/)
  })
})
