import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lost, MINUTE, openShop } from '../shop.fixture.ts'
import { type Breaker, type BreakerEvent, blockedUntil, CLOSED, moved } from './breaker.ts'
import { guardOf } from './guard.ts'

const SETTINGS = { failures: 3, resetMs: 30_000 }

describe('a breaker', () => {
  test('opens behind so many failures in a row, tries once after a while, and closes when that succeeds', () => {
    const after = (events: readonly BreakerEvent[], now = 0) =>
      events.reduce<Breaker>((held, event) => moved(held, event, now, SETTINGS), CLOSED)
    expect(after(['failed', 'failed']).state).toBe('closed')
    const open = after(['failed', 'failed', 'failed'])
    expect(open).toEqual({ state: 'open', until: 30_000 })
    expect(blockedUntil(open, 29_999, SETTINGS)).toBe(30_000)
    expect(blockedUntil(open, 30_000, SETTINGS)).toBeUndefined()
    const trying = moved(open, 'tries', 30_000, SETTINGS)
    expect(blockedUntil(trying, 30_000, SETTINGS)).toBe(60_000)
    expect(moved(trying, 'failed', 30_001, SETTINGS)).toEqual({ state: 'open', until: 60_001 })
    expect(moved(trying, 'succeeded', 30_001, SETTINGS)).toEqual(CLOSED)
  })

  test('is closed behind every success, whatever was before', () => {
    const events = fc.array(fc.constantFrom<BreakerEvent>('failed', 'succeeded', 'tries'))
    fc.assert(
      fc.property(events, (before) => {
        const held = before.reduce<Breaker>((breaker, event, at) => moved(breaker, event, at * 7000, SETTINGS), CLOSED)
        expect(moved(held, 'succeeded', before.length * 7000, SETTINGS)).toEqual(CLOSED)
      }),
    )
  })
})

describe('a guard', () => {
  test('lets so many calls at one account be under way, and another account none the fewer', async () => {
    const guard = guardOf({ concurrency: 2, breaker: SETTINGS }, { nowMs: () => 0 }, { write: () => undefined })
    const under = { a: 0, most: 0 }
    const ends: (() => void)[] = []
    const call = async () => {
      under.a += 1
      under.most = Math.max(under.most, under.a)
      await new Promise<void>((resolve) => ends.push(resolve))
      under.a -= 1
    }
    const all = Promise.all(Array.from({ length: 6 }, () => guard.call('a', call)))
    await guard.call('b', async () => undefined)
    while (under.a > 0 || ends.length > 0) {
      for (const end of ends.splice(0)) end()
      await new Promise((resolve) => setImmediate(resolve))
    }
    await all
    expect(under.most).toBe(2)
  })

  test('starts nothing while the wallet is down, and asks on: the first answer opens the way again', async () => {
    const shop = await openShop({ settings: { breaker: { failures: 2, resetMs: MINUTE } } })
    shop.line.mishap = lost
    for (const orderNo of ['T-1', 'T-2']) await shop.pay(orderNo)
    const calls = shop.line.calls.length
    expect(await shop.pay('T-3')).toMatchObject({ kind: 'refused', failure: { code: 'UNAVAILABLE' } })
    expect(shop.line.calls.length).toBe(calls)
    expect(shop.log).toContainEqual({ event: 'breaker.moved', account: 'qq-1', state: 'open' })
    shop.line.mishap = ({ reach }) => reach()
    shop.after(10_000)
    await shop.till.followUp()
    expect(await shop.pay('T-3')).toMatchObject({ kind: 'done' })
  })
})
