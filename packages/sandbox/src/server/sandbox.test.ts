import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { MERCHANT, signedXml } from '../qqwallet/asking.fixture.ts'
import { readXml } from '../qqwallet/xml.ts'
import { openAuthority } from './certificates.ts'
import { call, merchantServer, sandboxFor } from './http.fixture.ts'
import { sandboxIn } from './lock.ts'
import type { Sandbox } from './sandbox.ts'
import { startSandbox } from './sandbox.ts'

const UNIFIED = '/cgi-bin/pay/qpay_unified_order.cgi'
const REFUND = '/cgi-bin/pay/qpay_refund.cgi'

const fileOf = (reference: string): string => reference.replace(/^file:/, '')
const read = (reference: string): Promise<string> => readFile(fileOf(reference), 'utf8')

async function temporaryFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'tpkit-test-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

async function pay(sandbox: Sandbox, notifyUrl: string): Promise<void> {
  const order = await call(sandbox.url + UNIFIED, { method: 'POST', body: signedXml('order', { notify_url: notifyUrl }) })
  const prompt = readXml(order.text)?.get('code_url')
  const headers = { 'content-type': 'application/json' }
  const acted = await call(`${sandbox.controlUrl}/act`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ prompt, action: 'pay' }),
  })
  expect(acted.status).toBe(200)
}

describe('the plain door', () => {
  test('speaks the protocol, whatever the content type says', async () => {
    const { url } = await sandboxFor({ qqwallet: MERCHANT })
    const body = signedXml('order', {})
    for (const type of ['text/xml; charset=utf-8', 'application/x-www-form-urlencoded']) {
      const { status, text } = await call(url + UNIFIED, { method: 'POST', headers: { 'content-type': type }, body })
      expect(status).toBe(200)
      expect(readXml(text)?.get('result_code')).toBe('SUCCESS')
    }
  })

  test('does not know what belongs behind the other one', async () => {
    const { url } = await sandboxFor({ qqwallet: MERCHANT })
    expect(await call(url + REFUND, { method: 'POST', body: signedXml('refund', {}) })).toMatchObject({ status: 404 })
  })

  test.each([
    ['announced', { 'content-length': '70000' }],
    ['not announced', { 'transfer-encoding': 'chunked' }],
  ])('refuses more than 64 kB, %s', async (_, headers) => {
    const { url } = await sandboxFor()
    expect(await call(url + UNIFIED, { method: 'POST', headers, body: 'x'.repeat(70_000) })).toMatchObject({ status: 413 })
  })
})

describe('the door with mutual TLS', () => {
  test('refuses whoever shows no certificate', async () => {
    const { tlsUrl, account } = await sandboxFor()
    const tls = { ca: await read(account.ca) }
    await expect(call(tlsUrl + REFUND, { method: 'POST', tls })).rejects.toThrow(/certificate required/i)
  })

  test('refuses the certificate of another authority', async () => {
    const { tlsUrl, account } = await sandboxFor()
    const merchant = await (await openAuthority('127.0.0.1')).issueMerchant(account.mchId)
    const tls = { ca: await read(account.ca), ...merchant }
    await expect(call(tlsUrl + REFUND, { method: 'POST', tls })).rejects.toThrow()
  })

  test.each(['127.0.0.1', 'localhost'])('lets the written files in, under the name %s', async (name) => {
    const { tlsUrl, account } = await sandboxFor({ qqwallet: MERCHANT })
    const tls = {
      ca: await read(account.ca),
      cert: await read(account.certificate.cert),
      key: await read(account.certificate.key),
    }
    const body = signedXml('refund', { out_trade_no: 'T-1' })
    const { status, text } = await call(tlsUrl.replace('127.0.0.1', name) + REFUND, { method: 'POST', tls, body })
    expect(status).toBe(200)
    expect(readXml(text)?.get('err_code')).toBe('ORDERNOTEXIST')
  })

  test('has neither phone nor control API', async () => {
    const { tlsUrl, account } = await sandboxFor()
    const tls = {
      ca: await read(account.ca),
      cert: await read(account.certificate.cert),
      key: await read(account.certificate.key),
    }
    expect(await call(`${tlsUrl}/phone`, { tls })).toMatchObject({ status: 404 })
    expect(await call(`${tlsUrl}/_sandbox/books`, { tls })).toMatchObject({ status: 404 })
  })
})

describe('the account', () => {
  test('can be pasted: it names the doors, the files and the secrets', async () => {
    const { account, url, tlsUrl } = await sandboxFor({ qqwallet: MERCHANT })
    expect(account).toEqual({
      plugin: '@tpkit/provider-qqwallet',
      mchId: MERCHANT.mchId,
      apiKey: MERCHANT.apiKey,
      operatorId: MERCHANT.mchId,
      operatorPassword: MERCHANT.opUserPassword,
      certificate: {
        cert: expect.stringMatching(/^file:\/.*apiclient_cert\.pem$/),
        key: expect.stringMatching(/^file:\/.*apiclient_key\.pem$/),
      },
      ca: expect.stringMatching(/^file:\/.*ca\.pem$/),
      endpoints: { 'https://qpay.qq.com': url, 'https://api.qpay.qq.com': tlsUrl },
    })
  })

  test('without a merchant, its secrets are drawn anew each time', async () => {
    const [first, second] = [await sandboxFor(), await sandboxFor()]
    expect(first.account.apiKey).toMatch(/^[0-9a-f]{32}$/)
    expect(first.account.apiKey).not.toBe(second.account.apiKey)
    expect(first.account.operatorPassword).not.toBe(second.account.operatorPassword)
  })

  test('keeps a folder that it made out of repositories, and leaves one alone that was there', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'tpkit-sandbox-test-'))
    await sandboxFor({ dir: join(parent, 'made') })
    expect(await readFile(join(parent, 'made', '.gitignore'), 'utf8')).toBe('*\n')
    await sandboxFor({ dir: parent })
    expect(await readdir(parent)).not.toContain('.gitignore')
    await rm(parent, { recursive: true })
  })

  test("the private key is the owner's alone, even where a readable file was before", async () => {
    const dir = await temporaryFolder()
    await (await startSandbox({ dir })).close()
    await chmod(join(dir, 'apiclient_key.pem'), 0o644)
    const { account } = await sandboxFor({ dir })
    const { mode } = await stat(fileOf(account.certificate.key))
    expect(mode & 0o777).toBe(0o600)
    expect(await read(account.certificate.key)).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  })
})

describe('notifies', () => {
  test('are repeated until the merchant acknowledges, on the clock of the sandbox', async () => {
    const bodies: string[] = []
    const merchant = await merchantServer((request, response) => {
      text(request).then((body) => {
        bodies.push(body)
        response.writeHead(bodies.length < 3 ? 500 : 200).end('<xml><return_code>SUCCESS</return_code></xml>')
      })
    })
    let now = Date.UTC(2026, 0, 5, 4)
    const clock = (): number => (now += 5000) // time goes on with every look at it, so that nobody waits
    const sandbox = await sandboxFor({ qqwallet: MERCHANT, clock, notifyPausesMs: [15_000, 15_000, 15_000] })
    await pay(sandbox, `${merchant}/notify`)
    await vi.waitFor(async () => {
      const { text } = await call(`${sandbox.controlUrl}/deliveries`)
      const tries = [{ attempt: 1, answer: { status: 500 } }, { attempt: 2 }, { attempt: 3, answer: { status: 200 } }]
      expect(JSON.parse(text)).toMatchObject(tries)
    }, 5000)
    expect(bodies).toHaveLength(3)
    expect(new Set(bodies).size).toBe(1)
  })

  test('stay on this machine', async () => {
    const sandbox = await sandboxFor({ qqwallet: MERCHANT })
    await pay(sandbox, 'http://192.0.2.1/notify')
    await vi.waitFor(async () => {
      const { text } = await call(`${sandbox.controlUrl}/deliveries`)
      expect(JSON.parse(text)).toMatchObject([{ answer: { failed: expect.stringContaining('192.0.2.1 is not this machine') } }])
    })
  })
})

describe('starting', () => {
  test('is refused in production', async () => {
    await expect(startSandbox({ mode: 'production' })).rejects.toThrow(/refuses to start in production/)
    vi.stubEnv('NODE_ENV', 'production')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    await expect(startSandbox({ mode: 'development' })).rejects.toThrow(/refuses to start in production/)
  })

  test('is refused with a merchant that the library would refuse', async () => {
    const started = startSandbox({ qqwallet: { ...MERCHANT, apiKey: 'test-key-short' } })
    await expect(started).rejects.toThrow(/apiKey: expected exactly 32 characters/)
  })

  test.each(['port', 'tlsPort'] as const)('on a taken %s fails with a sentence and leaves nothing', async (which) => {
    const { url } = await sandboxFor()
    const dir = await temporaryFolder()
    const taken = Number(new URL(url).port)
    const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap')
    const before = listening()
    await expect(startSandbox({ dir, [which]: taken })).rejects.toThrow(`cannot listen on 127.0.0.1:${taken}`)
    await vi.waitFor(() => expect(listening()).toEqual(before)) // a handle goes a turn after its close
    expect(await readdir(dir)).toEqual([]) // they may be the files of the one that runs there
  })
})

describe('a folder', () => {
  /** A real merchant's, for all that a sandbox can know. */
  const realFiles = async (): Promise<Readonly<Record<string, string>>> => {
    const { ca, issueMerchant } = await openAuthority('127.0.0.1', 'Some bank CA')
    const { cert, key } = await issueMerchant('1900000109')
    return { 'ca.pem': ca, 'apiclient_cert.pem': cert, 'apiclient_key.pem': key }
  }

  async function filled(files: Readonly<Record<string, string>>): Promise<string> {
    const dir = await temporaryFolder()
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text)
    return dir
  }

  test.each([['ca.pem'], ['apiclient_cert.pem'], ['apiclient_key.pem'], ['ca.pem', 'apiclient_cert.pem', 'apiclient_key.pem']])(
    "with a real merchant's files is left as it was: %s %s %s",
    async (...names) => {
      const real = await realFiles()
      const files = Object.fromEntries(names.map((name) => [name, real[name] ?? '']))
      const dir = await filled(files)
      const { mtimeMs } = await stat(dir)
      const refused = expect(startSandbox({ dir })).rejects
      await refused.toThrow(`${join(dir, names.at(-1) ?? '')} was not written by a sandbox`)
      await refused.toThrow('choose another folder')
      expect((await readdir(dir)).sort()).toEqual(names.toSorted())
      expect((await stat(dir)).mtimeMs).toBe(mtimeMs) // not even a lock, for a moment
      for (const name of names) expect(await readFile(join(dir, name), 'utf8')).toBe(files[name])
    },
  )

  test('is refused where one real file stands among ours, or one that is none', async () => {
    const real = await realFiles()
    for (const [name, text] of [...Object.entries(real), ['apiclient_key.pem', ''], ['ca.pem', 'no certificate']] as const) {
      const dir = await temporaryFolder()
      await (await startSandbox({ dir })).close()
      await writeFile(join(dir, name), text)
      await expect(startSandbox({ dir })).rejects.toThrow(/was not written by a sandbox/)
      expect(await readFile(join(dir, name), 'utf8')).toBe(text)
    }
  })

  test('is refused where a name is a link that leads nowhere today: tomorrow its key may be mounted', async () => {
    const dir = await filled({})
    const path = join(dir, 'apiclient_key.pem')
    await symlink(join(dir, 'not-mounted.pem'), path)
    await expect(startSandbox({ dir })).rejects.toThrow(/was not written by a sandbox/)
    await expect(readlink(path)).resolves.toBe(join(dir, 'not-mounted.pem'))
  })

  test('of one more merchant is held to the same', async () => {
    const dir = await temporaryFolder()
    const sandbox = await sandboxFor({ dir })
    const path = join(dir, 'merchants', '1800000001', 'apiclient_key.pem')
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, 'mine')
    const headers = { 'content-type': 'application/json' }
    const wish = { method: 'POST', headers, body: '{"mchId":"1800000001"}' }
    expect(await call(`${sandbox.controlUrl}/merchants`, wish)).toMatchObject({
      status: 409,
      text: expect.stringContaining('was not written by a sandbox'),
    })
    expect(await readFile(path, 'utf8')).toBe('mine')
  })

  test('of an earlier sandbox is used again', async () => {
    const dir = await temporaryFolder()
    for (const _ of ['once', 'twice']) {
      const sandbox = await startSandbox({ dir })
      await sandbox.enrol({ mchId: '1800000001' })
      await sandbox.close()
    }
    expect(await readdir(dir)).not.toContain('sandbox.lock')
  })

  test('belongs to one sandbox until that one ends', async () => {
    const dir = await temporaryFolder()
    const first = await startSandbox({ dir })
    const files = () => Promise.all([first.account.ca, first.account.certificate.key].map(read))
    const before = await files()
    await expect(startSandbox({ dir })).rejects.toThrow(
      `another sandbox (process ${process.pid} at ${first.url}) has this folder; end it, choose another folder, or delete`,
    )
    expect(await files()).toEqual(before)
    await first.close()
    await (await startSandbox({ dir })).close()
  })

  test('of several that start at once, one gets it', async () => {
    const dir = await temporaryFolder()
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => sandboxFor({ dir })))
    expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  })

  test.each([
    ['of another process that runs', () => process.ppid, false],
    ['that is being written', () => '', false],
    ['of a process that ended', () => spawnSync(process.execPath, ['--version']).pid, true],
    ['of an earlier process with our number', () => process.pid, true],
  ])('with a lock %s is taken over: %s', async (_, holder, isStale) => {
    const dir = await filled({ 'sandbox.lock': `${holder()}` })
    const started = sandboxFor({ dir })
    if (!isStale) await expect(started).rejects.toThrow(/another sandbox.* has this folder/)
    else expect(existsSync(fileOf((await started).account.ca))).toBe(true)
    const lock = await readFile(join(dir, 'sandbox.lock'), 'utf8')
    expect(lock.split('\n', 1)).toEqual([String(isStale ? process.pid : holder())])
  })

  test('says who has it and where that one listens, as long as it runs', async () => {
    const dir = await temporaryFolder()
    expect(await sandboxIn(dir)).toBeUndefined()
    const { url, tlsUrl, close } = await startSandbox({ dir })
    expect(await sandboxIn(dir)).toEqual({ pid: process.pid, url, tlsUrl })
    await close()
    expect(await sandboxIn(dir)).toBeUndefined()
  })

  test('is alone kept out of repositories and closed, not the ones on the way to it', async () => {
    const root = await temporaryFolder()
    const dir = join(root, 'a/b/sandbox')
    await sandboxFor({ dir })
    expect(await readdir(join(root, 'a'))).toEqual(['b'])
    expect(await readdir(join(root, 'a/b'))).toEqual(['sandbox'])
    expect(await readFile(join(dir, '.gitignore'), 'utf8')).toBe('*\n')
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
  })
})

describe('closing', () => {
  test('leaves nothing listening and no temporary folder, and can be repeated', async () => {
    const { url, tlsUrl, account, close } = await startSandbox()
    const dir = dirname(fileOf(account.ca))
    expect(existsSync(dir)).toBe(true)
    await close()
    await close()
    await expect(call(url)).rejects.toThrow(/ECONNREFUSED/)
    await expect(call(tlsUrl, { tls: { ca: '' } })).rejects.toThrow(/ECONNREFUSED/)
    expect(existsSync(dir)).toBe(false)
  })

  test('keeps the files of a folder that was given', async () => {
    const dir = await temporaryFolder()
    await (await startSandbox({ dir })).close()
    expect(existsSync(join(dir, 'ca.pem'))).toBe(true)
  })

  test('does not wait for a merchant who never answers', { timeout: 4000 }, async () => {
    let call = (): void => undefined
    const called = new Promise<void>((resolve) => {
      call = resolve
    })
    const merchant = await merchantServer(() => call())
    const sandbox = await startSandbox({ qqwallet: MERCHANT })
    await pay(sandbox, merchant)
    await called
    await sandbox.close()
  })

  test('lets the process end', async () => {
    const index = fileURLToPath(new URL('../index.ts', import.meta.url))
    const script = `const { startSandbox } = await import(${JSON.stringify(index)})
      const sandbox = await startSandbox(); await fetch(sandbox.phoneUrl); await sandbox.close(); console.log('closed')`
    const args = ['--conditions=@tpkit/source', '--input-type=module', '--eval', script]
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 })
    expect(stdout).toBe('closed\n')
  })
})
