import { generateKeyPairSync } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliRun, runCli } from '../../desk.fixture.ts'
import { openTestShop, type TestShop } from '../../shop.fixture.ts'

const FIXTURES = join(import.meta.dirname, '../../../../../test-fixtures')
const KEY = 'canary-key-0123456789abcdef01234'

let folder: string

beforeAll(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  const inside = join(import.meta.dirname, '../../../.tmp')
  await mkdir(inside, { recursive: true })
  folder = await mkdtemp(join(inside, 'zh-'))
  await copyFile(join(FIXTURES, 'config/ten-mistakes.yaml'), join(folder, 'tpkit.config.yaml'))
  await copyFile(join(FIXTURES, 'keys/transport/expired-client.pem'), join(folder, 'expired.pem'))
  await writeFile(join(folder, 'expired.key'), await readFile(join(FIXTURES, 'keys/transport/expired-client.key')), OWNER)
  const [merchant, wallet] = [rsa(), rsa()]
  await writeFile(join(folder, 'wx.key'), merchant.privateKey, OWNER)
  await writeFile(join(folder, 'wx-public.pem'), wallet.publicKey)
})

const OWNER = { mode: 0o600 }

afterAll(() => rm(folder, { recursive: true }))

function rsa(): { readonly publicKey: string; readonly privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

function withMistakes(...args: readonly string[]): Promise<CliRun> {
  return runCli(args, { cwd: folder, env: { TEN_MISTAKES_KEY: KEY } })
}

const LEFT_OVER = /\b(?:expected|found|write|remove|did you mean|which|set it)\b/

describe('a configuration with ten mistakes, in Chinese', () => {
  it('is ten findings of the doctor, none of them half in English', async () => {
    const { code, stdout } = await withMistakes('doctor', '--lang', 'zh')
    const findings = stdout.replaceAll(/\n +(?![→✗])(?=[^\n]*[\u4e00-\u9fff])/g, '').match(/✗ .*/g) ?? []
    expect(code).toBe(2)
    expect(findings).toHaveLength(10)
    expect(findings.filter((line) => !/[\u4e00-\u9fff]/.test(line.replace('✗ 配置', '')))).toEqual([])
    expect(stdout).not.toMatch(LEFT_OVER)
  })

  it('keeps places, paths and the lines around them, which hold no secret', async () => {
    const { code, stderr } = await withMistakes('query', 'T1', '--total', '1.00', '--lang', 'zh')
    expect(code).toBe(2)
    expect(stderr).toContain('tpkit.config.yaml:5:12 accounts.qq-main.mchId: 应为文本，实为数字；请加引号\n')
    expect(stderr).toContain('tpkit.config.yaml:6:5 accounts.qq-main.apiKy: 没有这个键；是否想写 “apiKey”？\n')
    expect(stderr).toContain(`
    > 12 |     operatorPassword: …
         |                       ^`)
    expect(stderr).toMatch(/tpkit\.config\.yaml：10 个问题\n/)
    expect(stderr).not.toMatch(LEFT_OVER)
    expect(stderr).not.toContain(KEY)
  })

  it('stays English for programs', async () => {
    const { stdout } = await withMistakes('query', 'T1', '--total', '1.00', '--lang', 'zh', '--json')
    expect(JSON.parse(stdout).error.problems).toContainEqual(
      expect.objectContaining({ reason: 'expected text, found a number; write it in quotes' }),
    )
    const doctor = await withMistakes('doctor', '--lang', 'zh', '--json')
    expect(doctor.stdout).toContain('expected text, found a number; write it in quotes')
  })
})

describe('what a wallet and the way to it say, in Chinese', () => {
  let shop: TestShop

  beforeAll(async () => {
    shop = await openTestShop()
  })

  afterAll(() => shop.close())

  it('a harmless question that is answered', async () => {
    expect((await shop.run(['doctor', '--live', '--lang', 'zh'])).stdout).toMatch(/✓ 探测 +QQ钱包接受了我方签名/)
  })

  it('a refund of an order that the wallet does not know', async () => {
    const { stdout } = await shop.run(['refund', 'NONE', '--total', '1.00', '--yes', '--lang', 'zh'])
    expect(stdout).toContain('QQ钱包对 refund 应答 ORDERNOTEXIST：钱包查无此单')
  })

  it('an old order that is asked for by our number alone', async () => {
    const { stderr } = await shop.run(['query', 'OLD', '--total', '1.00', '--lang', 'zh'])
    expect(stderr).toContain('query：应为确知不满 29 天的订单，或给出其交易号；得到 ORDERNOTEXIST：')
  })

  it('a statement that is not due, and a day that is none', async () => {
    const { stderr } = await shop.run(['statement', '--day', '2026-02-31', '--lang', 'zh'])
    expect(stderr).toContain('day：应为日历上的日期，例如 “2026-01-31”，实为 "2026-02-31"')
  })

  it('a wallet that cannot be reached', async () => {
    const config = JSON.parse(await readFile(shop.config, 'utf8'))
    const endpoints = { ...config.accounts.qq.endpoints, 'https://qpay.qq.com': 'http://127.0.0.1:1' }
    const path = join(shop.folder, 'lost.yaml')
    await writeFile(path, JSON.stringify({ ...config, accounts: { qq: { ...config.accounts.qq, endpoints } } }))
    const { code, stdout } = await runCli(['pay', '--total', '1.00', '--lang', 'zh', '-c', path], { cwd: shop.folder })
    expect(code).toBe(4)
    expect(stdout).toContain(
      '（发往 http://127.0.0.1:1）：连接被拒绝；请检查地址是否正确、服务是否启动（ECONNREFUSED）；请求没有发出',
    )
  })
})
