import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startSandbox } from '@tpkit/sandbox'
import { test } from '@tpkit/sandbox/vitest'
import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { openBackoffice, type RunningBackoffice } from './backoffice.ts'
import { freePort, hookServer } from './gateway.fixture.ts'

const LI = { who: 'Li' }

/** A configuration with a ledger in a file beside it; `more` stands over what is usual. */
async function givenConfig(account: object, more: object = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-office-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = join(folder, 'tpkit.config.yaml')
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const notifyUrl = 'https://pay.example.com/notify/qq'
  const usual = { accounts: { qq: { ...account, plugin, notifyUrl } }, methods: { wallet: 'qq' }, ledger: 'sqlite:./tpkit.db' }
  await writeFile(config, JSON.stringify({ ...usual, ...more }))
  return config
}

async function opened(config: string): Promise<RunningBackoffice> {
  const office = await openBackoffice({ config })
  onTestFinished(() => office.close())
  return office
}

describe('the back office of a configuration', () => {
  test('keeps keys and endpoints in its ledger, also for the next program', async ({ merchant }) => {
    const config = await givenConfig(merchant.account)
    const office = await opened(config)
    expect(office.mode).toBe('test')
    const { text } = await office.apiKeys.issue(
      { merchant: 'main', mode: office.mode, name: 'shop', scopes: ['payments:read'] },
      LI,
    )
    const { secret } = await office.endpoints.add({ merchant: 'main', url: 'http://127.0.0.1:9/hooks' }, LI)
    await office.close()
    const next = await opened(config)
    expect(await next.apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known', merchant: { id: 'main' } })
    const [endpoint] = await next.endpoints.list('main')
    if (!endpoint) throw new Error('expected the endpoint')
    expect(await next.endpoints.secrets(endpoint)).toEqual([secret])
    expect((await next.audit({})).map(({ what }) => what)).toEqual(['webhook-endpoint.added', 'api-key.issued'])
  })

  test('works beside another one over the same ledger: what one revokes opens nothing at the other', async ({ merchant }) => {
    const config = await givenConfig(merchant.account)
    const [one, other] = [await opened(config), await opened(config)]
    const { text, key } = await one.apiKeys.issue({ merchant: 'main', mode: 'test', name: 'shop', scopes: ['payments:read'] }, LI)
    expect(await other.apiKeys.authenticate(text, 'test')).toMatchObject({ kind: 'known' })
    await one.apiKeys.revoke(key.id, LI)
    expect(await other.apiKeys.authenticate(text, 'test')).toEqual({ kind: 'refused', why: 'revoked' })
  })

  test('seals with the keys of the configuration', async ({ merchant }) => {
    const keyed = (name: string) => ({ gateway: { sealKeys: [`${name}-seal-key-of-this-test-that-is-no-key`] } })
    const config = await givenConfig(merchant.account, keyed('one'))
    const office = await opened(config)
    await office.endpoints.add({ merchant: 'main', url: 'http://127.0.0.1:9/hooks' }, LI)
    await office.close()
    const ledger = `sqlite:${config.replace('tpkit.config.yaml', 'tpkit.db')}`
    const other = await openBackoffice({ config: await givenConfig(merchant.account, keyed('other')), ledger })
    onTestFinished(() => other.close())
    const [endpoint] = await other.endpoints.list('main')
    if (!endpoint) throw new Error('expected the endpoint')
    await expect(other.endpoints.secrets(endpoint)).rejects.toMatchObject({ code: 'CONFIG' })
  })

  test('is refused without a ledger', async ({ merchant }) => {
    const config = await givenConfig(merchant.account, { ledger: undefined })
    await expect(openBackoffice({ config })).rejects.toThrow(/^ledger: expected an address .* give one to openBackoffice$/)
  })

  test('in production wants seal keys and https', async ({ merchant }) => {
    vi.stubEnv('NODE_ENV', 'production')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { endpoints: _, ca: __, ...account } = merchant.account
    const cashier = { digestKey: 'digest-key-of-this-test' }
    const lacking = await givenConfig(account, { cashier })
    await expect(openBackoffice({ config: lacking })).rejects.toThrow(/^gateway\.sealKeys: expected keys/)
    const config = await givenConfig(account, { cashier, gateway: { sealKeys: ['seal-key-of-this-test-that-is-no-key'] } })
    const office = await opened(config)
    expect(office.mode).toBe('live')
    const adding = office.endpoints.add({ merchant: 'main', url: 'http://shop.example.com/hooks' }, LI)
    await expect(adding).rejects.toThrow(/^url: expected an https: address/)
  })
})

describe('a test of an endpoint', () => {
  /** An office with an endpoint at an address. */
  async function givenEndpoint(account: object, url: string, types?: readonly string[]) {
    const config = await givenConfig(account)
    const office = await opened(config)
    return { config, office, ...(await office.endpoints.add({ merchant: 'main', url, ...(types && { types }) }, LI)) }
  }

  test('is one signed event that looks like no money, whatever types the endpoint hears of', async ({ merchant }) => {
    const hooks = await hookServer()
    const { office, endpoint, secret } = await givenEndpoint(merchant.account, hooks.url, ['refund.failed'])
    const { event, ...tested } = await office.testEndpoint(endpoint, LI)
    expect(tested).toMatchObject({ taken: true, endpoint, answer: { kind: 'answered', status: 204 } })
    const [push] = hooks.pushes
    if (!push) throw new Error('expected a push')
    expect(push.headers['webhook-id']).toBe(event.id)
    expect(new Webhook(secret).verify(push.body, push.headers)).toEqual({
      type: 'endpoint.test',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { endpoint: endpoint.id },
    })
  })

  test('is under a new id each time, and stands in the audit trail, without the path', async ({ merchant }) => {
    const hooks = await hookServer(() => 500)
    const { office, endpoint } = await givenEndpoint(merchant.account, hooks.url)
    const both = [await office.testEndpoint(endpoint, LI), await office.testEndpoint(endpoint, LI)]
    expect(new Set(both.map(({ event }) => event.id)).size).toBe(2)
    expect(both).toMatchObject([{ taken: false, answer: { status: 500 } }, { taken: false }])
    const [line] = await office.audit({ subject: endpoint.id, limit: 1 })
    const { origin } = new URL(hooks.url)
    expect(line).toMatchObject({ who: 'Li', what: 'webhook-endpoint.tested', data: { origin, status: 500 } })
    expect(JSON.stringify(line)).not.toContain('shop=1')
  })

  test('follows no redirect', async ({ merchant }) => {
    const hooks = await hookServer(() => 308)
    const { office, endpoint } = await givenEndpoint(merchant.account, hooks.url)
    expect(await office.testEndpoint(endpoint, LI)).toMatchObject({ taken: false, answer: { status: 308 } })
  })

  test('says why there is no answer', async ({ merchant }) => {
    const sandbox = await startSandbox()
    onTestFinished(() => sandbox.close())
    const { office } = await givenEndpoint(merchant.account, sandbox.tlsUrl)
    await office.endpoints.add({ merchant: 'main', url: `http://127.0.0.1:${await freePort()}/` }, LI)
    await office.endpoints.add({ merchant: 'main', url: 'http://127.0.0.2:9/' }, LI)
    const answers = []
    for (const endpoint of await office.endpoints.list()) answers.push((await office.testEndpoint(endpoint, LI)).answer)
    expect(answers).toMatchObject([
      { kind: 'unanswered', why: 'tls', code: expect.stringMatching(/CERT|VERIFY/) },
      { kind: 'unanswered', why: 'connection', code: 'ECONNREFUSED' },
      { kind: 'unanswered', why: 'address' },
    ])
  })

  test('goes in production to no address that development let in', async ({ merchant }) => {
    const hooks = await hookServer()
    const { endpoints: _, ca: __, ...account } = merchant.account
    const gateway = { sealKeys: ['seal-key-of-this-test-that-is-no-key'] }
    const config = await givenConfig(merchant.account, { gateway })
    const office = await opened(config)
    const { endpoint } = await office.endpoints.add({ merchant: 'main', url: hooks.url }, LI)
    await office.close()
    const cashier = { digestKey: 'digest-key-of-this-test' }
    const live = await givenConfig(account, { mode: 'production', gateway, cashier })
    const ledger = `sqlite:${config.replace('tpkit.config.yaml', 'tpkit.db')}`
    const production = await openBackoffice({ config: live, ledger })
    onTestFinished(() => production.close())
    expect(await production.testEndpoint(endpoint, LI)).toMatchObject({ taken: false, answer: { why: 'address' } })
    expect(hooks.pushes).toEqual([])
  })

  test('of an endpoint that the merchant has not is refused, and nothing is sent', async ({ merchant }) => {
    const hooks = await hookServer()
    const { office, endpoint } = await givenEndpoint(merchant.account, hooks.url)
    const foreign = office.testEndpoint({ ...endpoint, merchant: 'tea' }, LI)
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(office.testEndpoint(endpoint, { who: '' })).rejects.toMatchObject({ code: 'INVALID' })
    expect(hooks.pushes).toEqual([])
  })
})
