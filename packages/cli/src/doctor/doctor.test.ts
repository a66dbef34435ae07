import { randomUUID } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@tpkit/sandbox'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'
import { PLAIN_PLUGIN } from '../verify/notify.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop({}, (account) => ({
    accounts: { spare: { ...account, notifyUrl: 'http://127.0.0.1:9/notify' }, old: { ...account, retired: true } },
    methods: { wallet: [{ use: { qq: 9, spare: 1 }, when: { scene: 'native', maxAmount: 5000 } }, { use: 'qq' }] },
  }))
})

afterAll(() => shop.close())

/** A configuration of its own, beside the shop's. */
async function doctor(text: string, ...args: readonly string[]) {
  const config = join(shop.folder, 'other.yaml')
  await writeFile(config, text)
  return runCli(['doctor', '-c', config, ...args], { cwd: shop.folder })
}

describe('tpkit doctor', () => {
  it('finds nothing to mend where all is well, asks each account when it is told to, and says what to do next', async () => {
    const { code, stdout } = await shop.run(['doctor', '--live'])
    expect(stdout).not.toContain('✗')
    expect(code).toBe(0)
    expect(stdout).toMatch(/qq {2}QQ Wallet 1900000109/)
    expect(stdout).toMatch(/✓ certificate .*36\d days left/)
    expect(stdout).toMatch(/✓ reachable .*http:\/\/127\.0\.0\.1:\d+, https:\/\/127\.0\.0\.1:\d+/)
    expect(stdout).toMatch(/✓ clock .*[0-2] s from the wallet's/)
    expect(stdout).toMatch(/! callback .*does not end with[\s\S]*→ end it with \/notify\/spare/)
    expect(stdout).toMatch(/✓ account .*retired/)
    expect(stdout.match(/✓ probe/g)).toHaveLength(3)
    expect(stdout).toMatch(/✓ method wallet +scene native, up to 50\.00 CNY → qq \(9\/10\), spare \(1\/10\)/)
    expect(stdout).toContain(`Next: "tpkit pay --total 1.00 -c ${shop.config}"`)
  })

  it('answers programs, and speaks Chinese', async () => {
    const { stdout } = await shop.run(['doctor', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, readable: true, findings: expect.any(Array) })
    const { stdout: chinese } = await shop.run(['doctor', '--lang', 'zh'])
    expect(chinese).toMatch(/✓ 配置 .*3 个账户[\s\S]*场景 native，50.00 CNY 以内 → qq \(9\/10\)，spare \(1\/10\)[\s\S]*下一步：/)
  })

  it('says where the gateway stands, and what is open about that', async () => {
    const config = JSON.parse(await readFile(shop.config, 'utf8'))
    const gateway = { listen: '[::1]:8080', publicUrl: 'https://pay.example.com' }
    const { stdout } = await doctor(JSON.stringify({ ...config, gateway }))
    expect(stdout).toMatch(
      /✓ gateway +listens at \[::1\]:8080, reached by https:\/\/pay\.example\.com[\s\S]*! gateway +gateway: expected keys for what is sealed/,
    )
    const zh = await doctor(JSON.stringify({ ...config, gateway: {} }), '--lang', 'zh')
    expect(zh.stdout).toMatch(/! 网关 +gateway：缺少封存密钥/)
  })

  it('says whether orders are kept, and what is open about that', async () => {
    const config = JSON.parse(await readFile(shop.config, 'utf8'))
    const kept = await doctor(JSON.stringify({ ...config, ledger: 'sqlite:./t.db' }))
    expect(kept.stdout).toMatch(
      /✓ ledger +SQLite: orders are kept[\s\S]*! ledger +ledger: expected a key for digests of payer ids/,
    )
    const hooks = [{ name: 'shop', url: 'https://a.example', secrets: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`] }]
    const zh = await doctor(JSON.stringify({ ...config, webhooks: hooks }), '--lang', 'zh')
    expect(zh.stdout).toMatch(/! 账本 +没有账本[\s\S]*webhooks\.0\.secrets\.0：应写引用/)
    expect(zh.stdout).not.toContain(hooks[0]?.secrets[0])
  })

  it('offers a new configuration only where there is none', async () => {
    await mkdir(join(shop.folder, 'folder.yaml'))
    const folder = await runCli(['doctor', '-c', 'folder.yaml'], { cwd: shop.folder })
    expect(folder.stdout).toMatch(/expected a readable file at folder\.yaml/)
    expect(folder.stdout).not.toContain('tpkit init')
    expect((await runCli(['doctor', '-c', 'none.yaml'], { cwd: shop.folder })).stdout).toContain('Next: "tpkit init"')
  })

  it('lists every problem of a configuration with its place, and ends with 2', async () => {
    const { code, stdout } = await doctor('accounts:\n  a: { plugin: "@shop/none" }\nmethods: { wallet: b }\n', '--json')
    expect(code).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      readable: false,
      findings: [
        { check: 'configuration', level: 'error', account: 'a', place: 'other.yaml:2:16' },
        { check: 'configuration', level: 'error', place: 'other.yaml:3:20' },
      ],
    })
  })

  it('knows a plugin that is planned, and an account that no method names', async () => {
    const plugin = join(shop.folder, 'planned.mjs')
    await writeFile(plugin, PLAIN_PLUGIN.replace("'ready'", "'planned'"))
    const { code, stdout } = await doctor(
      JSON.stringify({ accounts: { tea: { plugin }, milk: { plugin } }, methods: { wallet: 'tea' } }),
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/! plugin .*planned[\s\S]*! account .*no method leads here[\s\S]*→ name it under "methods"/)
    expect(stdout).toMatch(/! method wallet +every payment → tea; tea takes no payment yet/)
    expect(stdout).not.toMatch(/callback|reachable/)
  })

  it('never says to retire an account that others extend: that would be theirs, too', async () => {
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const notifyUrl = 'http://127.0.0.1:9/notify/shop'
    const text = {
      accounts: { qq: accounts.qq, shop: { extends: 'qq', subMchId: '1900000999', notifyUrl } },
      methods: { wallet: 'shop' },
    }
    const { stdout } = await doctor(JSON.stringify(text))
    expect(stdout).toMatch(/✓ account +keys for shop\n/)
    expect(stdout).toMatch(/shop {2}QQ Wallet 1900000109, sub-merchant 1900000999\n/)
    expect(stdout).not.toContain('retired: true')
  })

  it('says to begin with "tpkit init" where there is no configuration', async () => {
    const { code, stdout } = await runCli(['doctor', '-c', 'none.yaml'], { cwd: shop.folder })
    expect(code).toBe(2)
    expect(stdout).toMatch(/none\.yaml: expected a readable file[\s\S]*Next: "tpkit init"/)
  })

  it('says to load the variables where nothing else is wrong, and names a key that is not there', async () => {
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const qq = { ...accounts.qq, apiKey: 'env:TPKIT_NOT_SET' }
    const { stdout } = await doctor(JSON.stringify({ accounts: { qq } }), '--lang', 'zh')
    expect(stdout).toContain('accounts.qq.apiKey：需要环境变量 TPKIT_NOT_SET，但未设置')
    expect(stdout).toContain('下一步：填写并加载 .env（set -a; . ./.env; set +a）')
    const keyless = await doctor(JSON.stringify({ accounts: { qq: { ...qq, apiKey: undefined } } }), '--lang', 'zh')
    expect(keyless.stdout).toContain('accounts.qq.apiKey：缺少 apiKey；请写上')
    const lost = await doctor(JSON.stringify({ accounts: { qq: { ...qq, apiKey: 'file:none.txt' } } }), '--lang', 'zh')
    expect(lost.stdout).toContain('实际文件不存在')
  })

  it('says to start the sandbox first where its certificates are not there yet', async () => {
    await writeFile(join(shop.folder, 'merchant.json'), '{}')
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const entry = { ...accounts.qq, ca: 'file:./none.pem' }
    const { code, stdout } = await doctor(JSON.stringify({ accounts: { qq: entry } }))
    expect(code).toBe(2)
    const ports = /--port \d+ --tls-port \d+/.source
    expect(stdout).toMatch(new RegExp(`→ start "tpkit sandbox --dir \\. ${ports}" in another terminal first`))
    expect(stdout).toMatch(new RegExp(`Next: start "tpkit sandbox --dir \\. ${ports}".*"tpkit doctor -c \\S+/other\\.yaml"`))
    expect(stdout).toContain('accounts.qq.ca: file:./none.pem is not there yet')
    expect(stdout).not.toContain('permissions')
  })

  it('takes a wrong CA at a sandbox for another sandbox, no proxy', async () => {
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const other = await startSandbox({ dir: join(shop.folder, 'theirs') })
    onTestFinished(() => other.close())
    const { code, stdout } = await doctor(JSON.stringify({ accounts: { qq: { ...accounts.qq, ca: 'file:theirs/ca.pem' } } }))
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ reachable .*CERT_/)
    expect(stdout).toContain(`not the sandbox of this configuration, which listens on ${other.url}, ${other.tlsUrl}: write that`)
    await other.close()
    const ended = await doctor(JSON.stringify({ accounts: { qq: { ...accounts.qq, ca: 'file:theirs/ca.pem' } } }))
    expect(ended.stdout).toMatch(/another sandbox is on these ports.*End it and start "tpkit sandbox --dir theirs --port/)
    expect(stdout + ended.stdout).not.toMatch(/proxy|clock that/)
  })

  it.each([
    [
      'straight at an account where no method leads there',
      (qq: object) => ({ accounts: { qq } }),
      'tpkit pay --account qq --total',
    ],
    [
      'by a method whose rule takes a scanned code',
      (qq: object) => ({ accounts: { qq }, methods: { till: [{ use: 'qq', when: { scene: 'micropay' } }], web: 'qq' } }),
      'tpkit pay --method web --total 1.00',
    ],
    ['never at a retired account', (qq: object) => ({ accounts: { qq: { ...qq, retired: true } } }), 'every account is retired'],
    [
      'never without an address to call',
      (qq: object) => ({ accounts: { qq: { ...qq, notifyUrl: undefined } } }),
      'write notifyUrl',
    ],
  ])('proposes a payment %s', async (_what, config, expected) => {
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const { code, stdout } = await doctor(JSON.stringify(config(accounts.qq)))
    expect(code).toBe(0)
    expect(stdout.slice(stdout.lastIndexOf('Next:'))).toContain(expected)
  })

  it('ends with 1 where a wallet cannot be reached or does not know us', async () => {
    const text = JSON.parse(await readFile(shop.config, 'utf8'))
    const endpoints = { ...text.accounts.qq.endpoints, 'https://qpay.qq.com': 'http://127.0.0.1:1' }
    const lost = await doctor(
      JSON.stringify({ accounts: { qq: { ...text.accounts.qq, endpoints } }, methods: { wallet: 'qq' } }),
      '--live',
    )
    expect(lost.stdout).not.toContain('compare merchant number and key')
    expect(lost).toMatchObject({ code: 1, stdout: expect.stringMatching(/✗ reachable .*ECONNREFUSED/) })
    const stranger = { ...text.accounts.qq, apiKey: 'wrong-key-0123456789abcdef012345' }
    const refused = await doctor(JSON.stringify({ accounts: { qq: stranger }, methods: { wallet: 'qq' } }), '--live')
    expect(refused).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/✗ probe [\s\S]*→ is it the sandbox of this configuration/),
    })
  })
})

describe('a method whose last rule has conditions', () => {
  it('is worth a look: payments that no rule takes are refused', async () => {
    const { stdout } = await shop.run(['doctor'])
    expect(stdout).not.toContain('its last rule has conditions')
    const { accounts } = JSON.parse(await readFile(shop.config, 'utf8'))
    const open = await doctor(
      JSON.stringify({ accounts: { qq: accounts.qq }, methods: { wallet: [{ use: 'qq', when: { scene: 'native' } }] } }),
    )
    expect([open.code, open.stdout]).toEqual([
      0,
      expect.stringMatching(/! method wallet +its last rule has conditions[\s\S]*→ add a last rule/),
    ])
  })
})

describe('tpkit doctor --report', () => {
  it('shows nothing of what a plugin writes into its errors: no host, password or quoted value', async () => {
    const config = join(shop.folder, 'plugin.yaml')
    const throws = `tp: () => { throw new Error('db.canary.internal:5432 refused "canary1", password=canary2') }, old: () => ({`
    await writeFile(join(shop.folder, 'leaky.mjs'), PLAIN_PLUGIN.replace('tp: () => ({', throws))
    await writeFile(config, 'accounts:\n  a: { plugin: ./leaky.mjs, notifyUrl: http://127.0.0.1/notify/a }\nmethods:\n  m: a\n')
    const { stdout } = await runCli(['doctor', '-c', config, '--report', 'leaky.json'], { cwd: shop.folder })
    expect(stdout).toContain('canary1')
    expect(await readFile(join(shop.folder, 'leaky.json'), 'utf8')).not.toContain('canary')
  })

  it('shows no password of an address, wherever a sentence cuts it, nor the first value of a key that comes twice', async () => {
    const password = `canary-${randomUUID()}`
    const account = `{ plugin: "@tpkit/provider-qqwallet", notifyUrl: "http://user:${password}@shop.example/notify?key=${password}" }`
    await doctor(`accounts:\n  a: ${account}\n  a: { plugin: x }\n`, '--report', 'leak.json')
    const report = await readFile(join(shop.folder, 'leak.json'), 'utf8')
    expect(report).not.toContain('canary')
    expect(JSON.parse(report).configuration.structure.accounts).toHaveProperty('a-again')
  })

  it('is to be kept out of a repository, and that is said until it is', async () => {
    expect((await shop.run(['doctor', '--report'])).stdout).toContain('add tpkit-report.json to .gitignore')
    await writeFile(join(shop.folder, '.gitignore'), 'tpkit-report.*\n')
    expect((await shop.run(['doctor', '--report'])).stdout).not.toContain('.gitignore')
  })

  it('goes over no file of somebody else', async () => {
    const { code, stderr } = await shop.run(['doctor', '--report', shop.config])
    expect(code).toBe(2)
    expect(stderr).toContain('--report: expected a new file or one that this command wrote')
    expect(await readFile(shop.config, 'utf8')).toContain('"accounts"')
    const nowhere = await shop.run(['doctor', '--report', 'none/report.json'])
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('found ENOENT') })
  })

  const CANARIES = ['canary0canary1canary2canary3abcd', 'canary-operator', 'canary-env-value-0123456789abcdef', 'canaryQuery']

  it.each(['en', 'zh'])(
    'writes what was found without a secret, a merchant number or a path outside the project: %s',
    async (lang) => {
      const [key, operator, fromEnv, query] = CANARIES
      const text = `accounts:
  qq:
    plugin: ./${'x'.repeat(3)}.mjs
    mchId: "1900000109"
    apiKey: ["${key}", env:TPKIT_PLANTED, env:canary0behind0env]
    operatorPassword: ${operator}
    certificate: { cert: file:/etc/canary-dir/cert.pem, key: file:${homedir()}/canary.pem }
    notifyUrl: "https://canaryUser@Pay.example.com/notify/qq?${query}=1"
    doubts: { canaryKey0123456789012345678901: 1 }
methods: { wallet: qq }
`
      const config = join(shop.folder, 'secret.yaml')
      await writeFile(config, text)
      const options = { cwd: shop.folder, env: { TPKIT_PLANTED: fromEnv } }
      const { code, stdout } = await runCli(['doctor', '-c', config, '--report', 'report.json', '--lang', lang], options)
      expect(code).toBe(2)
      expect(stdout).toMatch(/(?:Report: |报告：)report\.json/)
      const report = await readFile(join(shop.folder, 'report.json'), 'utf8')
      expect(report).not.toMatch(/canary|pay\.example/i)
      expect(report).toContain('https://<host>/notify/qq')
      expect(report).not.toContain('1900000109')
      expect(report).not.toContain(homedir())
      expect(report).not.toContain(shop.folder)
      expect(JSON.parse(report)).toMatchObject({
        node: process.versions.node,
        findings: expect.arrayContaining([expect.objectContaining({ level: 'error', place: 'secret.yaml:3:13' })]),
        configuration: {
          structure: {
            accounts: { qq: { mchId: '…09', apiKey: ['…', 'env:TPKIT_PLANTED', 'env:…'] } },
            methods: { wallet: 'qq' },
          },
        },
      })
    },
  )

  it('of a configuration that works says what each account is, and no more than that of a merchant', async () => {
    const { code } = await shop.run(['doctor', '--report'])
    expect(code).toBe(0)
    const report = await readFile(join(shop.folder, 'tpkit-report.json'), 'utf8')
    for (const secret of [shop.sandbox.account.apiKey, shop.sandbox.account.operatorPassword, shop.sandbox.account.mchId]) {
      expect(report).not.toContain(secret)
    }
    expect(JSON.parse(report).plugins).toContainEqual(expect.objectContaining({ status: 'ready' }))
  })
})
