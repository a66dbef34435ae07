import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { openTestShop, type TestShop } from '../shop.fixture.ts'
import { notifyOf, PLAIN_PLUGIN } from './notify.fixture.ts'

let shop: TestShop
let body: string

beforeAll(async () => {
  shop = await openTestShop()
  await shop.sell('VERIFY_1')
  body = await notifyOf(shop, 'VERIFY_1')
})

afterAll(() => shop.close())

/** A person types, and sees no colours. */
const PLAIN = { tty: false }

const verify = (typed: string, ...args: readonly string[]) => shop.run(['verify', ...args], { typed, ...PLAIN })

describe('tpkit verify', () => {
  it('says that a notify is genuine, what was signed and what it tells', async () => {
    const { code, stdout } = await verify(body)
    expect(code).toBe(0)
    expect(stdout).toMatch(/✓ Genuine[\s\S]*signed text\n {2}.*out_trade_no=VERIFY_1.*key=\[secret\][\s\S]*status +paid/)
    expect(stdout).toMatch(
      /what +a payment\n[\s\S]*amount +19\.90 CNY[\s\S]*merchant +1900000109[\s\S]*paid at +\d{4}-\d\d-\d\d \d\d:/,
    )
    expect(stdout).toMatch(/Next: a genuine message need not be yours/)
    expect(stdout).not.toContain(shop.sandbox.account.apiKey)
  })

  it.each([
    [
      'changed on the way',
      (text: string) => text.replace('1990', '1'),
      /✗ Not genuine[\s\S]*expected, its beginning +\w+…[\s\S]*1\. /,
    ],
    ['without a signature', (text: string) => text.replace(/<sign>.*?<\/sign>/s, ''), /signature that came +none/],
    ['that is none', () => 'hello', /✗ Not genuine/],
  ])('says why of one %s, and ends with 1', async (_what, spoil, expected) => {
    const { code, stdout } = await verify(spoil(body))
    expect(code).toBe(1)
    expect(stdout).toMatch(expected)
    expect(stdout).toContain('Next:')
  })

  it('shows what a forged body would do to the terminal, and lets it do nothing', async () => {
    const evil = '\u009b2J\u202e\u001b[1A\n✓ Genuine'
    const forged = body.replace(/<out_trade_no>.*?<\/out_trade_no>/, `<out_trade_no><![CDATA[X${evil}]]></out_trade_no>`)
    const plain = body.replace('VERIFY_1', 'X\u009b2J\u202e\n✓ Genuine')
    for (const text of [forged, plain]) {
      for (const more of [[], ['--lang', 'zh'], ['--json']]) {
        const { stdout, stderr } = await verify(text, ...more)
        expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect(stdout).not.toMatch(/^\s*✓ Genuine/m)
      }
    }
    expect((await verify(plain)).stdout).toContain('X\\u{9b}2J\\u{202e}\\n✓ Genuine')
  })

  it('speaks Chinese, also where a reader of XML says what is wrong', async () => {
    const { stdout } = await verify(body, '--lang', 'zh')
    expect(stdout).toMatch(/内容 +支付\n[\s\S]*状态 +已支付\n/)
    expect((await verify('hello', '--lang', 'zh')).stdout).not.toMatch(/[Ee]xpected|found/)
  })

  it("takes the inspector's copy for curl", async () => {
    const copy = `curl -sS -X 'POST' 'http://127.0.0.1:8080/notify/qq' \\\n  -H 'content-type: text/xml; charset=utf-8' \\\n  --data-raw '${body}'\n`
    const { code, stdout } = await verify(copy, '--json')
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { account: 'qq', genuine: true }])
  })

  it('compares it with an order, as bind does in a shop', async () => {
    const ours = await verify(body, '--out-trade-no', 'VERIFY_1', '--total', '19.90')
    expect(ours).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ It fits your order') })
    const foreign = await verify(body, '--out-trade-no', 'VERIFY_1', '--total', '0.01', '--lang', 'zh')
    expect(foreign).toMatchObject({ code: 1, stdout: expect.stringMatching(/✗ 与您的订单不一致：total：应为 0\.01 CNY/) })
    const half = await verify(body, '--out-trade-no', 'VERIFY_1')
    expect(half).toMatchObject({ code: 2, stderr: expect.stringContaining('--out-trade-no with --total') })
  })

  it('takes a whole request and finds the account in its path', async () => {
    const request = `POST /notify/qq HTTP/1.1\r\nHost: shop.example\r\nContent-Type: text/xml\r\n\r\n${body}`
    const { code, stdout } = await verify(request, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      account: 'qq',
      genuine: true,
      notice: { facts: [{ kind: 'payment', status: 'paid', outTradeNo: 'VERIFY_1', total: { amount: 1990, currency: 'CNY' } }] },
    })
  })

  it('reads a file, byte by byte', async () => {
    await writeFile(join(shop.folder, 'notify.xml'), body)
    expect((await shop.run(['verify', '--body', 'notify.xml'])).code).toBe(0)
    expect(await shop.run(['verify', '--body', 'none.xml'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--body:'),
    })
    expect(await verify(' \n')).toMatchObject({ code: 2, stderr: expect.stringContaining('found nothing') })
  })

  it('still says genuine or not where the provider explains nothing, and leaves out a line end that only the paste has', async () => {
    // A wallet whose signature is the body itself.
    const plugin = join(shop.folder, 'plain.mjs')
    const config = join(shop.folder, 'plain.yaml')
    await writeFile(plugin, PLAIN_PLUGIN)
    await writeFile(config, JSON.stringify({ accounts: { plain: { plugin } }, methods: {} }))
    const run = (typed: string, ...args: readonly string[]) => runCli(['verify', ...args, '-c', config], { typed, ...PLAIN })
    expect(await run('genuine\n')).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ Genuine[\s\S]*A line end/) })
    const forged = await run('forged', '--json')
    expect(forged.code).toBe(1)
    expect(JSON.parse(forged.stdout)).toMatchObject({ genuine: false, refusal: { code: 'UNVERIFIED' } })
    expect((await run('forged')).stdout).toContain('explains no more than that')
  })
})
