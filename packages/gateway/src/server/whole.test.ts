import { describe, expect, it, onTestFinished } from 'vitest'
import { newPayment, openStand } from '../stand.fixture.ts'
import { serveGateway } from './serve.ts'

async function givenAGatewayThatListens() {
  const stand = await openStand()
  const server = await serveGateway(stand.gateway, { port: 0 })
  onTestFinished(async () => void (await server.drain(0)))
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${stand.keys.main}`, 'content-type': 'application/json' }
    const answer = await fetch(server.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    const json: { readonly id: string; readonly prompt: { readonly text: string } } = JSON.parse(await answer.text())
    return { status: answer.status, json }
  }
  const tell = async (body: string) => {
    const answer = await fetch(`${server.url}/notify/qq-main`, { method: 'POST', body })
    return { status: answer.status, text: await answer.text() }
  }
  return { ...stand, ask, tell, url: server.url }
}

describe('a gateway over real books, a real protocol and a wallet, by sockets', () => {
  it('makes a payment, hears that it was paid, and counts it', async () => {
    const { ask, tell, wallet, clock, url } = await givenAGatewayThatListens()
    const made = await ask('POST', '/v1/payments', newPayment('T-1'))
    expect(made.status).toBe(201)
    wallet.act(made.json.prompt.text, 'pay', clock.at)
    const [notify] = wallet.due(clock.at)
    const told = Buffer.from(notify?.body ?? []).toString()
    expect(await tell(told.replace('1990', '1'))).toMatchObject({ status: 400 })
    expect((await ask('GET', `/v1/payments/${made.json.id}`)).json).toMatchObject({ status: 'open' })
    expect(await tell(told)).toMatchObject({ status: 200, text: expect.stringContaining('SUCCESS') })
    expect((await ask('GET', `/v1/payments/${made.json.id}`)).json).toMatchObject({ status: 'paid' })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('tpkit_notifies_total{account="qq-main",what="moved"} 1')
    expect(metrics).toContain('tpkit_notify_lag_seconds_count{account="qq-main"} 1')
    expect(metrics).toContain('tpkit_notifies_total{account="qq-main",what="refused"} 1')
    expect(metrics).toContain('tpkit_books_readable 1')
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  })

  it('refuses in the same form, whether a handler says so or the server', async () => {
    const { url, keys } = await givenAGatewayThatListens()
    const headers = { authorization: `Bearer ${keys.main}`, 'content-type': 'application/json' }
    const large = await fetch(`${url}/v1/payments`, { method: 'POST', headers, body: 'x'.repeat(70_000) })
    const wrong = await fetch(`${url}/v1/payments`, { method: 'POST', headers, body: '{}' })
    expect([large.status, wrong.status]).toEqual([413, 400])
    for (const answer of [large, wrong]) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      const id = answer.headers.get('x-request-id')
      expect(await answer.json()).toMatchObject({
        type: expect.stringContaining('/docs/errors#'),
        instance: id,
        detail: expect.any(String),
      })
    }
  })
})
