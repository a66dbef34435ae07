import { write } from '@tpkit/cashier'
import { describe, expect, it } from 'vitest'
import { NOON, openStand } from '../stand.fixture.ts'

async function registered(body: object = {}) {
  const stand = await openStand()
  const added = await stand.call('POST', '/v1/webhook-endpoints', { body: { url: 'https://shop.example/hooks', ...body } })
  const path = `/v1/webhook-endpoints/${added.json.endpoint?.id}`
  return { ...stand, added, path }
}

describe('a webhook endpoint', () => {
  it('is registered with a secret that is shown once', async () => {
    const { call, added, path } = await registered({ types: ['payment.succeeded'] })
    expect(added.status).toBe(201)
    expect(added.headers.get('location')).toBe(path)
    expect(added.json.secret).toMatch(/^whsec_/)
    const read = await call('GET', path)
    expect(read.json).toEqual(added.json.endpoint)
    expect(read.json).toMatchObject({ url: 'https://shop.example/hooks', types: ['payment.succeeded'], secrets: 1 })
    expect((await call('GET', '/v1/webhook-endpoints')).json.items).toEqual([read.json])
  })

  it('may be signed with Ed25519, or under a secret that is brought along', async () => {
    expect((await registered({ kind: 'ed25519' })).added.json.secret).toMatch(/^whpk_/)
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    expect((await registered({ secret })).added.json.secret).toBe(secret)
    const { added } = await registered({ secret: 'whsec_short' })
    expect(added).toMatchObject({ status: 400, json: { pointer: '/secret' } })
    expect(added.text).not.toContain('whsec_short')
  })

  it('changes what is given, and nothing else', async () => {
    const { call, path } = await registered({ types: ['payment.succeeded'] })
    const moved = await call('PATCH', path, { body: { url: 'https://shop.example/new' } })
    expect(moved.json).toMatchObject({ url: 'https://shop.example/new', types: ['payment.succeeded'] })
    expect((await call('PATCH', path, { body: { types: null } })).json.types).toBeUndefined()
    expect(await call('PATCH', path, { body: { types: ['nonsense'] } })).toMatchObject({ status: 400 })
  })

  it('gets a new secret, keeps the old one until it is dropped', async () => {
    const { call, path, added } = await registered()
    const rotated = await call('POST', `${path}/rotate`)
    expect(rotated.json).toMatchObject({ endpoint: { secrets: 2 } })
    expect(rotated.json.secret).not.toBe(added.json.secret)
    expect((await call('POST', `${path}/drop-old-secrets`)).json.secrets).toBe(1)
  })

  it('is gone once it is removed', async () => {
    const { call, path } = await registered()
    expect(await call('DELETE', path)).toMatchObject({ status: 204, text: '' })
    for (const [method, end] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/drop-old-secrets'],
    ] as const)
      expect(await call(method, path + end)).toMatchObject({ status: 404 })
  })

  it('that was disabled says since when, and why', async () => {
    const { call, path, added, ledger } = await registered()
    const row = { merchant: 'main', endpoint: added.json.endpoint.id, disabledAt: NOON, reason: 'answered 410' }
    await ledger.transact(() => write([{ put: 'endpoint', row }]))
    const { json } = await call('GET', path)
    expect(json).toMatchObject({ disabledAt: new Date(NOON).toISOString(), disabledReason: 'answered 410' })
  })

  it.each(['ftp://shop.example', 'shop.example', '//shop.example/x', 'javascript:alert(1)', 'https://'])(
    'at %s is refused',
    async (url) => {
      expect((await registered({ url })).added).toMatchObject({ status: 400, json: { pointer: '/url' } })
    },
  )
})
