import { createHmac, generateKeyPairSync, verify } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { KEY_RING, TRANSPORT } from '@tpkit/core/container'
import type { KeyRing } from '@tpkit/core/ports'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import { gotTransport } from '@tpkit/transport'
import { ContainerModule } from 'inversify'
import { describe, expect, onTestFinished } from 'vitest'
import { cny } from '../index.ts'
import { createCashier } from './create-cashier.ts'
import type { RunningCashier } from './running-cashier.ts'
import { listening, openCashierShop } from './shop.fixture.ts'

const order = { method: 'wallet', scene: 'native', subject: 'Tea 茶', total: cny.yuan('19.90') } as const

async function promptOf(cashier: RunningCashier, orderNo: string): Promise<string> {
  const answer = await cashier.pay({ ...order, orderNo })
  if (answer.kind !== 'done' || answer.value.prompt?.kind !== 'qr') throw new Error(`expected a QR code, found ${answer.kind}`)
  return answer.value.prompt.text
}

async function paid(cashier: RunningCashier, merchant: TestMerchant, orderNo: string): Promise<void> {
  await merchant.act(await promptOf(cashier, orderNo), 'pay')
}

describe('a cashier of a configuration', () => {
  test('keeps an order from its QR code over the notify to its refund, also for the next program', async ({ merchant }) => {
    const { cashier, config } = await openCashierShop(merchant)
    await paid(cashier, merchant, 'T-1')
    expect(await cashier.get({ orderNo: 'T-1' })).toMatchObject({ status: 'paid', account: 'qq' })
    const refund = { orderNo: 'T-1', refundNo: 'R-1', amount: cny.yuan('5.00') }
    expect(await cashier.refund(refund)).toMatchObject({ kind: 'done', value: { amount: cny.yuan('5.00') } })
    await cashier.shutdown()
    const next = await createCashier({ config })
    onTestFinished(() => next.shutdown())
    expect(await next.get({ orderNo: 'T-1' })).toMatchObject({ status: 'paid', refunds: [{ refundNo: 'R-1' }] })
    expect((await next.list({ limit: 10 })).rows.map(({ orderNo }) => orderNo)).toEqual(['T-1'])
  })

  test('finds out in the background what no notify told', async ({ merchant }) => {
    let ahead = 0
    const { cashier } = await openCashierShop(merchant, {}, { clock: { nowMs: () => Date.now() + ahead } })
    merchant.faults('notify-lost')
    await paid(cashier, merchant, 'T-2')
    expect(await cashier.get({ orderNo: 'T-2' })).toMatchObject({ status: 'open' })
    ahead = 60_000
    const stop = cashier.run()
    await expect.poll(async () => (await cashier.get({ orderNo: 'T-2' }))?.status).toBe('paid')
    await stop()
  })

  test('asks about one order when it is told to, however long its schedule would wait', async ({ merchant }) => {
    const { cashier } = await openCashierShop(merchant)
    merchant.faults('notify-lost')
    await paid(cashier, merchant, 'T-11')
    expect(await cashier.ask({ orderNo: 'T-11' })).toMatchObject({ status: 'paid' })
    expect(await cashier.ask({ orderNo: 'none' })).toBeUndefined()
  })

  test('asks the rules of the configuration, and those of a reload', async ({ merchant }) => {
    const { cashier, write } = await openCashierShop(merchant, { cashier: { risk: { maxAmount: 1000 } } })
    expect(await cashier.pay({ ...order, orderNo: 'T-3' })).toMatchObject({
      kind: 'refused',
      failure: { message: expect.stringContaining('10.00 CNY') },
    })
    await write({ cashier: { risk: { maxAmount: 2000 }, orderMinutes: 5 } })
    await cashier.tpkit.reload()
    const answer = await cashier.pay({ ...order, orderNo: 'T-4' })
    if (answer.kind !== 'done') throw new Error(answer.failure.message)
    expect(answer.value.expiresAt - answer.value.createdAt).toBe(5 * 60_000)
  })

  test('says of an account that a reload drops that its payments are not final', async ({ merchant }) => {
    const { cashier, write } = await openCashierShop(merchant)
    await promptOf(cashier, 'T-5')
    await write({ accounts: { other: { ...merchant.account, plugin: '@tpkit/none' } } })
    await expect(cashier.tpkit.reload()).rejects.toThrow(/found it gone while payments or refunds of it are not final/)
    expect(await cashier.get({ orderNo: 'T-5' })).toMatchObject({ status: 'open' })
  })

  test('gives accounts the ring of the ledger', async ({ merchant }) => {
    let ring: KeyRing | undefined
    const look = new ContainerModule(({ rebind }) => {
      rebind(TRANSPORT).toDynamicValue(({ get }) => {
        ring = get(KEY_RING)
        return gotTransport()
      })
    })
    const { config, cashier } = await openCashierShop(merchant, {}, { modules: [look] })
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = { id: 'SERIAL-1', key: publicKey, validFrom: 0, validUntil: Date.now() + 3_600_000 }
    await ring?.write('qq', [key as never]) // of the ring's own kind, whatever it holds besides
    await cashier.shutdown()
    const next = await createCashier({ config, modules: [look] })
    onTestFinished(() => next.shutdown())
    expect((await ring?.read('qq'))?.map(({ id }) => id)).toEqual(['SERIAL-1'])
  })
})

describe('it is refused', () => {
  test('without a ledger', async ({ merchant }) => {
    await expect(openCashierShop(merchant, { ledger: undefined })).rejects.toThrow(
      /^ledger: expected an address in the configuration, found none; write ledger: sqlite:/,
    )
  })

  test('with an endpoint that waits for what is never sent', async ({ merchant }) => {
    const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`]
    const webhooks = [{ name: 'shop', url: 'http://127.0.0.1:9/', secrets, events: ['payment.succeded'] }]
    await expect(openCashierShop(merchant, { webhooks })).rejects.toThrow(
      /^webhooks shop: expected types of events \(payment\.succeeded, .*found "payment\.succeded"/,
    )
  })

  test('with a ledger that cannot be opened, and leaves nothing open', async ({ merchant }) => {
    await expect(openCashierShop(merchant, { ledger: 'sqlite:./no/such/folder/t.db' })).rejects.toMatchObject({
      code: expect.stringMatching(/CONFIG|UNAVAILABLE/),
    })
  })

  test('after its end: calls under way end before it', async ({ merchant }) => {
    const { cashier } = await openCashierShop(merchant)
    const answer = cashier.pay({ ...order, orderNo: 'T-6' })
    await cashier.shutdown()
    expect(await answer).toMatchObject({ kind: 'done' })
    await expect(cashier.pay({ ...order, orderNo: 'T-7' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})

test('a restart without an account whose payments are open warns', async ({ merchant }) => {
  const { cashier, config, write } = await openCashierShop(merchant)
  await promptOf(cashier, 'T-8')
  await cashier.shutdown()
  await write({ accounts: { other: (await accountsOf(config)).qq }, methods: { wallet: 'other' } })
  const warned = new Promise<Error>((resolve) => void process.once('warning', resolve))
  const next = await createCashier({ config })
  onTestFinished(() => next.shutdown())
  expect((await warned).message).toMatch(/^accounts: expected qq in the configuration, found them gone while payments/)
})

async function accountsOf(config: string): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await readFile(config, 'utf8')).accounts
}

test('an address of the program stands in the place of the configuration’s', async ({ merchant }) => {
  const { cashier, folder, config } = await openCashierShop(merchant)
  await promptOf(cashier, 'T-9')
  const other = await createCashier({ config, ledger: `sqlite:${join(folder, 'other.db')}` })
  onTestFinished(() => other.shutdown())
  expect(await other.get({ orderNo: 'T-9' })).toBeUndefined()
})

test('endpoints of the configuration hear of events, signed with every secret', async ({ merchant }) => {
  const heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    heard.push({ headers: request.headers, body })
    response.end()
  })
  const url = `${await listening(server)}/hooks?shop=1`
  onTestFinished(() => void server.close().closeAllConnections())
  const bytes = Buffer.alloc(32, 9)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32)
  const secrets = [`whsec_${bytes.toString('base64')}`, `whsk_${seed.toString('base64')}`]
  const { cashier } = await openCashierShop(merchant, { webhooks: [{ name: 'shop', url, secrets }] })
  await paid(cashier, merchant, 'T-10')
  await cashier.deliver()
  const [first] = heard
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'payment.succeeded' })
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = first?.headers ?? {}
  const [v1 = '', v1a = ''] = String(signatures).split(' ')
  const signed = Buffer.from(`${id}.${at}.${first?.body}`)
  expect(v1).toBe(`v1,${createHmac('sha256', bytes).update(signed).digest('base64')}`)
  expect(verify(null, signed, publicKey, Buffer.from(v1a.slice('v1a,'.length), 'base64'))).toBe(true)
})
