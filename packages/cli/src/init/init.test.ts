import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSandbox } from '@tpkit/sandbox'
import { cny, loadTpkit } from 'tpkit'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { runCli } from '../desk.fixture.ts'
import { keptMerchant } from '../sandbox/kept.ts'
import { QQ_KEPT } from '../sandbox/merchant.ts'
import { PLAIN_PLUGIN } from '../verify/notify.fixture.ts'

let folder: string

beforeEach(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../../.tmp/init-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const init = (...args: readonly string[]) => runCli(['init', ...args], { cwd: folder })
const text = (name: string): Promise<string> => readFile(join(folder, name), 'utf8')

describe('a configuration that is there', () => {
  it('is refused before a plugin that it names is loaded: that would run it', async () => {
    await writeFile(
      join(folder, 'evil.mjs'),
      `import { writeFileSync } from 'node:fs'\nwriteFileSync(new URL('./pwned', import.meta.url), '')`,
    )
    await writeFile(join(folder, 'tpkit.config.yaml'), 'accounts:\n  a: { plugin: ./evil.mjs }\n')
    expect((await init('--sandbox')).code).toBe(2)
    expect(await readdir(folder)).not.toContain('pwned')
  })
})

describe('tpkit init --sandbox', () => {
  it('writes a configuration that pays as soon as the sandbox runs, and holds no key', async () => {
    const { code, stdout } = await init('--sandbox')
    expect(code).toBe(0)
    expect(stdout).toMatch(/tpkit\.config\.yaml[\s\S]*Next: start "tpkit sandbox" in another terminal/)
    const config = await text('tpkit.config.yaml')
    expect(config.split('\n')[0]).toBe('# yaml-language-server: $schema=./tpkit.schema.json')
    const kept = await keptMerchant(join(folder, 'sandbox'), QQ_KEPT)
    expect(config).not.toContain(kept?.apiKey)
    expect((await stat(join(folder, 'sandbox/api-key.txt'))).mode & 0o777).toBe(0o600)
    const sandbox = await startSandbox({ dir: join(folder, 'sandbox'), ...(kept && { qqwallet: kept }) })
    const path = join(folder, 'tpkit.config.yaml')
    await writeFile(path, config.replace('http://127.0.0.1:9101', sandbox.url).replace('https://127.0.0.1:9102', sandbox.tlsUrl))
    const tpkit = await loadTpkit(path)
    const order = { scene: 'native', outTradeNo: 'INIT_1', subject: 'tea', total: cny.yuan('1.00') } as const
    await expect(tpkit.method('wallet').pay(order)).resolves.toMatchObject({ kind: 'done', account: 'qq-sandbox' })
    await tpkit.close()
    await sandbox.close()
  })

  it('lets the cashier keep orders, in a file that no repository gets', async () => {
    expect((await init('--sandbox', '--ledger', 'sqlite:./tpkit.db')).code).toBe(0)
    expect(parse(await text('tpkit.config.yaml'))).toMatchObject({ ledger: 'sqlite:./tpkit.db' })
    expect(await text('.gitignore')).toMatch(/^tpkit\.db\*$/m)
    expect(await init('--sandbox', '--force', '--ledger', 'mysql://db')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--ledger: expected sqlite:./tpkit.db'),
    })
  })

  it('keeps keys out of a repository, and adds to what is ignored already', async () => {
    await writeFile(join(folder, '.gitignore'), 'node_modules/')
    await init('--sandbox')
    expect(await text('.gitignore')).toBe('node_modules/\n\n# keys and certificates of tpkit\nsandbox/\ntpkit-report.*\n')
    await init('--sandbox', '--force')
    expect((await text('.gitignore')).match(/sandbox/g)).toHaveLength(1)
    expect(await text('sandbox/.gitignore')).toBe('*\n')
  })

  it('closes and hides the folder of keys, not the folders on the way to it', async () => {
    expect((await init('--sandbox', '--file', 'new/shop/pay.yaml')).code).toBe(0)
    expect(await readdir(join(folder, 'new'))).toEqual(['shop'])
    expect(await text('new/shop/sandbox/.gitignore')).toBe('*\n')
    await mkdir(join(folder, 'plain'))
    const mode = async (name: string) => (await stat(join(folder, name))).mode & 0o777
    expect(await mode('new')).toBe(await mode('plain'))
    expect(await mode('new/shop/sandbox')).toBe(0o700)
  })

  it('writes YAML, so it takes no name of another kind, and no place where nothing can be written', async () => {
    const json = await init('--sandbox', '--file', 'tpkit.config.json')
    expect(json).toMatchObject({ code: 2, stderr: expect.stringContaining('.yaml or .yml') })
    await writeFile(join(folder, 'taken'), 'a file')
    const inFile = await init('--sandbox', '--file', 'taken/tpkit.config.yaml')
    expect(inFile).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--file: expected a place where a file can be written'),
    })
    expect(await readdir(folder)).toEqual(['taken'])
  })

  it('replaces nothing unless it is told to, and keeps the merchant of an earlier sandbox', async () => {
    await init('--sandbox')
    const key = await text('sandbox/api-key.txt')
    await writeFile(join(folder, 'tpkit.config.yaml'), 'mine')
    const again = await init('--sandbox')
    expect(again).toMatchObject({ code: 2, stderr: expect.stringMatching(/tpkit\.config\.yaml: it is there already.*--force/) })
    expect(await text('tpkit.config.yaml')).toBe('mine')
    expect((await init('--sandbox', '--force')).code).toBe(0)
    expect(await text('tpkit.config.yaml')).not.toBe('mine')
    expect(await text('sandbox/api-key.txt')).toBe(key)
  })

  it('takes the ports of the sandbox that runs in the folder, or those that are said', async () => {
    await init('--sandbox')
    const sandbox = await startSandbox({ dir: join(folder, 'sandbox') })
    onTestFinished(() => sandbox.close())
    const running = await init('--sandbox', '--force')
    expect(await text('tpkit.config.yaml')).toMatch(new RegExp(`${sandbox.url}\\n.*${sandbox.tlsUrl}\\n`))
    expect(running.stdout).toContain('Next: the sandbox of this folder runs: "tpkit doctor"')
    const said = await init('--sandbox', '--file', 'b/pay.yaml', '--port', '9103', '--tls-port', '9104')
    expect(said.stdout).toContain('start "tpkit sandbox --dir b/sandbox --port 9103 --tls-port 9104"')
    expect(await text('b/pay.yaml')).toMatch(/http:\/\/127\.0\.0\.1:9103\n.*https:\/\/127\.0\.0\.1:9104\n/)
  })

  it('says where everything is when the file has another name', async () => {
    const { stdout } = await init('--sandbox', '--file', 'sub/pay.yaml')
    expect(stdout).toMatch(/"tpkit sandbox --dir sub\/sandbox".*"tpkit doctor -c sub\/pay\.yaml"/)
    expect(await readdir(join(folder, 'sub'))).toEqual(expect.arrayContaining(['pay.yaml', 'sandbox']))
  })

  it("leaves a real merchant's certificates alone", async () => {
    await mkdir(join(folder, 'sandbox'))
    await writeFile(join(folder, 'sandbox/apiclient_cert.pem'), 'mine')
    expect(await init('--sandbox')).toMatchObject({ code: 2, stderr: expect.stringContaining('no sandbox wrote') })
    expect(await readdir(folder)).toEqual(['sandbox'])
  })
})

describe('tpkit init for a real account', () => {
  const real = ['--yes', '--mch-id', '1900000109'] as const

  it('refers to the environment, says what each line is for, and gives the variables to fill in', async () => {
    const { code, stdout } = await init(...real, '--notify-url', 'https://pay.example.com')
    expect(code).toBe(0)
    expect(parse(await text('tpkit.config.yaml'))).toEqual({
      accounts: {
        'qq-main': {
          plugin: '@tpkit/provider-qqwallet',
          mchId: '1900000109',
          apiKey: 'env:QQ_API_KEY',
          notifyUrl: 'https://pay.example.com/notify/qq-main',
        },
      },
      methods: { wallet: 'qq-main' },
      mode: 'production',
    })
    expect(await text('.env.example')).toMatch(/^QQ_API_KEY=$/m)
    expect(await text('.gitignore')).toMatch(/^\.env$/m)
    expect(stdout).toContain('cp .env.example .env')
  })

  it('keeps orders in production only under a key for digests', async () => {
    await init(...real, '--ledger', 'env:LEDGER')
    expect(parse(await text('tpkit.config.yaml'))).toMatchObject({
      ledger: 'env:LEDGER',
      cashier: { digestKey: 'env:TPKIT_DIGEST_KEY' },
    })
    expect(await text('.env.example')).toMatch(/^TPKIT_DIGEST_KEY=$/m)
  })

  it('says where its files are when the configuration has a folder of its own', async () => {
    const { stdout } = await init(...real, '--file', 'conf/a.yaml')
    expect(stdout).toContain('Next: ')
    expect(stdout).toContain('cp conf/.env.example conf/.env, fill it in, load it (set -a; . conf/.env; set +a)')
    expect(stdout).toContain('then "tpkit doctor -c conf/a.yaml"')
    const files = await init(...real, '--file', 'conf/b.yaml', '--keys', 'file')
    expect(files.stdout).toMatch(/put the API key into conf\/secrets\/qq-api-key\.txt .*"tpkit doctor -c conf\/b\.yaml"/)
  })

  it('refers to files, in Chinese, without variables', async () => {
    const { code, stdout } = await init(...real, '--keys', 'file', '--lang', 'zh')
    expect(code).toBe(0)
    expect(await text('tpkit.config.yaml')).toMatch(/apiKey: file:secrets\/qq-api-key\.txt +# API 密钥/)
    expect(await readdir(folder)).not.toContain('.env.example')
    expect(stdout).toMatch(/已写入[\s\S]*下一步：/)
  })

  it('adds its variables to those of a project', async () => {
    await writeFile(join(folder, '.env.example'), 'PORT=8080\n')
    await init(...real)
    const example = await text('.env.example')
    expect(example).toMatch(/^PORT=8080\n\n# [^\n]+\nQQ_API_KEY=\n/)
    expect(example).not.toContain('Copy to .env')
  })

  const installed = async (text: string): Promise<void> => {
    await mkdir(join(folder, 'node_modules/plain-wallet'), { recursive: true })
    await writeFile(join(folder, 'package.json'), '{"dependencies":{"plain-wallet":"1"}}')
    await writeFile(
      join(folder, 'node_modules/plain-wallet/package.json'),
      '{"name":"plain-wallet","version":"1.0.0","keywords":["tpkit-provider"],"main":"index.mjs"}',
    )
    await writeFile(join(folder, 'node_modules/plain-wallet/index.mjs'), text)
  }

  it('writes nothing for a wallet that is planned', async () => {
    await installed(PLAIN_PLUGIN.replace("'ready'", "'planned'"))
    expect(await init('--yes', '--plugin', 'plain')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Plain is planned'),
    })
    expect(await readdir(folder)).not.toContain('tpkit.config.yaml')
  })

  it('leaves the keys of Alipay to its page and the editor, as those of any plugin that it does not know', async () => {
    expect(await init('--yes', '--plugin', 'alipay', '--notify-url', 'https://pay.example.com')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("plugin's own keys"),
    })
    expect(parse(await text('tpkit.config.yaml'))).toMatchObject({
      accounts: {
        'alipay-main': { plugin: '@tpkit/provider-alipay', notifyUrl: 'https://pay.example.com/notify/alipay-main' },
      },
      methods: { wallet: 'alipay-main' },
    })
  })

  it('leaves the keys of a plugin that it does not know to its page and the editor', async () => {
    await installed(PLAIN_PLUGIN)
    expect(await init('--yes', '--plugin', 'plain')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("plugin's own keys"),
    })
    expect(parse(await text('tpkit.config.yaml'))).toMatchObject({ accounts: { 'plain-main': { plugin: 'plain-wallet' } } })
    expect(await text('tpkit.config.yaml')).toMatch(/# The plugin's own keys come here/)
  })

  it('answers programs with what it wrote', async () => {
    const { code, stdout } = await init(...real, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      account: 'qq-main',
      files: expect.arrayContaining([{ name: 'tpkit.config.yaml', what: 'config', became: 'written' }]),
    })
  })

  it.each([
    ['no terminal and no flag', [], /no terminal[\s\S]*--sandbox[\s\S]*--mch-id/],
    ['a merchant number that is none', ['--yes', '--mch-id', '19x'], /--mch-id: expected/],
    ['no merchant number', ['--yes'], /--mch-id <number>/],
    ['a callback with a query string', [...real, '--notify-url', 'https://pay.example.com/?a=1'], /--notify-url: expected/],
    ['a local wallet that it has no account of', ['--sandbox', '--plugin', 'alipay'], /start "tpkit sandbox --wallet alipay"/],
    ['a wallet that is not installed', ['--yes', '--plugin', 'teapay'], /--plugin: expected one of .*qqwallet.*found "teapay"/],
    ['a port of a real wallet', [...real, '--port', '9103'], /--port, --tls-port: expected only beside --sandbox/],
    ['one port twice', ['--sandbox', '--port', '9103', '--tls-port', '9103'], /expected numbers .* that differ/],
    ['a sandbox with a real number', ['--sandbox', '--mch-id', '1900000109'], /--sandbox: expected none of/],
  ])('writes nothing for %s', async (_what, args, expected) => {
    const { code, stdout, stderr } = await init(...args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(expected)
    expect(await readdir(folder)).toEqual([])
  })
})
