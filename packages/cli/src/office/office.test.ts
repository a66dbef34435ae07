import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openBackoffice, type RunningBackoffice } from 'tpkit/gateway'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openTestShop, type TestShop } from '../shop.fixture.ts'

let shop: TestShop

beforeAll(async () => {
  shop = await openTestShop({}, () => ({ ledger: 'sqlite:./office.db' }))
})

afterEach(async () => {
  for (const end of ['', '-wal', '-shm']) await rm(join(shop.folder, `office.db${end}`), { force: true })
})
afterAll(() => shop.close())

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await shop.run([...args, '--json'])
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}

/** What a gateway over the same ledger would find. */
async function atTheGateway<Result>(look: (office: RunningBackoffice) => Promise<Result>): Promise<Result> {
  const office = await openBackoffice({ config: shop.config })
  try {
    return await look(office)
  } finally {
    await office.close()
  }
}

const trail = () =>
  atTheGateway(async ({ audit }) => (await audit({})).map(({ who, what, subject }) => ({ who, what, subject })).toReversed())

const ISSUE = ['apikeys', 'issue', '--name', 'shop', '--scope', 'payments:write', '--scope', 'payments:read']

describe('tpkit merchants', () => {
  it('lists those of the ledger; main is there from the beginning', async () => {
    const { code, stdout } = await shop.run(['merchants', 'list'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^merchant {2}title {2}status {3}requests a minute and key\nmain {6}main {3}enabled {2}the gateway's own\n/,
    )
    expect(stdout).toMatch(/Next:\n {2}tpkit apikeys issue --name '<name>' --scope '<scope>' -c \S+ {2}# give an app a key/)
    expect((await json('merchants', 'list')).merchants).toEqual([{ id: 'main', title: 'main', settings: {} }])
  })

  it('adds one, under the name of the person who sits here', async () => {
    expect(await shop.run(['merchants', 'add', 'tea', '--title', 'Tea 茶'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Merchant tea: Tea 茶\n\nNext:\n {2}tpkit apikeys issue .*--merchant tea/),
    })
    expect((await json('merchants', 'list')).merchants).toMatchObject([{ id: 'main' }, { id: 'tea', title: 'Tea 茶' }])
    expect(await trail()).toEqual([{ who: `cli:${userInfo().username}`, what: 'merchant.created', subject: 'tea' }])
  })

  it('disables and enables one', async () => {
    const { key } = await json(...ISSUE)
    expect((await shop.run(['merchants', 'disable', 'main'])).stdout).toMatch(/^Merchant main is disabled: none of its keys/)
    expect(await atTheGateway(({ apiKeys }) => apiKeys.authenticate(key, 'test'))).toEqual({
      kind: 'refused',
      why: 'merchant-disabled',
    })
    expect((await shop.run(['merchants', 'list'])).stdout).toMatch(/disabled since \d{4}-/)
    expect((await shop.run(['merchants', 'enable', 'main'])).stdout).toMatch(/^Merchant main is enabled/)
    expect(await atTheGateway(({ apiKeys }) => apiKeys.authenticate(key, 'test'))).toMatchObject({ kind: 'known' })
  })

  it('sets how many requests its keys may send, and takes that back', async () => {
    const set = (count: string) => shop.run(['merchants', 'set', 'main', '--requests-per-minute', count])
    expect(await set('60')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Merchant main, requests .*: 60\n/) })
    expect((await json('merchants', 'list')).merchants[0].settings).toEqual({ requestsPerMinute: 60 })
    expect((await set('default')).stdout).toMatch(/: the gateway's own\n/)
    expect((await json('merchants', 'list')).merchants[0].settings).toEqual({})
    for (const wrong of ['0', '1.5', '1000001', 'many']) expect((await set(wrong)).code).toBe(2)
  })

  it.each([
    [['merchants', 'add', 'main'], 1, 'merchant: expected a new name, found "main"', 'merchant："main" 已存在'],
    [['merchants', 'add', 'Tea'], 2, 'merchant: expected lower-case letters', 'merchant：应为小写字母'],
    [['merchants', 'add', 'tea', '--title', ' '], 2, 'title: expected 1 to 100', 'title：应为 1 至 100 个可见字符'],
    [['merchants', 'disable', 'none'], 1, 'merchant: expected one that there is', '没有名为 "none" 的商户'],
  ])('%j is refused with %i, in both languages', async (args, code, english, chinese) => {
    expect(await shop.run(args)).toMatchObject({ code, stderr: expect.stringContaining(english) })
    expect(await shop.run([...args, '--lang', 'zh'])).toMatchObject({ code, stderr: expect.stringContaining(chinese) })
    expect(await trail()).toEqual([])
  })
})

describe('tpkit apikeys', () => {
  it('issues a key that opens the gateway, and shows it this once', async () => {
    const { code, stdout, stderr } = await shop.run(ISSUE)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(
      /^API key "shop" of merchant main, test; it may: payments:read payments:write\ntpk_test_[0-9A-Za-z]{54}\nIt is not shown again: .*\n\nNext:\n {2}tpkit apikeys revoke [0-9A-Za-z]{16} /,
    )
    const [key = ''] = /tpk_test_\w+/.exec(stdout) ?? []
    expect(await atTheGateway(({ apiKeys }) => apiKeys.authenticate(key, 'test'))).toMatchObject({
      kind: 'known',
      key: { name: 'shop', scopes: ['payments:read', 'payments:write'] },
    })
    const file = await readFile(join(shop.folder, 'office.db'), 'latin1')
    const wal = await readFile(join(shop.folder, 'office.db-wal'), 'latin1').catch(() => '')
    for (const said of [file, wal, (await shop.run(['apikeys', 'list'])).stdout, JSON.stringify(await json('apikeys', 'list'))])
      expect(said).not.toContain(key.slice(25, 57))
  })

  it('lists what each may, until when, and when it was last used', async () => {
    expect((await shop.run(['apikeys', 'list'])).stdout).toMatch(/^The merchant has no API key\.\n/)
    const { key } = await json('apikeys', 'issue', '--name', 'books', '--scope', 'all', '--expires', '90d')
    await shop.run(ISSUE)
    await atTheGateway(async ({ apiKeys }) => {
      await apiKeys.authenticate(key, 'test')
      // Nobody waits for the note of a use.
      await expect.poll(async () => (await apiKeys.list('main'))[0]?.lastUsedAt).toBeDefined()
    })
    const { stdout } = await shop.run(['apikeys', 'list'])
    expect(stdout).toMatch(/^id +name +mode +status +last used +may\n/)
    expect(stdout).toMatch(
      /books +test +active until \d{4}-\S+ \S+ \S+ +\d{4}-\S+ \S+ \S+ +payments:read .*reconciliations:write\n/,
    )
    expect(stdout).toMatch(/shop +test +active +never +payments:read payments:write\n/)
    const { apiKeys } = await json('apikeys', 'list')
    expect(apiKeys[0]).not.toHaveProperty('digest')
    expect(apiKeys[0].expiresAt).toMatch(/^\d{4}-.*Z$/)
  })

  it('revokes a key for good, once a person said so', async () => {
    const { apiKey, key } = await json(...ISSUE)
    const revoke = ['apikeys', 'revoke', apiKey.id]
    expect(await shop.run(revoke)).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be undone') })
    expect(await shop.run(revoke, { typed: 'n\n' })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('nothing was changed'),
      stderr: expect.stringContaining('Revoke "shop" of merchant main for good, really?'),
    })
    expect(await atTheGateway(({ apiKeys }) => apiKeys.authenticate(key, 'test'))).toMatchObject({ kind: 'known' })
    expect(await shop.run([...revoke, '--yes'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Revoked: "shop"/) })
    expect(await atTheGateway(({ apiKeys }) => apiKeys.authenticate(key, 'test'))).toEqual({ kind: 'refused', why: 'revoked' })
    expect((await shop.run(['apikeys', 'list'])).stdout).toMatch(/revoked \d{4}-/)
  })

  it.each([
    [[...ISSUE, '--scope', 'money:print'], 2, 'found "money:print"', '实为 "money:print"'],
    [[...ISSUE, '--merchant', 'none'], 1, 'merchant: expected one that there is', '没有名为 "none" 的商户'],
    [['apikeys', 'revoke', 'none', '--yes'], 1, 'API key: expected the id of one', '没有编号为 "none" 的密钥'],
  ])('%j is refused with %i, in both languages', async (args, code, english, chinese) => {
    expect(await shop.run(args)).toMatchObject({ code, stderr: expect.stringContaining(english) })
    expect(await shop.run([...args, '--lang', 'zh'])).toMatchObject({ code, stderr: expect.stringContaining(chinese) })
    expect(await trail()).toEqual([])
  })

  it('wants to know what a key is for and what it may do', async () => {
    expect((await shop.run(['apikeys', 'issue', '--scope', 'all'])).stderr).toContain("required option '--name <text>'")
    expect((await shop.run(['apikeys', 'issue', '--name', 'shop'])).stderr).toContain("required option '--scope <scope>'")
  })

  it('speaks Chinese', async () => {
    const { stdout } = await shop.run([...ISSUE, '--lang', 'zh'])
    expect(stdout).toMatch(
      /^接口密钥 “shop”，商户 main，模式 test；权限：payments:read payments:write\ntpk_test_\w+\n此密钥不会再次显示/,
    )
    expect((await shop.run(['merchants', 'list', '--lang', 'zh'])).stdout).toMatch(/^商户 +名称 +状态 +每个密钥每分钟请求数\n/)
    expect((await shop.run(['webhooks', 'list', '--lang', 'zh'])).stdout).toMatch(/^没有登记推送端点。\n/)
  })
})

describe('tpkit webhooks', () => {
  const ADD = ['webhooks', 'add', 'http://127.0.0.1:9/hooks']

  it('registers an endpoint, and shows its secret this once', async () => {
    const { stdout } = await shop.run([...ADD, '--event', 'payment.succeeded', '--event', 'refund.succeeded'])
    expect(stdout).toMatch(
      /^Webhook endpoint whe_[0-9a-f]{32} of merchant main: http:\/\/127\.0\.0\.1:9\/hooks\nwhsec_[\w+/]{43}=\nIt is not shown again: /,
    )
    const [secret = ''] = /whsec_\S+/.exec(stdout) ?? []
    const opened = await atTheGateway(async ({ endpoints }) => {
      const [one] = await endpoints.list()
      return one && endpoints.secrets(one)
    })
    expect(opened).toEqual([secret])
    const listed = await shop.run(['webhooks', 'list'])
    expect(listed.stdout).toMatch(/main +payment\.succeeded refund\.succeeded +1 +http:\/\/127\.0\.0\.1:9\/hooks\n/)
    expect(listed.stdout).not.toContain(secret)
    expect((await json('webhooks', 'list')).endpoints).toMatchObject([{ merchant: 'main', secrets: 1 }])
  })

  it('shows of an Ed25519 key the public half', async () => {
    const { secret } = await json(...ADD, '--kind', 'ed25519')
    expect(secret).toMatch(/^whpk_[\w+/]{43}=$/)
  })

  it('changes, rotates, drops and removes by the id alone, whoever’s it is', async () => {
    await shop.run(['merchants', 'add', 'tea'])
    const { endpoint, secret } = await json(...ADD, '--merchant', 'tea')
    const { id } = endpoint
    const moved = await json('webhooks', 'change', id, '--url', 'http://127.0.0.1:9/new', '--event', 'payment.closed')
    expect(moved.endpoint).toMatchObject({ url: 'http://127.0.0.1:9/new', types: ['payment.closed'] })
    expect((await json('webhooks', 'change', id, '--all-events')).endpoint).not.toHaveProperty('types')
    const rotated = await shop.run(['webhooks', 'rotate', id])
    expect(rotated.stdout).toMatch(/a new secret signs first; 2 sign now\nwhsec_\S+\n[\s\S]*tpkit webhooks drop-old whe_/)
    expect(rotated.stdout).not.toContain(secret)
    expect((await shop.run(['webhooks', 'drop-old', id])).stderr).toContain('--yes')
    expect((await json('webhooks', 'drop-old', id, '--yes')).endpoint).toMatchObject({ secrets: 1 })
    expect(await json('webhooks', 'list', '--merchant', 'main')).toMatchObject({ endpoints: [] })
    expect(await shop.run(['webhooks', 'remove', id, '--yes'])).toMatchObject({ code: 0 })
    expect(await json('webhooks', 'list')).toMatchObject({ endpoints: [] })
    expect((await trail()).map(({ what }) => what)).toEqual([
      'merchant.created',
      ...['added', 'changed', 'changed', 'rotated', 'secrets-dropped', 'removed'].map((what) => `webhook-endpoint.${what}`),
    ])
  })

  describe('test', () => {
    /** A merchant's server that answers with this status, and its endpoint. */
    async function givenReceiver(status: number) {
      const types: unknown[] = []
      const server = createServer(async (request, response) => {
        types.push(JSON.parse(await text(request)).type)
        response.writeHead(status).end()
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close().closeAllConnections())
      const url = `http://127.0.0.1:${Object(server.address()).port}/hooks`
      return { types, server, id: (await json('webhooks', 'add', url)).endpoint.id as string }
    }

    it('sends one event that is a test, and ends with 0 where it was taken', async () => {
      const { id, types } = await givenReceiver(204)
      const { code, stdout, stderr } = await shop.run(['webhooks', 'test', id])
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^Webhook endpoint whe_\w+ took the test event: HTTP 204 after \d+ ms\. .*own log says\.\n\nNext:/)
      expect(types).toEqual(['endpoint.test'])
      expect((await shop.run(['webhooks', 'test', id, '--lang', 'zh'])).stdout).toMatch(
        /^推送端点 whe_\w+ 已接收测试事件：HTTP 204，/,
      )
      expect(await json('webhooks', 'test', id)).toMatchObject({
        endpoint: { id, secrets: 1 },
        event: { id: expect.stringMatching(/^tst_/), type: 'endpoint.test' },
        ...{ taken: true, answer: { kind: 'answered', status: 204, durationMs: expect.any(Number) } },
      })
      expect((await trail()).map(({ who, what }) => `${who} ${what}`).at(-1)).toBe(
        `cli:${userInfo().username} webhook-endpoint.tested`,
      )
    })

    it.each([
      [500, 'HTTP 500 after', "Look at the receiver's own log.", '请查看接收方日志。'],
      [307, 'HTTP 307 after', 'A redirect is not followed', '不跟随重定向'],
      [401, 'HTTP 401 after', 'whether the receiver verifies with the secret of this endpoint', '是否用此端点的密钥验签'],
      [410, 'HTTP 410 after', 'nobody lives there any more', '端点已不存在'],
    ])('ends with 1 where the answer is %i, and says what to look at', async (status, came, english, chinese) => {
      const { id } = await givenReceiver(status)
      const { code, stdout } = await shop.run(['webhooks', 'test', id])
      expect([code, stdout]).toEqual([1, expect.stringContaining(`did not take the test event: ${came}`)])
      expect(stdout).toContain(english)
      expect(stdout).toContain(`tpkit webhooks test ${id}`)
      const spoken = await shop.run(['webhooks', 'test', id, '--lang', 'zh', '--json'])
      expect([spoken.code, JSON.parse(spoken.stdout).taken]).toEqual([1, false])
      expect((await shop.run(['webhooks', 'test', id, '--lang', 'zh'])).stdout).toContain(chinese)
    })

    it.each([
      [
        'http://127.0.0.1:9/',
        /the connection failed after \d+ ms \(ECONNREFUSED\)\. See/,
        /连接失败，用时 \d+ 毫秒（ECONNREFUSED）。/,
      ],
      ['http://127.0.0.2:9/', /its address may not be called; nothing was sent\./, /此地址不允许访问；没有发出任何请求。/],
    ])('ends with 1 where nothing at %s answers, and says why', async (url, english, chinese) => {
      const { endpoint } = await json('webhooks', 'add', url)
      expect(await shop.run(['webhooks', 'test', endpoint.id])).toMatchObject({ code: 1, stdout: expect.stringMatching(english) })
      const inChinese = await shop.run(['webhooks', 'test', endpoint.id, '--lang', 'zh'])
      expect(inChinese).toMatchObject({ code: 1, stdout: expect.stringMatching(chinese) })
    })
  })

  it.each([
    [['webhooks', 'add', 'shop.example.com'], 2, 'url: expected an http: or https: address', 'url：应为 http: 或 https: 地址'],
    [[...ADD, '--event', 'payment.succeded'], 2, 'found "payment.succeded"', '实为 "payment.succeded"'],
    [['webhooks', 'remove', 'whe_none', '--yes'], 1, 'webhook endpoint: expected the id of one', '没有编号为 "whe_none" 的端点'],
    [['webhooks', 'test', 'whe_none'], 1, 'webhook endpoint: expected the id of one', '没有编号为 "whe_none" 的端点'],
    [['webhooks', 'rotate', 'whe_none'], 1, 'webhook endpoint: expected', '推送端点：'],
  ])('%j is refused with %i, in both languages', async (args, code, english, chinese) => {
    expect(await shop.run(args)).toMatchObject({ code, stderr: expect.stringContaining(english) })
    expect(await shop.run([...args, '--lang', 'zh'])).toMatchObject({ code, stderr: expect.stringContaining(chinese) })
    expect(await trail()).toEqual([])
  })
})

it('without a ledger says what to write', async () => {
  const bare = await openTestShop()
  try {
    expect(await bare.run(['merchants', 'list'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('write ledger: sqlite:'),
    })
  } finally {
    await bare.close()
  }
})
