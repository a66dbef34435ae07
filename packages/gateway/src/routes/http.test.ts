import { z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import { handlerOf } from '../app.ts'
import { counted, guardsOf } from '../guard/guards.ts'
import { caller, newPayment, openStand } from '../stand.fixture.ts'
import { type RouteDoc, route } from './route.ts'

describe('HTTP', () => {
  it('answers HEAD as GET, without the body', async () => {
    const { call } = await openStand()
    await call('POST', '/v1/payments', { body: newPayment('T-1') })
    for (const path of ['/v1/payments', '/docs', '/openapi.json', '/healthz']) {
      const [get, head] = [await call('GET', path), await call('HEAD', path)]
      expect([head.status, head.headers.get('content-type'), head.text]).toEqual([200, get.headers.get('content-type'), ''])
    }
    expect(await call('HEAD', '/v1/payments', { as: 'nobody' })).toMatchObject({ status: 401, text: '' })
  })

  it.each([
    ['/v1/payments', 'GET, HEAD, OPTIONS, POST'],
    ['/v1/payments/ord_1', 'GET, HEAD, OPTIONS'],
    ['/v1/payments/ord_1/close', 'OPTIONS, POST'],
    ['/v1/webhook-endpoints/whe_1', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['/v1/reconciliations/qq-main/2026-11-27', 'GET, HEAD, OPTIONS'],
    ['/openapi.json', 'GET, HEAD, OPTIONS'],
    ['/docs/errors', 'GET, HEAD, OPTIONS'],
    ['/healthz', 'GET, HEAD, OPTIONS'],
    ['/notify/qq-main', 'OPTIONS, POST'],
  ])('says which methods %s has', async (path, allowed) => {
    const { call } = await openStand()
    const options = await call('OPTIONS', path, { as: 'nobody' })
    expect([options.status, options.headers.get('allow'), options.text]).toEqual([204, allowed, ''])
    const put = await call('PUT', path, { body: {} })
    expect(put).toMatchObject({ status: 405, json: { type: expect.stringMatching(/#METHOD$/) } })
    expect(put.headers.get('allow')).toBe(allowed)
  })

  it.each([
    '/',
    '/v1',
    '/v1/',
    '/v1/payments/',
    '/v1//payments',
    '/V1/payments',
    '/v1/payments/ord_1/',
    '/v1/payments/a/b/c',
    '/v2/payments',
    '/docs/',
    '/v1/payments;x=1',
  ])('has nothing at %s', async (path) => {
    const { call } = await openStand()
    expect(await call('GET', path)).toMatchObject({
      status: 404,
      json: { type: expect.stringMatching(/#ROUTE$/), code: 'NOT_FOUND' },
    })
  })

  it('keeps answers of the API to whoever asked', async () => {
    const { call } = await openStand()
    const { headers } = await call('GET', '/v1/payments')
    expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff'])
    expect(headers.get('x-request-id')).toMatch(/^req_/)
  })
})

describe('a route that is deprecated', () => {
  const doc: RouteDoc = {
    method: 'GET',
    path: '/v1/old/{id}',
    name: 'old',
    tag: 'payments',
    words: { en: 'Old', zh: '旧' },
    scope: 'payments:read',
    answers: { 200: { words: { en: 'ok', zh: '好' }, schema: z.object({ id: z.string() }) } },
    problems: ['NOT_FOUND'],
    deprecated: { at: Date.UTC(2026, 5, 30), sunset: Date.UTC(2027, 5, 30), link: 'https://pay.example.com/docs#old' },
  }

  it('says since when, until when, and where to read on; with its problems, too', async () => {
    const { parts, keys } = await openStand()
    const full = counted(parts)
    const old = route(doc, async ({ params }) => ({ status: 200, body: { id: params.id ?? '' } }))
    const call = caller(handlerOf(full, guardsOf(full), [old]), keys, [old])
    for (const answer of [
      await call('GET', '/v1/old/7'),
      await call('GET', '/v1/old/7?x=1'),
      await call('GET', '/v1/old/7', { as: 'nobody' }),
    ]) {
      expect(answer.headers.get('deprecation')).toBe('@1782777600')
      expect(answer.headers.get('sunset')).toBe('Wed, 30 Jun 2027 00:00:00 GMT')
      expect(answer.headers.get('link')).toBe('<https://pay.example.com/docs#old>; rel="deprecation"; type="text/html"')
    }
    const document = await call('GET', '/openapi.json')
    expect(document.json.paths['/v1/old/{id}'].get.deprecated).toBe(true)
  })

  it('is none yet', async () => {
    const { call } = await openStand()
    const { json } = await call('GET', '/openapi.json')
    expect(JSON.stringify(json)).not.toContain('"deprecated"')
    expect((await call('GET', '/v1/payments')).headers.has('deprecation')).toBe(false)
  })
})
