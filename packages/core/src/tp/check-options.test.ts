import { describe, expect, it } from 'vitest'
import type { Protocol } from '../contract/protocol.ts'
import { fakeTP, manifest, notHere, wire } from '../hard-cases/world.fixture.ts'
import { cny } from '../money.ts'
import { nonce } from './nonce.ts'

const protocol: Protocol<'native'> = {
  manifest: manifest({ scenes: ['native'], abilities: [] }),
  payee: { mchId: '1' },
  *pay() {
    throw new RangeError('a secret may stand here')
  },
  query: notHere,
  refund: notHere,
  notify: notHere,
  acknowledge: () => ({ status: 200, headers: [], body: '' }),
}
const order = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1000) } as const

describe('options of a call that are wrong are a sentence before anything is sent', () => {
  it.each([
    ['null', null, /options: expected an object/],
    ['a controller in place of its signal', { signal: new AbortController() }, /an AbortController; pass its signal/],
    ['a signal that is text', { signal: 'now' }, /signal: expected an AbortSignal, found a string/],
    ['afterUnknown that is text', { afterUnknown: 'yes' }, /afterUnknown: expected true/],
    ['an option that nobody knows', { timeoutMs: 5 }, /found "timeoutMs"; remove it/],
  ])('%s', async (_what, options, message) => {
    const connection = wire(() => ({}))
    const tp = fakeTP(protocol, connection)
    for (const call of [tp.pay(order, options as never), tp.query(order, options as never)]) {
      await expect(call).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(message) })
    }
    expect(connection.sent).toHaveLength(0)
  })
})

it('an INTERNAL failure says what to do, and no cause that is not there', async () => {
  await expect(
    fakeTP(
      protocol,
      wire(() => ({})),
    ).pay(order),
  ).rejects.toMatchObject({
    code: 'INTERNAL',
    message: 'the provider or a port failed with RangeError; report it, with this name, to the author of the plugin',
  })
})

it('a random port that gives too little ends a call instead of freezing it', () => {
  expect(() => nonce({ bytes: () => new Uint8Array() }, 8)).toThrow(/RANDOM: expected 8 bytes, found fewer/)
})

it.each([Number.NaN, undefined, '2026'])('a clock that says %s is told at the first call', async (now) => {
  const connection = wire(() => ({}))
  const tp = fakeTP(protocol, connection, { clock: { nowMs: () => now as never } })
  await expect(tp.pay(order)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringMatching(/^CLOCK: /) })
  expect(connection.sent).toHaveLength(0)
})
