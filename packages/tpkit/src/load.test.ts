import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CLOCK } from '@tpkit/core/container'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { ContainerModule } from 'inversify'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { cny, loadTpkit } from './index.ts'

let folder: string
let sandbox: Sandbox

beforeAll(async () => {
  // Inside the package, so that plugin packages are found by their names as in a merchant's project.
  await mkdir(join(import.meta.dirname, '../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../.tmp/load-'))
  sandbox = await startSandbox({ dir: folder })
})

afterEach(() => {
  vi.unstubAllEnvs()
})

afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

/** JSON is YAML. */
async function config(change: object = {}): Promise<string> {
  const account = { ...sandbox.account, notifyUrl: 'http://127.0.0.1:9/notify/qq', ...change }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, JSON.stringify({ accounts: { qq: account }, methods: { wallet: 'qq' } }))
  return path
}

const order = { scene: 'native', subject: 'tea', total: cny.fen(1990) } as const

describe('loadTpkit', () => {
  it('finds the plugin by its name from the configuration, and pays over the real wire protocol', async () => {
    const tpkit = await loadTpkit(await config())
    const reply = await tpkit.method('wallet').pay({ ...order, outTradeNo: 'LOAD_1' })
    expect(reply).toMatchObject({ kind: 'done', account: 'qq', value: { prompt: { kind: 'qr' } } })
    const startedAt = Date.now()
    await expect(tpkit.account(reply.account).query({ outTradeNo: 'LOAD_1', total: order.total })).resolves.toMatchObject({
      status: 'pending',
    })
    await expect(
      tpkit.account('qq').query({ outTradeNo: 'LOAD_2', total: order.total, startedAt, sentAt: startedAt }),
    ).resolves.toEqual({
      kind: 'absent',
      mayAppearUntil: startedAt + 300_000,
    })
    await tpkit.close()
  })

  it('describes what it loaded: whose account it is, and how long its certificate lives', async () => {
    const tpkit = await loadTpkit(await config())
    const { accounts, methods } = tpkit.describe()
    expect(accounts).toMatchObject([
      {
        name: 'qq',
        plugin: '@tpkit/provider-qqwallet',
        payee: { mchId: sandbox.account.mchId },
        endpoints: sandbox.account.endpoints,
        certificate: { subject: expect.stringContaining('CN='), notAfter: expect.toSatisfy((end: number) => end > Date.now()) },
      },
    ])
    expect(methods.map(({ name }) => name)).toEqual(['wallet'])
    expect(Object.values(accounts[0] ?? {})).not.toContain(sandbox.account.apiKey)
    await tpkit.close()
  })

  it('reads secrets from the environment and from files', async () => {
    vi.stubEnv('TPKIT_TEST_KEY', sandbox.account.apiKey)
    const tpkit = await loadTpkit(await config({ apiKey: 'env:TPKIT_TEST_KEY' }))
    await expect(tpkit.method('wallet').pay({ ...order, outTradeNo: 'LOAD_3' })).resolves.toMatchObject({ kind: 'done' })
    await tpkit.close()
  })

  it('is refused by the wallet under a wrong key: decided before execution, nothing booked, the key not shown', async () => {
    const wrong = 'wrong-key-0123456789abcdef012345'
    const tpkit = await loadTpkit(await config({ apiKey: wrong }))
    const reply = await tpkit.method('wallet').pay({ ...order, outTradeNo: 'LOAD_4' })
    expect(reply).toMatchObject({ kind: 'refused', failure: { code: 'UNAUTHORIZED', retry: 'after-fix' } })
    expect(JSON.stringify(reply)).not.toContain(wrong)
    const books = await (await fetch(`${sandbox.controlUrl}/books`)).text()
    expect(books).not.toContain('LOAD_4')
    await tpkit.close()
  })

  it("lets a merchant's module rebind a port", async () => {
    const late = new ContainerModule(({ rebind }) => {
      rebind(CLOCK).toConstantValue({ nowMs: () => Date.UTC(2100, 0, 1) })
    })
    const tpkit = await loadTpkit(await config(), { modules: [late] })
    const expired = tpkit.method('wallet').pay({ ...order, outTradeNo: 'LOAD_5', expiresAt: Date.now() + 3_600_000 })
    await expect(expired).rejects.toThrow(/expiresAt/)
    await tpkit.close()
  })

  it('refuses sandbox endpoints under NODE_ENV=production', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    await expect(loadTpkit(await config())).rejects.toThrow(
      /accounts\.qq\.endpoints: expected none in production, which NODE_ENV or "tpkit serve" demands: .*start in development$/m,
    )
  })

  it.each([
    [
      'an unknown plugin',
      { plugin: '@tpkit/provider-none' },
      /expected an installed package, found none named "@tpkit\/provider-none"; .*npm install it/,
    ],
    ['a package that is no plugin', { plugin: '@tpkit/core' }, /expected a tpkit plugin/],
    ['an empty key', { apiKey: '' }, /accounts\.qq\.apiKey: expected a key, found an empty value/],
    ['a placeholder key', { apiKey: 'your-api-key' }, /accounts\.qq\.apiKey: expected a key, found a placeholder/],
    ['a missing key', { apiKey: 'env:TPKIT_NOT_SET' }, /env:TPKIT_NOT_SET: expected the environment variable/],
    ['a misspelt key', { apikey: 'x' }, /accounts\.qq\.apikey: expected no such key/],
    [
      'a merchant number without quotes',
      { mchId: 1900000109 },
      /accounts\.qq\.mchId: expected text, found a number; write it in quotes/,
    ],
    [
      'a certificate that is not there',
      { certificate: { cert: 'file:none.pem', key: 'file:none.pem' } },
      /file:none\.pem: expected a readable file/,
    ],
    [
      'a key that is no key',
      { certificate: { cert: 'file:apiclient_cert.pem', key: 'file:ca.pem' } },
      /certificate\.key: expected a PEM private key/,
    ],
  ])('says what is wrong with %s', async (_what, change, expected) => {
    await expect(loadTpkit(await config(change))).rejects.toThrow(expected)
  })

  it('says so when there is no file', async () => {
    await expect(loadTpkit(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml: expected a readable file/)
  })
})
