import type { Manifest } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AttemptRow } from '../books/rows.ts'
import { openShop } from '../shop.fixture.ts'
import { type Learned, nextStep, type Surroundings } from './next-step.ts'

const shop = await openShop()
const manifest: Manifest = shop.ports.wallets.account('qq-1').manifest
const { earliestCloseMs, micropay } = manifest.timing
const onScan: Manifest = { ...manifest, createdOnScan: ['native'] }

const ATTEMPT: AttemptRow = {
  ...{ id: 'att_1', orderId: 'ord_1', account: 'qq-1', outTradeNo: 'T-1', scene: 'native', status: 'pending', checks: 0 },
  ...{ total: { amount: 1990n, currency: 'CNY' }, createdAt: 0, sentAt: 0, expiresAt: 900_000 },
}
const UNKNOWN = { asked: 'pay', since: 0, code: 'TIMEOUT' } as const
const LATE = Math.max(1_000_000, earliestCloseMs + 1)

const around = (more: Partial<Surroundings> = {}): Surroundings => ({ now: LATE, manifest, canPayAgain: true, ...more })

describe('money rule 8: unknown ends by what the wallet says, never because time passed', () => {
  test('money rule 8: while the wallet says "it may still appear", nothing ends, closes or is sent again', () => {
    const learned: Learned = { looked: 'not-yet', until: LATE + 5 }
    expect(nextStep({ ...ATTEMPT, unknown: UNKNOWN }, learned, around())).toEqual({ do: 'wait', until: LATE + 5 })
  })

  test('money rule 8: a payment that was never confirmed is sent again under its number before it is closed', () => {
    const attempt = { ...ATTEMPT, unknown: UNKNOWN }
    expect(nextStep(attempt, {}, around())).toEqual({ do: 'query' })
    expect(nextStep(attempt, { looked: 'absent' }, around())).toEqual({ do: 'pay-again' })
  })

  test('money rule 8: at the counter it is never paid again: it is reversed', () => {
    const counter: AttemptRow = { ...ATTEMPT, scene: 'micropay', unknown: UNKNOWN }
    const later = around({ now: Math.max(LATE, (micropay?.earliestReverseMs ?? 0) + 1), canPayAgain: false })
    const steps = [{}, { refused: true as const }, { refused: true as const, looked: 'absent' as const }].map(
      (learned) => nextStep(counter, learned, later).do,
    )
    expect(steps).toEqual(['reverse', 'query', 'end'])
  })

  test('money rule 8: what only the payer brings about is not sent again to be closed: it ends with its expiry', () => {
    const attempt = { ...ATTEMPT, unknown: UNKNOWN }
    expect(nextStep(attempt, { looked: 'absent' }, around({ manifest: onScan }))).toEqual({ do: 'end' })
  })

  test('money rule 8: whatever is held and learned, an attempt ends only after the wallet said that it knows nothing', () => {
    const attempts = fc.record({
      status: fc.constantFrom('pending', 'paid', 'closed', 'failed', 'reversed'),
      scene: fc.constantFrom('native', 'micropay', 'app'),
      wish: fc.constantFrom(undefined, 'close', 'reverse'),
      unknown: fc.constantFrom(undefined, UNKNOWN, { ...UNKNOWN, asked: 'close' }),
      sentAt: fc.constantFrom(undefined, 0, LATE),
    })
    const learning = fc.record({
      looked: fc.constantFrom(undefined, 'there', 'absent', 'not-yet'),
      refused: fc.constantFrom(undefined, true),
      unclear: fc.constantFrom(undefined, true),
    })
    fc.assert(
      fc.property(attempts, learning, fc.integer({ min: 0, max: 3 * LATE }), fc.boolean(), (row, learned, now, canPayAgain) => {
        const step = nextStep(
          present({ ...ATTEMPT, ...row }) as AttemptRow,
          present(learned) as Learned,
          around({ now, canPayAgain }),
        )
        if (step.do === 'end') expect([learned.looked, row.status]).toEqual(['absent', 'pending'])
        if (step.do === 'pay-again') expect([row.scene, row.status, learned.looked]).not.toContain('micropay')
        if (row.status !== 'pending' && row.status !== 'paid') expect(step).toEqual({ do: 'none' })
        if (learned.unclear && row.status === 'pending') expect(step.do).toBe('wait')
      }),
    )
  })
})

describe('an attempt', () => {
  test('that may still be paid is only looked at', () => {
    expect(nextStep(ATTEMPT, {}, around({ now: 1000 }))).toEqual({ do: 'query' })
    expect(nextStep(ATTEMPT, { looked: 'there' }, around({ now: 1000 }))).toEqual({ do: 'wait' })
  })

  test('past its expiry is closed; what was refused is looked at once more', () => {
    expect(nextStep(ATTEMPT, {}, around())).toEqual({ do: 'close' })
    expect(nextStep(ATTEMPT, { refused: true }, around())).toEqual({ do: 'query' })
    expect(nextStep(ATTEMPT, { refused: true, looked: 'there' }, around())).toEqual({ do: 'wait' })
  })

  test('is not closed before its wallet allows it', () => {
    const wish = { ...ATTEMPT, wish: 'close' } as const
    expect(nextStep(wish, { looked: 'there' }, around({ now: 1 }))).toEqual({ do: 'wait', until: earliestCloseMs })
  })

  test('that its wallet creates on scan is looked at by the schedule until it expires, for the payer may scan at any moment', () => {
    const learned: Learned = { looked: 'not-yet', until: ATTEMPT.expiresAt }
    expect(nextStep(ATTEMPT, learned, around({ now: 1000 }))).toEqual({ do: 'wait', until: ATTEMPT.expiresAt })
    expect(nextStep(ATTEMPT, learned, around({ now: 1000, manifest: onScan }))).toEqual({ do: 'wait' })
    const late: Learned = { looked: 'not-yet', until: LATE + 5 }
    expect(nextStep(ATTEMPT, late, around({ manifest: onScan }))).toEqual({ do: 'wait', until: LATE + 5 })
  })

  test('of a scene that the wallet does not close is never closed, nor brought about once more', () => {
    const excepted = { ...manifest, except: { close: ['native'] as const } }
    const rows = fc.record({
      wish: fc.constantFrom(undefined, 'close', 'reverse'),
      unknown: fc.constantFrom(undefined, UNKNOWN, { ...UNKNOWN, asked: 'close' }),
    })
    const learning = fc.record({
      looked: fc.constantFrom(undefined, 'there', 'absent', 'not-yet'),
      refused: fc.constantFrom(undefined, true),
    })
    fc.assert(
      fc.property(rows, learning, fc.integer({ min: 0, max: 3 * LATE }), (row, learned, now) => {
        const attempt = present({ ...ATTEMPT, ...row }) as AttemptRow
        const { do: step } = nextStep(attempt, present(learned) as Learned, around({ now, manifest: excepted }))
        expect(['query', 'wait', 'end']).toContain(step)
        if (step === 'end') expect(learned.looked).toBe('absent')
      }),
    )
  })

  test('of a wallet that cannot close stays watched', () => {
    const unable = { ...manifest, abilities: [] }
    expect(nextStep(ATTEMPT, {}, around({ manifest: unable }))).toEqual({ do: 'query' })
    expect(nextStep(ATTEMPT, { looked: 'there' }, around({ manifest: unable }))).toEqual({ do: 'wait' })
  })
})

/** Optional properties are absent, not undefined. */
function present(row: object): object {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
}
