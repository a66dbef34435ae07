import { describe, expect, it } from 'vitest'
import { type EdgeStand, edgeStand, keyed } from '../edge.fixture.ts'

function ask(stand: EdgeStand, path: string, headers: Record<string, string> = {}, address = '192.0.2.1'): Promise<Response> {
  return stand.fetch(new Request(`http://a${path}`, { headers: { ...keyed('a'), ...headers } }), { address })
}

describe('every request', () => {
  it('has an id, which the answer and the log have, too', async () => {
    const stand = edgeStand()
    const ids = [await ask(stand, '/v1/things'), await ask(stand, '/none')].map(({ headers }) => headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(2)
    expect(stand.events).toMatchObject([
      {
        event: 'request',
        method: 'GET',
        route: '/v1/things',
        status: 200,
        requestId: ids[0],
        merchant: 'main',
        keyId: 'a000000000000000',
      },
      { event: 'request', method: 'GET', route: '*', status: 404, requestId: ids[1] },
    ])
  })

  it('has the id of a configured proxy, and not that of a stranger', async () => {
    const stand = edgeStand({ trustedProxies: ['10.0.0.0/8'] })
    const given = { 'x-request-id': 'lb-4711' }
    expect((await ask(stand, '/v1/things', given, '10.0.0.1')).headers.get('x-request-id')).toBe('lb-4711')
    expect((await ask(stand, '/v1/things', given, '192.0.2.1')).headers.get('x-request-id')).toMatch(/^req_/)
    for (const bad of ['a b', 'x'.repeat(129), '"<script>"'])
      expect((await ask(stand, '/v1/things', { 'x-request-id': bad }, '10.0.0.1')).headers.get('x-request-id')).toMatch(/^req_/)
  })

  it('is told of under its route, whatever a stranger writes for path or method', async () => {
    const stand = edgeStand()
    await ask(stand, '/v1/secret-of-somebody')
    await stand.fetch(new Request('http://a/v1/things', { method: 'BREW' }), { address: '192.0.2.1' })
    expect(stand.events).toMatchObject([{ route: '*' }, { route: '*', method: 'OTHER' }])
    expect(JSON.stringify(stand.events)).not.toContain('somebody')
  })

  it('is told with the code of its problem', async () => {
    const stand = edgeStand()
    await ask(stand, '/v1/things', { authorization: 'Bearer none' })
    expect(stand.events).toMatchObject([{ status: 401, code: 'UNAUTHORIZED' }])
  })

  it('is asked plainly, wherever the gateway is mounted', async () => {
    const stand = edgeStand()
    for (const path of ['/v1%2fthings', '/v1/things%00', '/v1/%5cthings']) expect((await ask(stand, path)).status).toBe(400)
    expect((await ask(stand, '/v1/things', { 'content-encoding': 'gzip' })).status).toBe(415)
  })

  it('is answered with what browsers must not do; HSTS only behind https', async () => {
    const [https, http] = [edgeStand(), edgeStand({ publicUrl: 'http://127.0.0.1:8080' })]
    expect((await ask(https, '/none')).headers.get('strict-transport-security')).toBe('max-age=15552000')
    expect((await ask(http, '/none')).headers.has('strict-transport-security')).toBe(false)
    expect((await ask(https, '/none')).headers.get('x-content-type-options')).toBe('nosniff')
    http.settings.publicUrl = 'https://pay.example.com'
    expect((await ask(http, '/none')).headers.get('strict-transport-security')).toBe('max-age=15552000')
  })

  it('counts by a reload’s proxies at once', async () => {
    const stand = edgeStand()
    const from = { 'x-forwarded-for': '203.0.113.5' }
    await ask(stand, '/v1/things', from, '10.0.0.1')
    stand.settings.trustedProxies = ['10.0.0.0/8']
    await ask(stand, '/v1/things', from, '10.0.0.1')
    expect(stand.events).toMatchObject([{ address: '10.0.0.1' }, { address: '203.0.113.5' }])
  })
})
