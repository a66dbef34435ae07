import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Protocol } from '../contract/protocol.ts'
import { fakeTP, manifest, NOW, notHere, wire } from '../hard-cases/world.fixture.ts'
import { cny, money } from '../money.ts'
import { nonce } from './nonce.ts'

const protocol: Protocol<'native', 'close' | 'queryRefund'> = {
  manifest: manifest({ scenes: ['native'], abilities: ['close', 'queryRefund'] }),
  payee: { mchId: '1' },
  pay: notHere,
  query: notHere,
  refund: notHere,
  notify: notHere,
  close: notHere,
  queryRefund: notHere,
  acknowledge: () => ({ status: 200, headers: [], body: '' }),
}
const connection = wire(() => ({}))
const tp = fakeTP(protocol, connection)
const order = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1000) } as const

describe('a mistake in a command is a sentence before anything is sent', () => {
  it.each([
    ['an amount of zero', { total: cny.fen(0) }, 'INVALID', /total: expected an amount above zero, found 0\.00/],
    ['a negative amount', { total: cny.fen(-1) }, 'INVALID', /above zero/],
    ['a fractional amount', { total: { amount: 19.9, currency: 'CNY' } }, 'INVALID', /expected money such as/],
    ['an amount as text', { total: { amount: '1990', currency: 'CNY' } }, 'INVALID', /expected money such as/],
    ['no amount', { total: undefined }, 'INVALID', /expected money such as/],
    ['too large an amount', { total: cny.fen(10_000_000_001n) }, 'LIMIT', /at most 100000000\.00 .* found 100000000\.01/],
    ['a currency that the wallet lacks', { total: money(1, 'USD') }, 'INVALID', /expected one of CNY/],
    ['too long an order number', { outTradeNo: 'A'.repeat(33) }, 'INVALID', /outTradeNo: expected 6 to 32 characters/],
    ['too short an order number', { outTradeNo: 'A' }, 'INVALID', /outTradeNo/],
    ['an order number with other characters', { outTradeNo: 'ORDER 1\n' }, 'INVALID', /outTradeNo/],
    ['an order number that is a number', { outTradeNo: 12345678 }, 'INVALID', /found 12345678/],
    ['an empty subject', { subject: '' }, 'INVALID', /subject: expected 1 to 127/],
    ['too long a subject', { subject: 'x'.repeat(128) }, 'INVALID', /found 128/],
    ['too long an attach', { attach: 'x'.repeat(129) }, 'INVALID', /attach/],
    ['an expiry in the past', { expiresAt: NOW - 1 }, 'INVALID', /expiresAt: expected a moment in the future/],
    ['an expiry that is a date text', { expiresAt: '2026-11-23' }, 'INVALID', /expiresAt/],
    [
      'a scene that the provider lacks',
      { scene: 'jsapi' },
      'UNSUPPORTED',
      /expected one that fake has \(native\), found "jsapi"/,
    ],
  ])('%s', async (_what, change, code, message) => {
    const paying = tp.pay({ ...order, ...change } as never)
    await expect(paying).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    expect(connection.sent).toHaveLength(0)
  })

  it('a refund above its order, without a number, or of nothing', async () => {
    const refund = { ...order, outRefundNo: 'R1', amount: cny.fen(1001) }
    await expect(tp.refund(refund)).rejects.toMatchObject({ code: 'LIMIT', message: expect.stringMatching(/at most 10\.00/) })
    await expect(tp.refund({ ...refund, amount: cny.fen(1), outRefundNo: '' })).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.refund({ ...refund, amount: cny.fen(0) })).rejects.toMatchObject({ code: 'INVALID' })
  })

  it('a reference without an order number, for every verb that takes one', async () => {
    const ref = { outTradeNo: '', total: cny.fen(1), outRefundNo: 'R1' }
    for (const asking of [tp.query(ref), tp.close(ref), tp.queryRefund(ref)]) {
      await expect(asking).rejects.toMatchObject({ code: 'INVALID', message: expect.stringMatching(/outTradeNo/) })
    }
  })

  it('no command at all, and times that are no times', async () => {
    await expect(tp.pay(undefined as never)).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.query(null as never)).rejects.toMatchObject({ code: 'INVALID' })
    await expect(tp.query({ ...order, paidAt: '2026-01-01T00:00:00Z' as never })).rejects.toThrow(/paidAt: expected milliseconds/)
    await expect(tp.query({ ...order, startedAt: Number.NaN })).rejects.toThrow(/startedAt/)
    await expect(tp.query({ ...order, sentAt: NOW / 1_000 })).rejects.toThrow(/sentAt: expected milliseconds/)
  })

  it('a refund of a payment that lies further back than the wallet refunds, where the caller says so', async () => {
    const refund = { ...order, outRefundNo: 'REFUND_1', amount: cny.fen(1) }
    const paidDaysAgo = (days: number) => tp.refund({ ...refund, paidAt: NOW - days * 86_400_000 })
    const { refundWindowDays } = protocol.manifest.limits
    await expect(paidDaysAgo(refundWindowDays + 1.01)).rejects.toMatchObject({ code: 'LIMIT', retry: 'never' })
    // The wallet stand-in answers nothing that a refund could be read from: what matters is that it was asked.
    await expect(paidDaysAgo(refundWindowDays + 0.99)).rejects.not.toMatchObject({ code: 'LIMIT' })
  })

  it('a notify above the size limit, before anything of it is read', async () => {
    const huge = { headers: new Map(), query: '', body: new Uint8Array(1_000_001) }
    await expect(tp.notify(huge)).rejects.toMatchObject({ code: 'LIMIT' })
  })
})

it('a nonce has the length asked for, letters and digits only, whatever the random bytes are', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), fc.integer({ min: 1, max: 40 }), (stream, length) => {
      const bytes = (count: number) => Uint8Array.from({ length: count }, () => Number(stream.next().value))
      expect(nonce({ bytes }, length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`))
    }),
  )
})
