import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@tpkit/sandbox'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { running } from '../running.fixture.ts'
import { SANDBOX_WALLETS, USUAL_PLACE } from '../sandbox/wallets.ts'
import { usualPort } from './ports.ts'

const shop = fileURLToPath(new URL('../../../../examples/shop/src/gateway-main.ts', import.meta.url))
const APP = `"${process.execPath}" "${shop}"`

/** What `--json` answers. */
interface Ready {
  readonly gateway: string
  readonly docs: string
  readonly apiKey: string
  readonly config: string
  readonly wallets: readonly { readonly wallet: string; readonly phoneUrl: string }[]
  readonly app: string
}

async function started(...args: readonly string[]) {
  const dev = running(['dev', '--port', '0', '--json', ...args])
  await expect.poll(() => dev.lines()[0] ?? dev.errors(), { timeout: 25_000 }).toMatchObject({ gateway: expect.any(String) })
  return { ...dev, ready: dev.lines()[0] as unknown as Ready } // the documented form
}

const post = (url: string, body: object, headers: object = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

describe('tpkit dev', () => {
  it('runs gateway, wallets and an app that answer; a payment goes its whole way, and nothing stays behind', {
    timeout: 60_000,
  }, async () => {
    const { ready, child, ended, errors } = await started('--app', APP)
    const { gateway, app, apiKey, wallets, config, docs } = ready
    expect([gateway, app, ...wallets.map(({ phoneUrl }) => new URL(phoneUrl).origin)]).toEqual(
      [gateway, app, ...wallets].map(() => expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)),
    )
    expect(wallets.map(({ wallet }) => wallet)).toEqual([...SANDBOX_WALLETS])
    for (const url of [docs, app, ...wallets.map(({ phoneUrl }) => phoneUrl)]) expect((await fetch(url)).status).toBe(200)

    const authorization = `Bearer ${apiKey}`
    const { orderNo, qr } = (await (await post(`${app}/orders`, {})).json()) as { orderNo: string; qr: string }
    const [first] = wallets
    const control = `${new URL(first?.phoneUrl ?? '').origin}/_sandbox/act`
    expect((await post(control, { prompt: qr, action: 'pay' })).status).toBe(200)
    const orders = async () => (await fetch(`${app}/orders`)).json()
    await expect.poll(orders, { timeout: 15_000 }).toMatchObject([{ orderNo, status: 'paid' }])
    expect(errors()).toContain(`shop: payment.succeeded ${orderNo}`)
    expect((await post(`${app}/orders/${orderNo}/refund`, {})).status).toBe(202)
    const list = await (await fetch(`${gateway}/v1/payments`, { headers: { authorization } })).json()
    expect(list).toMatchObject({ items: [{ orderNo, status: 'paid', refunding: { amount: 1990 } }] })

    // At each of the wallets, by a method of its name.
    for (const method of SANDBOX_WALLETS) {
      const order = { orderNo: `T-${method}`, method, scene: 'native', subject: 'Tea', total: { amount: 1, currency: 'CNY' } }
      const other = await (await post(`${gateway}/v1/payments`, order, { authorization })).json()
      expect(other).toMatchObject({ account: USUAL_PLACE[method].account, prompt: { kind: 'qr' } })
    }

    expect(existsSync(config)).toBe(true)
    child.kill('SIGTERM')
    expect(await ended()).toBe(0)
    expect(existsSync(dirname(config))).toBe(false)
    await expect(fetch(app)).rejects.toThrow()
  })

  it('says so where the app ends by itself, and ends too, without waiting for its page any longer', {
    timeout: 18_000,
  }, async () => {
    const dev = running(['dev', '--port', '0', '--app', 'exit 3'])
    expect(await dev.ended()).toBe(2)
    expect(dev.errors()).toContain('--app: expected an app that goes on, found that it ended with 3; correct the command')
  })

  it('says so where the port is taken', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { port } = new URL(sandbox.url)
    const { code, stderr } = await runCli(['dev', '--port', port])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--port: expected a free port, found ${port} taken`)])
  })

  it('goes elsewhere where a usual port is taken', async () => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const taken = Number(new URL(sandbox.url).port)
    const port = await usualPort(taken)
    expect([port > 0, port === taken]).toEqual([true, false])
    expect(await usualPort(port)).toBe(port)
  })

  it('speaks Chinese, and says what to type', { timeout: 40_000 }, async () => {
    const dev = running(['dev', '--port', '0', '--lang', 'zh'])
    await expect.poll(dev.printed, { timeout: 25_000 }).toMatch(/下一步：[\s\S]*付款人手机|下一步：/)
    expect(dev.printed()).toMatch(/全部就绪[\s\S]*QQ钱包付款人手机 +http:\/\/127[\s\S]*微信支付付款人手机[\s\S]*下一步：/)
    // Ready to be pasted: nothing stands behind them.
    expect(dev.printed()).toMatch(/^ {2}export TPKIT_API_KEY=tpk_test_\w+\n {2}export TPKIT_CONFIG=\S+\/tpkit\.config\.yaml\n/m)
  })
})
