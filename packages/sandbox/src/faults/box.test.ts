import type { FaultRule } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultBox, type Passing } from './box.ts'
import { FAULTS } from './catalogue.ts'

const passing = (call: Passing['call'], outTradeNo: string | undefined, now: number): Passing => ({
  at: call === 'notify' ? 'notify' : 'call',
  call,
  outTradeNo: () => outTradeNo,
  now,
  also: [],
})

/** Which faults strike one call of a box, at every stage. */
function struck(box: ReturnType<typeof faultBox>, message: Passing): readonly string[] {
  const names: string[] = []
  for (const stage of ['before', 'message', 'after', 'transport'] as const) {
    box.strike(stage, message, ({ fault }) => names.push(fault.name) > 0)
  }
  return names
}

const box = (...rules: readonly FaultRule[]) => faultBox(FAULTS, 'a seed', rules)

describe('a rule strikes where everything fits', () => {
  test('the call', () => {
    const wallet = box({ fault: 'slow', call: 'refund' })
    expect(struck(wallet, passing('pay', 'T-1', 0))).toEqual([])
    expect(struck(wallet, passing('refund', 'T-1', 0))).toEqual(['slow'])
  })

  test('the order', () => {
    const wallet = box({ fault: 'slow', outTradeNo: 'T-1' })
    expect(struck(wallet, passing('pay', 'T-2', 0))).toEqual([])
    expect(struck(wallet, passing('pay', undefined, 0))).toEqual([])
    expect(struck(wallet, passing('query', 'T-1', 0))).toEqual(['slow'])
  })

  test('a fault of calls leaves notifies alone, and the other way round', () => {
    const wallet = box({ fault: 'slow' }, { fault: 'notify-late' })
    expect(struck(wallet, passing('notify', 'T-1', 0))).toEqual(['notify-late'])
    expect(struck(wallet, passing('pay', 'T-1', 0))).toEqual(['slow'])
  })

  test('so many times, and a strike that found nothing to spoil does not count', () => {
    const wallet = box({ fault: 'slow', times: 2 })
    wallet.strike('transport', passing('pay', 'T-1', 0), () => false)
    expect([1, 2, 3].flatMap((now) => struck(wallet, passing('pay', 'T-1', now)))).toEqual(['slow', 'slow'])
  })

  test('several strike one call, in the order of their stages', () => {
    const wallet = box({ fault: 'slow' }, { fault: 'half-body' }, { fault: 'unsigned-answer' }, { fault: 'http-503' })
    expect(struck(wallet, passing('pay', 'T-1', 0))).toEqual(['http-503', 'unsigned-answer', 'half-body', 'slow'])
  })

  test('one that lasts strikes until it is over, and counts as once', () => {
    const wallet = box({ fault: 'outage', value: 1000, times: 1 })
    const strikes = [0, 1, 999, 1000, 5000].map((now) => struck(wallet, passing('pay', 'T-1', now)).length)
    expect(strikes).toEqual([1, 1, 1, 0, 0])
  })
})

describe('chance', () => {
  test('100 percent is always, and about so many strike of a share', () => {
    const counted = (percent: number): number => {
      const wallet = box({ fault: 'slow', percent })
      return Array.from({ length: 1000 }, (_, now) => struck(wallet, passing('pay', 'T', now)).length).filter(Boolean).length
    }
    expect(counted(100)).toBe(1000)
    expect(counted(30)).toBeGreaterThan(250)
    expect(counted(30)).toBeLessThan(350)
  })

  test('another seed draws otherwise', () => {
    const history = (seed: string): readonly number[] => {
      const wallet = faultBox(FAULTS, seed, [{ fault: 'slow', percent: 50 }])
      return Array.from({ length: 64 }, (_, now) => struck(wallet, passing('pay', 'T', now)).length)
    }
    expect(history('a')).toEqual(history('a'))
    expect(history('a')).not.toEqual(history('b'))
  })

  const rule = fc.record(
    {
      fault: fc.constantFrom('slow', 'drop-after', 'half-body', 'outage', 'http-503', 'notify-late'),
      percent: fc.integer({ min: 1, max: 100 }),
      times: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: ['fault'] },
  )
  const message = fc.record({
    call: fc.constantFrom('pay', 'query', 'refund', 'notify'),
    order: fc.nat(3),
    now: fc.nat(1_000_000),
  })

  test('the same seed, rules and calls leave the same trace', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(rule, { maxLength: 5 }),
        fc.array(message, { maxLength: 50 }),
        (seed, rules, messages) => {
          const trace = () => {
            const wallet = faultBox(FAULTS, seed, rules)
            for (const { call, order, now } of messages) struck(wallet, passing(call as Passing['call'], `T-${order}`, now))
            return wallet.trace()
          }
          expect(trace()).toEqual(trace())
        },
      ),
    )
  })
})

describe('the box', () => {
  test('tells its rules, and takes others in their place', () => {
    const wallet = box({ fault: 'slow' })
    wallet.arm([{ fault: 'hang', times: 1 }])
    expect(wallet.rules()).toEqual([{ fault: 'hang', times: 1 }])
    expect(struck(wallet, passing('pay', 'T-1', 5))).toEqual(['hang'])
    expect(wallet.trace()).toEqual([{ at: 5, fault: 'hang', call: 'pay', outTradeNo: 'T-1' }])
    wallet.arm([])
    expect(struck(wallet, passing('pay', 'T-1', 6))).toEqual([])
  })

  test.each<[FaultRule, RegExp]>([
    [{ fault: 'slwo' }, /did you mean slow/],
    [{ fault: 'slow', times: 1.5 }, /slow\*/],
    [{ fault: 'slow', percent: Number.NaN }, /slow%/],
    [{ fault: 'slow', value: 0.5 }, /slow: expected/],
  ])('refuses %j and keeps its rules', (wrong, sentence) => {
    const wallet = box({ fault: 'hang' })
    expect(() => wallet.arm([wrong])).toThrow(sentence)
    expect(wallet.rules()).toEqual([{ fault: 'hang' }])
  })

  test('keeps the latest of its trace only', () => {
    const wallet = box({ fault: 'slow' })
    for (let now = 0; now < 10_005; now += 1) struck(wallet, passing('pay', 'T', now))
    expect(wallet.trace()).toHaveLength(10_000)
    expect(wallet.trace()[0]?.at).toBe(5)
  })
})
