import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from '@tpkit/sandbox/vitest'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { openBackoffice, type RunningBackoffice } from './backoffice.ts'

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
