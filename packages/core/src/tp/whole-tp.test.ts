import { describe, expect, it } from 'vitest'
import { within } from '../container/within.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { TP } from '../contract/tp.ts'
import { tpError } from '../errors.ts'
import { manifest, NOW } from '../hard-cases/world.fixture.ts'
import { cny } from '../money.ts'
import { TransportError } from '../ports.ts'
import { lackingOf } from './lacking.ts'
import { judgedTP } from './whole-tp.ts'

const usual = manifest({ scenes: ['native'], abilities: ['close', 'statement', 'probe'] })
const order = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1000) } as const
const pending = { kind: 'payment', status: 'pending', outTradeNo: 'ORDER_1', source: 'query', raw: {} } as const
const reply = { kind: 'done', value: { outTradeNo: 'ORDER_1', prompt: { kind: 'qr', text: 'x' } } } as const
const never = () => new Promise<never>(() => undefined)

/** A plugin's TP as JavaScript may write it. */
const sdk = {
  manifest: usual,
  payee: { mchId: '1' },
  pay: async (): Promise<unknown> => reply,
  query: async (): Promise<unknown> => pending,
  refund: never,
  notify: never,
  close: never,
  probe: never,
  async *statement(): AsyncGenerator<unknown> {
    yield { columns: { a: '1' } }
  },
  acknowledge: () => ({ status: 200, headers: [], body: '' }),
}

function judged(change: object, callTimeoutMs = 10_000): TP<Scene, Ability> {
  const own = { ...sdk, manifest: { ...usual, timing: { ...usual.timing, callTimeoutMs } }, ...change }
  return judgedTP(own as unknown as TP<Scene, Ability>, { clock: { nowMs: () => NOW }, within })
}
const rejecting = (error: unknown) => async () => {
  throw error
}
const unknown = (code: string) => ({ kind: 'unknown', failure: { code, retry: 'same-number' }, checkAfterMs: 5_000 })

describe('a plugin that answers for itself cannot make a shop pay twice', () => {
  it.each([
    ['throws an error of its own after sending', rejecting(new Error('socket hang up')), 'INTERNAL'],
    ['throws something that is no error', rejecting('no'), 'INTERNAL'],
    [
      'throws before it answers a promise',
      () => {
        throw new TypeError('x')
      },
      'INTERNAL',
    ],
    ['throws a failure that comes after sending', rejecting(tpError('UNAVAILABLE', 'down')), 'UNAVAILABLE'],
    [
      'throws that the answer was too large',
      rejecting(new TransportError({ code: 'LIMIT', message: 'too large', retry: 'same-number' }, true)),
      'LIMIT',
    ],
    ['answers nothing', async () => undefined, 'INTERNAL'],
    ['answers nonsense', async () => ({ kind: 'ok' }), 'INTERNAL'],
    ['says done of nothing', async () => ({ kind: 'done' }), 'INTERNAL'],
    [
      'says paid without an amount',
      async () => ({ kind: 'done', value: { ...reply.value, fact: { ...pending, status: 'paid' } } }),
      'INTERNAL',
    ],
    ['refuses without a failure', async () => ({ kind: 'refused', failure: {} }), 'INTERNAL'],
  ])('pay that %s is unknown', async (_what, pay, code) => {
    await expect(judged({ pay }).pay(order)).resolves.toMatchObject(unknown(code))
  })

  it('pay that never answers is unknown after twice the call time, or when the caller gives up', async () => {
    await expect(judged({ pay: never }, 1).pay(order)).resolves.toMatchObject(unknown('TIMEOUT'))
    const caller = new AbortController()
    const paying = judged({ pay: never }).pay(order, { signal: caller.signal })
    caller.abort()
    await expect(paying).resolves.toMatchObject(unknown('TIMEOUT'))
    // Nothing was sent: the plugin was not asked.
    await expect(judged({ pay: never }).pay(order, { signal: caller.signal })).resolves.toMatchObject({ kind: 'refused' })
  })

  it.each(['INVALID', 'UNSUPPORTED', 'LIMIT', 'CONFIG'] as const)(
    'a mistake (%s) is thrown, as of every provider',
    async (code) => {
      await expect(judged({ pay: rejecting(tpError(code, 'no')) }).pay(order)).rejects.toMatchObject({ code })
    },
  )

  it('a refusal after an unknown outcome is unknown', async () => {
    const pay = async () => ({ kind: 'refused', failure: tpError('DECLINED', 'no') })
    await expect(judged({ pay }).pay(order, { afterUnknown: true })).resolves.toMatchObject(unknown('DECLINED'))
    await expect(judged({ pay }).pay(order)).resolves.toMatchObject({ kind: 'refused' })
  })

  it('hands on what is as it should be', async () => {
    const tp = judged({})
    await expect(tp.pay(order)).resolves.toEqual(reply)
    await expect(tp.query(order)).resolves.toEqual(pending)
    const rows = []
    for await (const row of tp.statement({ day: '2026-01-31', kind: 'trade' })) rows.push(row)
    expect(rows).toHaveLength(1)
  })
})

describe('a read of a plugin that answers for itself', () => {
  it.each([
    ['an error of its own', rejecting(new Error('x')), 'INTERNAL'],
    ['a failure', rejecting(tpError('UNVERIFIED', 'forged')), 'UNVERIFIED'],
    ['nothing', async () => undefined, 'MALFORMED'],
    ['a fact without a source', async () => ({ ...pending, source: undefined }), 'MALFORMED'],
    ['a payment of an unknown status', async () => ({ ...pending, status: 'PAID' }), 'MALFORMED'],
    [
      'paid in floating yuan',
      async () => ({ ...pending, status: 'paid', total: { amount: 19.9, currency: 'CNY' } }),
      'MALFORMED',
    ],
  ])('%s', async (_what, query, code) => {
    await expect(judged({ query }).query(order)).rejects.toMatchObject({ code, name: expect.stringMatching('TPError') })
  })

  it('"no such order" means nothing while the payment may be on its way', async () => {
    const tp = judged({ query: async () => ({ kind: 'absent' }) })
    const absent = { kind: 'absent', mayAppearUntil: NOW + usual.timing.quietMs }
    await expect(tp.query(order)).resolves.toEqual(absent)
    await expect(tp.query({ ...order, sentAt: NOW })).resolves.toEqual(absent)
    await expect(tp.query({ ...order, sentAt: NOW - usual.timing.quietMs })).resolves.toEqual({ kind: 'absent' })
  })

  it('that never answers ends, and so does a statement whose row is none', async () => {
    await expect(judged({ query: never }, 1).query(order)).rejects.toMatchObject({ code: 'TIMEOUT' })
    await expect(judged({}, 1).probe()).rejects.toMatchObject({ code: 'TIMEOUT' })
    const rows = judged({
      async *statement() {
        yield 'row'
      },
    }).statement({ day: '2026-01-31', kind: 'trade' })
    await expect(rows[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MALFORMED' })
  })

  it('and every mistake in a command is found before the plugin is asked', async () => {
    const tp = judged({ pay: rejecting(new Error('asked')), query: rejecting(new Error('asked')) })
    await expect(tp.pay(null as never)).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.pay({ ...order, total: cny.fen(0) })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.query(undefined as never)).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.notify({ body: 'text' } as never)).rejects.toMatchObject({ code: 'INVALID' })
  })
})

it.each([
  ['nothing at all', undefined, 'manifest, payee, pay, query, refund, notify, acknowledge'],
  ['a promise', Promise.resolve(sdk), 'manifest, payee, pay'],
  ['a declared ability that is not there', { ...sdk, close: undefined }, 'have close, found'],
  ['a verb that is no function', { ...sdk, refund: true }, 'have refund, found'],
  ['no payee', { ...sdk, payee: {} }, 'have payee, found'],
])('a TP with %s is not built', (_what, tp, words) => {
  expect(lackingOf(tp)).toContain(words)
  expect(lackingOf(sdk)).toBeUndefined()
})
