import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../desk.fixture.ts'
import { running } from '../running.fixture.ts'

const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
const KEY = 'a0b1c2d3e4f5061728394a5b6c7d8e9f' // of this test, and nobody's
const account = { plugin, mchId: '1900000109', apiKey: 'env:TEST_QQ_KEY', notifyUrl: 'https://pay.example.com/notify/qq' }
const env = { TEST_QQ_KEY: KEY, TEST_DIGEST_KEY: `digest ${KEY}`, TEST_SEAL_KEY: `seal ${KEY}` }
const GOOD = {
  accounts: { qq: account },
  methods: { wallet: 'qq' },
  ledger: 'sqlite:./tpkit.db',
  cashier: { digestKey: 'env:TEST_DIGEST_KEY' },
  gateway: { listen: '127.0.0.1:0', publicUrl: 'https://pay.example.com', sealKeys: ['env:TEST_SEAL_KEY'] },
}

async function given(config: object = GOOD) {
  const cwd = await mkdtemp(join(tmpdir(), 'tpkit-serve-'))
  onTestFinished(() => rm(cwd, { recursive: true, force: true }))
  const write = (next: object) => writeFile(join(cwd, 'tpkit.config.yaml'), JSON.stringify(next))
  await write(config)
  return { cwd, write }
}

async function serving(config: object = GOOD, ...args: readonly string[]) {
  const { cwd, write } = await given(config)
  const gateway = running(['serve', '--json', ...args], { cwd, env })
  await expect
    .poll(() => gateway.lines()[0] ?? gateway.errors(), { timeout: 20_000 })
    .toMatchObject({ listening: expect.any(String) })
  return { ...gateway, write, address: String(gateway.lines()[0]?.listening) }
}

describe('tpkit serve', () => {
  it('runs the gateway in production, says where, and drains it on SIGTERM', async () => {
    const { address, child, lines, ended, errors } = await serving()
    expect(lines()).toEqual([{ listening: address, publicUrl: 'https://pay.example.com', accounts: ['qq'], methods: ['wallet'] }])
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${address}/v1/payments`)).status).toBe(401)
    child.kill('SIGTERM')
    expect(await ended()).toBe(0)
    expect(errors()).toMatch(/"event":"drain","state":"ended","underWay":0/)
    await expect(fetch(address)).rejects.toThrow()
  })

  it('follows SIGHUP with the same server; what is refused leaves it as it stood', async () => {
    const { address, child, lines, write, errors } = await serving(GOOD, '--log-level', 'warn')
    await write({ ...GOOD, methods: { wallet: 'qq', checkout: 'qq' } })
    child.kill('SIGHUP')
    await expect
      .poll(() => lines()[1], { timeout: 10_000 })
      .toMatchObject({ reload: 'reloaded', methods: { added: ['checkout'] } })
    await write({ ...GOOD, accounts: {} })
    child.kill('SIGHUP')
    await expect
      .poll(() => lines()[2], { timeout: 10_000 })
      .toMatchObject({ reload: 'refused', message: expect.stringContaining('accounts: expected at least one account') })
    expect((await fetch(`${address}/readyz`)).status).toBe(200)
    expect(child.exitCode).toBeNull()
    // Of the two only the second is worth a warning.
    expect(errors()).toContain('"event":"config.refused"')
    expect(errors()).not.toMatch(/"event":"(?:config\.reloaded|request)"/)
  })

  it('takes no level of logs that there is not', async () => {
    const { code, stderr } = await runCli(['serve', '--log-level', 'loud'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('Allowed choices are debug, info, warn, error')])
  })

  it('ends at once at a second signal, whatever is under way; one that npm repeats is no second one', async () => {
    const { address, child, ended } = await serving()
    // Half a request: a drain waits for the rest.
    const socket = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => undefined)
    socket.write('POST /v1/payments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
    await pause(200)
    child.kill('SIGTERM')
    child.kill('SIGTERM')
    await pause(800)
    expect(child.exitCode).toBeNull()
    child.kill('SIGTERM')
    expect(await ended()).toBe(1)
    socket.destroy()
  })
})

describe('tpkit serve refuses to start, with one clear paragraph', () => {
  const { gateway } = GOOD
  it.each<[string, object, RegExp]>([
    [
      'with a sandbox',
      {
        accounts: {
          qq: {
            ...account,
            endpoints: { 'https://qpay.qq.com': 'http://127.0.0.1:9101', 'https://api.qpay.qq.com': 'https://127.0.0.1:9102' },
          },
        },
      },
      /accounts\.qq\.endpoints: expected none in production, which NODE_ENV or "tpkit serve" demands/,
    ],
    [
      'with a placeholder as key',
      { accounts: { qq: { ...account, apiKey: 'changeme' } } },
      /apiKey: expected a key, found a placeholder/,
    ],
    [
      'with a placeholder to seal under',
      { gateway: { ...gateway, sealKeys: 'changeme' } },
      /sealKeys: expected a key, found a placeholder/,
    ],
    [
      'with a callback over http',
      { accounts: { qq: { ...account, notifyUrl: 'http://pay.example.com/notify/qq' } } },
      /notifyUrl: expected an https address/,
    ],
    [
      'with webhooks over http',
      { webhooks: [{ name: 'shop', url: 'http://a.example', secrets: [`whsec_${btoa(KEY)}`] }] },
      /webhooks\.0\.url: expected an https address/,
    ],
    [
      'with a key file that everybody may read',
      { accounts: { qq: { ...account, apiKey: 'file:key.txt' } } },
      /apiKey: file:key\.txt: expected a file that its owner alone may read/,
    ],
    [
      'reached by http',
      { gateway: { ...gateway, publicUrl: 'http://pay.example.com' } },
      /gateway\.publicUrl: expected an https address/,
    ],
    [
      'without an address for others',
      { gateway: { ...gateway, publicUrl: undefined } },
      /gateway\.publicUrl: expected the address that wallets and apps reach the gateway by/,
    ],
    [
      'without seal keys',
      { gateway: { ...gateway, sealKeys: undefined } },
      /gateway: expected keys for what is sealed in the ledger/,
    ],
    ['without a section of its own', { gateway: undefined }, /gateway\.sealKeys: expected keys for what is sealed/],
    ['without a key for digests', { cashier: {} }, /digestKey: expected a key for digests of payer ids/],
    ['without a ledger', { ledger: undefined }, /ledger: expected an address in the configuration/],
    [
      'at an address that is not ours',
      { gateway: { ...gateway, listen: '192.0.2.1:8080' } },
      /gateway\.listen: expected 192\.0\.2\.1:8080 to be free and ours/,
    ],
  ])('%s', async (_what, more, told) => {
    const { cwd } = await given({ ...GOOD, ...more })
    await writeFile(join(cwd, 'key.txt'), KEY)
    await chmod(join(cwd, 'key.txt'), 0o644)
    const { code, stdout, stderr } = await runCli(['serve'], { cwd, env })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(told)
    const zh = await runCli(['serve', '--lang', 'zh'], { cwd, env })
    expect(zh.stderr).toMatch(/^tpkit: 配置或环境有误/)
    expect(zh.stderr).not.toMatch(/: expected |found none/)
  })
})
