import { verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EventRow } from '../books/rows.ts'
import { endpoint, header, idOf, NOON, PAIR, SHARED } from './merchant.fixture.ts'
import { webhook } from './message.ts'

const event: EventRow = {
  id: 'evt_0192',
  merchant: 'main',
  type: 'payment.succeeded',
  at: NOON - 5000,
  data: '{"order":{"subject":"茶 ☕ \\"x\\"","total":{"amount":1990,"currency":"CNY"}}}',
}
const OLD = Buffer.from('the secret before the rotation...')
const bodyText = (request: ReturnType<typeof webhook>) => String(Buffer.from(request.body ?? []))

describe('a message as Standard Webhooks send it', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOON }))
  afterEach(() => void vi.useRealTimers())

  const request = webhook(
    event,
    endpoint('shop', {
      secrets: [
        { kind: 'v1', bytes: SHARED },
        { kind: 'v1', bytes: OLD },
        { kind: 'v1a', privateKey: PAIR.privateKey },
      ],
    }),
    NOON,
  )
  const headers = Object.fromEntries(request.headers)

  test.each([SHARED, OLD])('v1: the library of Standard Webhooks verifies it under each of several secrets', (secret) => {
    const read = new Webhook(`whsec_${secret.toString('base64')}`).verify(bodyText(request), headers)
    expect(read).toEqual({
      type: 'payment.succeeded',
      timestamp: '2026-01-05T03:59:55.000Z',
      data: { order: { subject: '茶 ☕ "x"', total: { amount: 1990, currency: 'CNY' } } },
    })
  })

  test('v1a: Ed25519 verifies it', () => {
    const signature = header(request, 'webhook-signature').split(' ')[2] ?? ''
    expect(signature.startsWith('v1a,')).toBe(true)
    const signed = Buffer.from(`${idOf(request)}.${header(request, 'webhook-timestamp')}.${bodyText(request)}`)
    expect(verify(null, signed, PAIR.publicKey, Buffer.from(signature.slice(4), 'base64'))).toBe(true)
  })

  test('a changed body, id or time, and a stranger with another secret are refused', () => {
    const genuine = new Webhook(SHARED, { format: 'raw' })
    expect(() => genuine.verify(`${bodyText(request)} `, headers)).toThrow('No matching signature')
    expect(() => genuine.verify(bodyText(request), { ...headers, 'webhook-id': 'evt_0193' })).toThrow('No matching signature')
    const later = { ...headers, 'webhook-timestamp': String(NOON / 1000 + 1) }
    expect(() => genuine.verify(bodyText(request), later)).toThrow('No matching signature')
    const stranger = new Webhook(Buffer.from('somebody else'), { format: 'raw' })
    expect(() => stranger.verify(bodyText(request), headers)).toThrow('No matching signature')
  })

  test('body and id are the same in every try, the time is that of the try', () => {
    const again = webhook(event, endpoint('shop'), NOON + 60_000)
    expect(bodyText(again)).toBe(bodyText(request))
    expect(idOf(again)).toBe(event.id)
    expect(header(again, 'webhook-timestamp')).toBe(String(NOON / 1000 + 60))
  })
})
