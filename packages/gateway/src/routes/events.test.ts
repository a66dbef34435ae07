import { type Change, write } from '@tpkit/cashier'
import { describe, expect, it } from 'vitest'
import { type MerchantName, NOON, newPayment, openStand } from '../stand.fixture.ts'

async function told() {
  const stand = await openStand()
  for (const orderNo of ['T-1', 'T-2', 'T-3'])
    await stand.pays(await stand.call('POST', '/v1/payments', { body: newPayment(orderNo) }))
  return stand
}

const orderNos = (json: { items: { data: { order: { orderNo: string } } }[] }) => json.items.map(({ data }) => data.order.orderNo)

describe('events', () => {
  it('are read behind a cursor, the oldest first, and the cursor goes on also where there were none', async () => {
    const { call, pays } = await told()
    const first = await call('GET', '/v1/events?limit=2')
    expect(orderNos(first.json)).toEqual(['T-1', 'T-2'])
    const second = await call('GET', `/v1/events?cursor=${first.json.next}`)
    expect(orderNos(second.json)).toEqual(['T-3'])
    const none = await call('GET', `/v1/events?cursor=${second.json.next}`)
    expect(none.json.items).toEqual([])
    await pays(await call('POST', '/v1/payments', { body: newPayment('T-4') }))
    expect(orderNos((await call('GET', `/v1/events?cursor=${none.json.next}`)).json)).toEqual(['T-4'])
    expect((await call('GET', '/v1/events', { as: 'other' })).json.items).toEqual([])
  })

  it('say byte for byte what their webhook says', async () => {
    const { call, ledger } = await told()
    const { text } = await call('GET', '/v1/events?limit=1')
    const [row] = (await ledger.read.events('main', undefined, 1)).rows
    expect(text).toContain(
      `{"id":"${row?.id}","type":"payment.succeeded","timestamp":"${new Date(NOON).toISOString()}","data":${row?.data}}`,
    )
  })
})

describe('a replay', () => {
  const endpoint = (name: string, merchant: MerchantName, types?: readonly string[]) => ({
    ...{ name, merchant, url: `https://${name}.example`, secrets: [{ kind: 'v1', bytes: new Uint8Array(32) }] as const },
    ...(types && { types }),
  })

  async function withHooks() {
    const stand = await told()
    stand.hooks.push(endpoint('a', 'main'), endpoint('b', 'main', ['refund.succeeded']), endpoint('c', 'other'))
    const [event] = (await stand.call('GET', '/v1/events')).json.items
    return { ...stand, path: `/v1/events/${event.id}/replay` }
  }

  it('goes to every endpoint that wants events of the type, or to one that is named', async () => {
    const { call, path } = await withHooks()
    expect((await call('POST', path)).json).toEqual({ deliveries: [{ endpoint: 'a', state: 'due', tries: 0 }] })
    expect((await call('POST', path, { body: { endpoint: 'b' } })).json.deliveries).toMatchObject([{ endpoint: 'b' }])
  })

  it('enables the endpoint again that was disabled', async () => {
    const { call, path, ledger } = await withHooks()
    const disabled: Change = { put: 'endpoint', row: { merchant: 'main', endpoint: 'a', disabledAt: NOON, reason: 'silence' } }
    await ledger.transact(() => write([disabled]))
    await call('POST', path)
    expect(await ledger.read.endpoints('main')).toEqual([{ merchant: 'main', endpoint: 'a' }])
  })

  it('of another merchant’s event, or at another merchant’s endpoint, finds nothing', async () => {
    const { call, path } = await withHooks()
    const foreign = await call('POST', path, { as: 'other' })
    expect(foreign).toMatchObject({ status: 404, json: { detail: expect.stringMatching(/^event: /) } })
    expect(await call('POST', path, { body: { endpoint: 'c' } })).toMatchObject({ status: 404, json: { pointer: '/endpoint' } })
  })
})
