import type { TestMerchant } from '@tpkit/sandbox/vitest'
import { test } from '@tpkit/sandbox/vitest'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect } from 'vitest'
import { Consumer } from './consumer.fixture.ts'
import { asking, type GatewayShop, hookServer, keyOf, LI, openGatewayShop, type Push } from './gateway.fixture.ts'

const secretOf = (fill: number) => `whsec_${Buffer.alloc(32, fill).toString('base64')}`

/** Registers an endpoint as a merchant's app does; answers its secret. */
async function register(
  { ask }: GatewayShop,
  url: string,
  more: object = {},
): Promise<{ readonly id: string; readonly secret: string }> {
  const answer = await ask('POST', '/v1/webhook-endpoints', { url, ...more })
  const { endpoint, secret } = (await answer.json()) as { endpoint: { id: string }; secret: string } // the documented form
  return { id: endpoint.id, secret }
}

/** The background does it each second; a test need not wait for that. */
function soon<Value>({ gateway }: GatewayShop, look: () => Value) {
  const deliver = async () => {
    await gateway.cashier.deliver()
    return look()
  }
  return expect.poll(deliver, { timeout: 10_000 })
}

const idOf = ({ headers }: Push) => headers['webhook-id']
const typeOf = ({ body }: Push) => JSON.parse(body).type

describe('a merchant hears of events', () => {
  test('at an endpoint that was registered, and verifies them with the library of Standard Webhooks', async ({ merchant }) => {
    const shop = await openGatewayShop(merchant)
    const hooks = await hookServer()
    const { secret } = await register(shop, hooks.url)
    await shop.sell('T-1')
    await soon(shop, () => hooks.pushes.length).toBe(1)
    const [push] = hooks.pushes
    if (!push) throw new Error('expected a push')
    expect(new Webhook(secret).verify(push.body, push.headers)).toMatchObject({
      type: 'payment.succeeded',
      data: { order: { orderNo: 'T-1', status: 'paid' } },
    })
    expect(() => new Webhook(secretOf(9)).verify(push.body, push.headers)).toThrow()
    expect(() => new Webhook(secret).verify(push.body.replace('1990', '1'), push.headers)).toThrow()
  })

  test('at once where somebody registered it at another program over the same ledger', async ({ merchant }) => {
    const shop = await openGatewayShop(merchant)
    const hooks = await hookServer()
    const { openBackoffice } = await import('./backoffice.ts')
    const office = await openBackoffice({ config: shop.config })
    const { secret } = await office.endpoints.add({ merchant: 'main', url: hooks.url }, LI)
    await office.close()
    await shop.sell('T-1')
    await soon(shop, () => hooks.pushes.length).toBe(1)
    for (const { body, headers } of hooks.pushes) expect(() => new Webhook(secret).verify(body, headers)).not.toThrow()
  })

  test('each endpoint of the types that it wants, from the configuration and the register alike', async ({ merchant }) => {
    const [all, refunds] = [await hookServer(), await hookServer()]
    const webhooks = [{ name: 'all', url: all.url, secrets: [secretOf(1)] }]
    const shop = await openGatewayShop(merchant, { webhooks })
    await register(shop, refunds.url, { types: ['refund.succeeded'] })
    const { id } = await shop.sell('T-1')
    await shop.ask('POST', `/v1/payments/${id}/refunds`, { refundNo: 'R-1', amount: { amount: 1990, currency: 'CNY' } })
    await merchant.trigger(merchant.books()[0]?.outTradeNo ?? '', 'refund-done', merchant.books()[0]?.refunds[0]?.outRefundNo)
    await shop.gateway.cashier.ask({ orderNo: 'T-1' })
    await soon(shop, () => refunds.pushes.map(typeOf)).toEqual(['refund.succeeded'])
    await soon(shop, () => all.pushes.map(typeOf).toSorted()).toEqual(['payment.succeeded', 'refund.succeeded'])
  })

  test('signed with the new secret and the old one while it is rotated, and with the new one alone afterwards', async ({
    merchant,
  }) => {
    const shop = await openGatewayShop(merchant)
    const hooks = await hookServer()
    const { id, secret: old } = await register(shop, hooks.url)
    const { secret } = (await (await shop.ask('POST', `/v1/webhook-endpoints/${id}/rotate`)).json()) as { secret: string }
    await shop.sell('T-1')
    await soon(shop, () => hooks.pushes.length).toBe(1)
    await shop.ask('POST', `/v1/webhook-endpoints/${id}/drop-old-secrets`)
    await shop.sell('T-2')
    await soon(shop, () => hooks.pushes.length).toBe(2)
    const opens = (key: string) =>
      hooks.pushes.map(({ body, headers }) => {
        try {
          return new Webhook(key).verify(body, headers) !== undefined
        } catch {
          return false
        }
      })
    expect([opens(secret), opens(old)]).toEqual([
      [true, true],
      [true, false],
    ])
  })

  test('again, under the same id, when it is replayed', async ({ merchant }) => {
    const shop = await openGatewayShop(merchant)
    const hooks = await hookServer()
    const { id } = await register(shop, hooks.url)
    await shop.sell('T-1')
    await soon(shop, () => hooks.pushes.length).toBe(1)
    const event = idOf(hooks.pushes[0] as Push)
    expect((await shop.ask('POST', `/v1/events/${event}/replay`, { endpoint: id })).status).toBe(200)
    await soon(shop, () => hooks.pushes.map(idOf)).toEqual([event, event])
    const foreign = asking(shop.url, await foreignKey(shop))
    expect((await foreign('POST', `/v1/events/${event}/replay`, {})).status).toBe(404)
  })

  test('no more once the endpoint is removed', async ({ merchant }) => {
    const shop = await openGatewayShop(merchant)
    const [hooks, others] = [await hookServer(), await hookServer()]
    const { id } = await register(shop, hooks.url)
    await register(shop, others.url)
    await shop.ask('DELETE', `/v1/webhook-endpoints/${id}`)
    await shop.sell('T-1')
    await soon(shop, () => others.pushes.length).toBe(1)
    expect(hooks.pushes).toEqual([])
  })

  test('never what another merchant sold', async ({ merchant }) => {
    const shop = await openGatewayShop(merchant)
    const [mine, theirs] = [await hookServer(), await hookServer()]
    await register(shop, mine.url)
    const foreign = { ...shop, ask: asking(shop.url, await foreignKey(shop)) }
    await register(foreign, theirs.url)
    await shop.sell('T-1')
    await soon(shop, () => mine.pushes.length).toBe(1)
    expect(theirs.pushes).toEqual([])
    expect(await (await foreign.ask('GET', '/v1/events')).json()).toMatchObject({ items: [] })
  })

  test('not at an address inside: nothing is sent there, and the event can be pulled', async ({ merchant }) => {
    const inside = 'http://169.254.169.254/latest/meta-data'
    const shop = await openGatewayShop(merchant, { webhooks: [{ name: 'inside', url: inside, secrets: [secretOf(1)] }] })
    const hooks = await hookServer()
    await register(shop, hooks.url.replace('127.0.0.1', '127.0.0.2'))
    expect((await shop.ask('POST', '/v1/webhook-endpoints', { url: inside })).status).toBe(400)
    const heard = await hookServer()
    await register(shop, heard.url)
    await shop.sell('T-1')
    await soon(shop, () => heard.pushes.length).toBe(1)
    expect(hooks.pushes).toEqual([])
    expect(await (await shop.ask('GET', '/v1/events')).json()).toMatchObject({ items: [{ type: 'payment.succeeded' }] })
  })
})

async function foreignKey({ gateway }: GatewayShop): Promise<string> {
  await gateway.backoffice.merchants.create({ id: 'tea', title: 'Tea' }, LI)
  return keyOf(gateway, 'tea')
}

/** Sells, gives back and lets be; answers every push as it came. */
async function aDay(merchant: TestMerchant) {
  const shop = await openGatewayShop(merchant)
  const hooks = await hookServer()
  const { secret } = await register(shop, hooks.url)
  for (let sold = 0; sold < 12; sold += 1) {
    const { id } = await shop.sell(`T-${sold}`)
    if (sold % 3 === 0)
      await shop.ask('POST', `/v1/payments/${id}/refunds`, { refundNo: `R-${sold}`, amount: { amount: 990, currency: 'CNY' } })
  }
  for (const { outTradeNo, refunds } of merchant.books())
    for (const { outRefundNo } of refunds) await merchant.trigger(outTradeNo, 'refund-done', outRefundNo)
  for (let sold = 0; sold < 12; sold += 3) await shop.gateway.cashier.ask({ orderNo: `T-${sold}` })
  await soon(shop, () => hooks.pushes.length).toBe(16)
  return { shop, secret, pushes: hooks.pushes }
}

test('a consumer that loses three pushes of ten reaches the same state by pulling, whatever is lost and whenever it pulls', async ({
  merchant,
}) => {
  const { shop, secret, pushes } = await aDay(merchant)
  const whole = new Consumer(secret)
  for (const push of pushes) whole.push(push)
  expect(Object.keys(whole.state.orders)).toHaveLength(12)
  const steps = fc.tuple(
    fc.shuffledSubarray([...pushes], { minLength: pushes.length, maxLength: pushes.length }),
    // Of each push: lost, come once, or come twice; and how much is pulled before the next one.
    fc.array(fc.record({ fate: fc.nat(99), pull: fc.option(fc.integer({ min: 1, max: 7 }), { freq: 3 }) }), {
      minLength: pushes.length,
      maxLength: pushes.length,
    }),
    fc.integer({ min: 1, max: 50 }),
  )
  await fc.assert(
    fc.asyncProperty(steps, async ([arriving, fates, limit]) => {
      const consumer = new Consumer(secret)
      for (const [index, push] of arriving.entries()) {
        const { fate = 0, pull } = fates[index] ?? {}
        if (fate >= 30) consumer.push(push)
        if (fate >= 85) consumer.push(push)
        if (pull != null) await consumer.pull(shop.ask, pull)
      }
      while (await consumer.pull(shop.ask, limit)) {
        // until there is nothing more
      }
      expect(consumer.state).toEqual(whole.state)
    }),
    { seed: 20_261_127, numRuns: 25 },
  )
})
