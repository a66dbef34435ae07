import type { FaultRule } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAULTS } from './catalogue.ts'
import { parseFaults } from './text.ts'

function written({ fault, value, call, times, percent, outTradeNo }: FaultRule): string {
  const part = (mark: string, found: string | number | undefined): string => (found === undefined ? '' : `${mark}${found}`)
  return fault + part(':', value) + part('@', call) + part('*', times) + part('%', percent) + part('#', outTradeNo)
}

describe('a rule as text', () => {
  test.each<[string, readonly FaultRule[]]>([
    ['', []],
    ['drop-after', [{ fault: 'drop-after' }]],
    ['drop-after@pay', [{ fault: 'drop-after', call: 'pay' }]],
    ['slow:1500', [{ fault: 'slow', value: 1500 }]],
    ['slow:3s', [{ fault: 'slow', value: 3000 }]],
    ['notify-late:10m', [{ fault: 'notify-late', value: 600_000 }]],
    ['outage:2h*1', [{ fault: 'outage', value: 7_200_000, times: 1 }]],
    ['clock-skew:-10m', [{ fault: 'clock-skew', value: -600_000 }]],
    ['http-503%12.5', [{ fault: 'http-503', percent: 12.5 }]],
    [
      'notify-duplicate:3@notify*1%50#T-1',
      [{ fault: 'notify-duplicate', value: 3, call: 'notify', times: 1, percent: 50, outTradeNo: 'T-1' }],
    ],
    ['drop-before#A*B@C|d_e', [{ fault: 'drop-before', outTradeNo: 'A*B@C|d_e' }]],
    [' slow , half-body*2 ', [{ fault: 'slow' }, { fault: 'half-body', times: 2 }]],
  ])('%s', (text, rules) => {
    expect(parseFaults(text)).toEqual(rules)
  })

  const rule: fc.Arbitrary<FaultRule> = fc.constantFrom(...FAULTS).chain((fault) =>
    fc.record(
      {
        fault: fc.constant(fault.name),
        call: fc.constantFrom(
          ...(fault.at === 'notify' ? (['notify'] as const) : (['pay', 'query', 'refund', 'queryRefund'] as const)),
        ),
        times: fc.integer({ min: 1, max: 999_999_999 }),
        percent: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
        outTradeNo: fc.stringMatching(/^[0-9A-Za-z_\-|*@]{1,32}$/),
        ...(fault.value && { value: fc.integer({ min: fault.value.least, max: fault.value.most }) }),
      },
      { requiredKeys: ['fault'] },
    ),
  )

  test('whatever its parts are, written in their order it reads as that rule', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), (rules) => {
        expect(parseFaults(rules.map(written).join(','))).toEqual(rules)
      }),
    )
  })

  test.each([
    ['drop-aftr', /drop-aftr.*did you mean drop-after/],
    ['Drop-After', /expected fault\[:value\]\[@call\]/],
    ['lost', /did you mean notify-lost/],
    ['xyzzy', /found "xyzzy"; docs\/faults\.md lists them all$/],
    ['slow,', /nothing between two commas/],
    ['slow*1:5', /expected fault\[:value\]/],
    ['slow:soon', /slow: expected a whole number, or a time.*"soon"/],
    ['slow:-1', /slow: expected 0 to [0-9]+ milliseconds, found -1; without a value it is 3000/],
    ['notify-duplicate:1', /expected 2 to 100 copies, found 1/],
    ['half-body:3', /half-body: expected no value, found 3/],
    ['slow@payy', /slow@: expected one of pay, .*"payy"; did you mean pay/],
    ['slow@notify', /slow@: expected one of pay/],
    ['slow@probe', /found "probe"; a probe arrives as a query, so say query/],
    ['notify-late@probe', /notify-late@: expected notify.*; leave it out/],
    ['notify-late@pay', /notify-late@: expected notify/],
    ['slow*0', /slow\*: expected how often.*found 0/],
    ['slow*often', /slow\*: expected a whole number, found "often"/],
    ['slow%0', /slow%: expected a share above 0.*found 0/],
    ['slow%101', /slow%: .*found 101/],
    ['slow#a b', /expected fault\[:value\]/],
  ])('%s is refused, with what was expected', (text, sentence) => {
    expect(() => parseFaults(text)).toThrow(sentence)
  })

  test('a long wrong text costs nothing and is not repeated', () => {
    const long = 'slow:'.repeat(20_000)
    expect(() => parseFaults(long)).toThrow(/^.{0,400}$/s)
  })
})

test('every fault has a name of its own, in lower case, and a title in both languages', () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length)
  for (const { name, at, title } of FAULTS) {
    expect(name).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/)
    expect(name.startsWith('notify-')).toBe(at === 'notify')
    expect(title.en).toMatch(/^[\x20-\x7e]+$/)
    expect(title.zh).toMatch(/\p{Script=Han}/u)
  }
})
