import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyed, REFUSED, served, settledAs } from './edge.fixture.ts'
import type { GatewayLogEvent } from './log.ts'
import { type PinoLogOptions, pinoLogs } from './log-pino.ts'
import { speak } from './server/raw.fixture.ts'

function given(options: PinoLogOptions = {}) {
  const lines: string[] = []
  const logs = pinoLogs({ ...options, destination: { write: (line) => void lines.push(line) } })
  return { ...logs, lines, last: () => JSON.parse(lines.at(-1) ?? 'null') }
}

describe('a line', () => {
  it('is JSON, with time, level and the fields of its event', () => {
    const { gateway, last } = given()
    gateway.write({ event: 'key.refused', why: 'expired', address: '192.0.2.1', requestId: 'req_1' })
    expect(last()).toEqual({
      ...{ level: 'warn', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), event: 'key.refused' },
      ...{ why: 'expired', address: '192.0.2.1', requestId: 'req_1' },
    })
  })

  it('of a request is an error where the gateway failed', () => {
    const { gateway, last } = given()
    const request = { event: 'request', method: 'GET', route: '*', durationMs: 1, requestId: 'req_1' } as const
    gateway.write({ ...request, status: 404 })
    expect(last()).toMatchObject({ level: 'info' })
    gateway.write({ ...request, status: 500 })
    expect(last()).toMatchObject({ level: 'error' })
  })

  it('is left out below its level', () => {
    const { core, lines } = given()
    core.write({ event: 'call', account: 'qq-1', verb: 'pay', outcome: 'done', durationMs: 1 })
    expect(lines).toEqual([])
  })
})

const secret = () => randomBytes(18).toString('hex')

describe('a secret never stands in a line', () => {
  it('under a name that events do not have, or that is never told', () => {
    const { gateway, lines } = given()
    const canary = secret()
    const careless = {
      ...{ event: 'failed', during: 'pay', name: 'Error' },
      ...{
        authorization: canary,
        apiKey: canary,
        body: canary,
        cause: { secret: canary },
        headers: { cookie: canary },
        [canary]: 1,
      },
    } as GatewayLogEvent
    gateway.write(careless)
    expect(lines.join('')).not.toContain(canary)
  })

  it('inside a sentence that somebody else wrote', () => {
    const bodies: readonly ((canary: string) => string)[] = [
      (canary) => `key tpk_live_${canary} is wrong`,
      (canary) => `no such secret whsec_${canary}== here`,
      (canary) => `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
      (canary) => `Authorization: Bearer ${canary}`,
      (canary) => `connect postgres://user:${canary}@db/tpkit`,
      (canary) => `https://wallet.example/?a=1&sign=${canary}&b=2`,
    ]
    const sentence = fc.tuple(fc.constantFrom(...bodies), fc.string(), fc.string())
    fc.assert(
      fc.property(sentence, ([write, before, after]) => {
        const { cashier, lines } = given()
        const canary = secret()
        cashier.write({ event: 'delivery.failed', endpoint: 'shop', tries: 1, reason: `${before} ${write(canary)} ${after}` })
        expect(lines).toHaveLength(1)
        expect(lines[0]).not.toContain(canary)
      }),
    )
  })

  it('however a request carries it: path, query, header, key, body, method', async () => {
    const { gateway, lines } = given({ level: 'trace' })
    const { url, events, world } = await served({ trustedProxies: ['127.0.0.1'] })
    const canaries = Array.from({ length: 10 }, secret)
    const [path, query, header, key, body, id, forged, method, broken, agent] = canaries
    await fetch(`${url}/v1/${path}?token=${query}`, {
      headers: { ...keyed('a', key), 'x-secret': `${header}`, 'user-agent': `${agent}` },
    })
    await fetch(`${url}/v1/things?token=${query}`, {
      method: 'POST',
      headers: { ...keyed('a'), 'idempotency-key': `${id}` },
      body: `${body}`,
    })
    world.settle = async () => settledAs('refused', REFUSED)
    await fetch(`${url}/notify/qq-1?sign=${query}`, { method: 'POST', body: `<xml><sign>${forged}</sign></xml>` })
    await fetch(`${url}/notify/${path}`, { method: 'POST', body: `${body}` })
    world.settle = () => Promise.reject(new Error(`${broken}`))
    await fetch(`${url}/notify/qq-1`, { method: 'POST', body: `${body}` })
    await speak(url, `${method} /${path} HTTP/1.1\r\nHost: ${header}\r\nAuthorization: ${key}\r\nConnection: close\r\n\r\n`)
    await speak(url, `GET /${path}\\ HTTP/1.1\r\nHost: a\r\nX-A: ${header}\r\nConnection: close\r\n\r\n`)
    for (const event of events) gateway.write(event)
    expect(lines.length).toBeGreaterThan(7)
    for (const canary of canaries) expect(lines.join('')).not.toContain(canary)
  })
})
