import { fail, tpError } from '@tpkit/core/errors'
import { describe, expect, it } from 'vitest'
import { NOON, newPayment, openStand } from '../stand.fixture.ts'
import { KINDS, type ProblemKind } from './kinds.ts'

type Cashier = Awaited<ReturnType<typeof openStand>>['till']

const NAMES = Object.keys(KINDS) as ProblemKind[] // its own names

/** What a gateway answers where its cashier does that. */
async function where(pay: Cashier['pay']) {
  const stand = await openStand(({ cashier }) => ({ cashier: { ...cashier, pay } }))
  return { ...stand, answer: await stand.call('POST', '/v1/payments', { body: newPayment('T-1') }) }
}

describe('the table of problems', () => {
  it('holds every TP code under its own name', () => {
    const codes = new Set(NAMES.map((name) => KINDS[name].code))
    for (const code of codes) expect(KINDS[code].code).toBe(code)
  })

  it('has names, statuses and words that a client can hold on to', () => {
    for (const name of NAMES) {
      const { status, title, zh } = KINDS[name]
      expect(name).toMatch(/^[A-Z_]+$/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(title).toMatch(/^[A-Z].+[^.]$/)
      expect(zh).toMatch(/\p{Script=Han}/u)
    }
    expect(new Set(NAMES.map((name) => KINDS[name].title)).size).toBe(NAMES.length)
  })
})

describe('a problem', () => {
  it('carries the TP code, the advice, the wallet’s words, and the id of the request', async () => {
    const provider = { code: 'FREQUENCY_LIMITED', message: '频率限制' }
    const { answer } = await where(async () => ({
      kind: 'refused',
      failure: fail('RATE', 'pay: expected fewer calls, found many', { provider }),
    }))
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(answer.json).toEqual({
      type: 'https://pay.example.com/docs/errors#RATE',
      title: 'The wallet wants fewer calls',
      status: 429,
      detail: 'pay: expected fewer calls, found many',
      instance: answer.headers.get('x-request-id'),
      code: 'RATE',
      retry: 'later',
      wallet: provider,
    })
  })

  it('says how long to wait, where the cashier knows', async () => {
    const { answer } = await where(async () => ({
      kind: 'refused',
      failure: fail('CONFLICT', 'expected it ended'),
      retryAt: NOON + 61_500,
    }))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, '62'])
  })

  it.each([
    ['a bug', () => new TypeError('cannot read secret-of-mine'), 500, 'INTERNAL'],
    ['what is no error', () => 'secret-of-mine', 500, 'INTERNAL'],
    ['a bug of a plugin', () => tpError('INTERNAL', 'secret-of-mine'), 500, 'INTERNAL'],
    ['a mistake of the configuration', () => tpError('CONFIG', 'secret-of-mine'), 500, 'CONFIG'],
  ])('of %s keeps its words for itself; the log has its name', async (_, thrown, status, code) => {
    const { answer, log } = await where(() => Promise.reject(thrown()))
    expect(answer).toMatchObject({ status, json: { code, detail: expect.stringMatching(/^expected .+, found /) } })
    expect(answer.text).not.toContain('secret-of-mine')
    expect(log).toContainEqual(
      expect.objectContaining({ event: 'failed', during: '/v1/payments', requestId: answer.json.instance }),
    )
    expect(JSON.stringify(log)).not.toContain('secret-of-mine')
  })

  it('of books that cannot be written now is 503, and asks for the same number', async () => {
    const unreachable = tpError(
      'UNAVAILABLE',
      'ledger: expected PostgreSQL to write, found that it cannot (connect 10.1.2.3:5432)',
    )
    const { answer } = await where(() => Promise.reject(unreachable))
    expect(answer).toMatchObject({
      status: 503,
      json: { retry: 'same-number', detail: expect.stringMatching(/^expected the books/) },
    })
    expect(answer.text).not.toContain('10.1.2.3')
    expect(answer.headers.has('retry-after')).toBe(true)
  })
})
