import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addMoney,
  cny,
  compareMoney,
  formatMoney,
  minorDigits,
  money,
  moneyFromJson,
  moneyToJson,
  parseMoney,
  sameMoney,
  showMoney,
  subtractMoney,
  sumMoney,
} from './money.ts'

const currency = fc.constantFrom('CNY', 'USD', 'JPY')
const amount = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n })
const anyMoney = fc.record({ amount, currency })

describe('money is text once, at the edge', () => {
  it.each([
    ['0.01', 1n],
    ['0.29', 29n],
    ['0.3', 30n],
    ['1.15', 115n],
    ['4.35', 435n],
    ['8.8', 880n],
    ['19.9', 1990n],
    ['1145.14', 114514n],
    ['99999999.99', 9999999999n],
    ['20', 2000n],
    ['-0.05', -5n],
  ])('%s yuan are %s fen: no digit is lost where floating point loses one', (text, fen) => {
    expect(cny.yuan(text)).toEqual({ amount: fen, currency: 'CNY' })
  })

  it.each([
    '1e3',
    '19.999',
    '１９.９９',
    '1,000.00',
    ' 1 ',
    '+1',
    '0x10',
    'NaN',
    'true',
    '',
    '.5',
    '5.',
    '01',
    '--1',
    '9'.repeat(16),
  ])('refuses %j and says what it expected', (text) => {
    expect(() => cny.yuan(text)).toThrow(/expected decimal text/)
  })

  it('refuses what is no text at all', () => {
    expect(() => cny.yuan(19.9 as never)).toThrow(/found number/)
  })

  it('reads back every amount that it writes, and writes back every text that it reads', () => {
    fc.assert(
      fc.property(anyMoney, (value) => sameMoney(parseMoney(formatMoney(value), value.currency), value)),
      { numRuns: 2000 },
    )
    const text = fc
      .tuple(fc.nat({ max: 10 ** 9 }), fc.nat({ max: 99 }))
      .map(([yuan, fen]) => `${yuan}.${String(fen).padStart(2, '0')}`)
    fc.assert(
      fc.property(text, (written) => formatMoney(cny.yuan(written)) === written),
      { numRuns: 2000 },
    )
  })

  it('shows as many places as the currency has', () => {
    expect(formatMoney(money(1990n, 'CNY'))).toBe('19.90')
    expect(formatMoney(money(1990n, 'JPY'))).toBe('1990')
    expect(formatMoney(money(-5n, 'CNY'))).toBe('-0.05')
  })
})

describe('money is whole minor units', () => {
  it.each([19.9, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %s instead of rounding it', (value) => {
    expect(() => cny.fen(value)).toThrow(/whole number of minor units/)
  })

  it.each([['2000'], [''], [[]], [true], [null], [undefined], [{}]])(
    'refuses %j, which JavaScript would turn into a number',
    (value) => {
      expect(() => moneyFromJson({ amount: value as never, currency: 'CNY' })).toThrow(/whole number of minor units/)
    },
  )

  it('is shown in sentences without ever failing', () => {
    expect(showMoney(cny.fen(1990))).toBe('19.90 CNY')
    expect(showMoney({ amount: 5n, currency: 'XXX' })).toBe('5 minor units of "XXX"')
    expect(showMoney(undefined as never)).toContain('undefined')
  })

  it('refuses a currency that it does not know, also names that every object has', () => {
    for (const name of ['XXX', 'constructor', '__proto__', '']) expect(() => minorDigits(name)).toThrow(/expected one of/)
  })

  it('adds, subtracts and compares within one currency only', () => {
    expect(() => addMoney(money(1, 'CNY'), money(1, 'USD'))).toThrow(/expected CNY on both sides/)
    expect(() => compareMoney(money(1, 'CNY'), money(1, 'USD'))).toThrow(/expected CNY/)
    expect(sameMoney(money(1, 'CNY'), money(1, 'USD'))).toBe(false)
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const [left, right] = [cny.fen(a), cny.fen(b)]
        expect(subtractMoney(addMoney(left, right), right)).toEqual(left)
        expect(compareMoney(left, right)).toBe(a < b ? -1 : a > b ? 1 : 0)
        expect(sumMoney([left, right], 'CNY')).toEqual(addMoney(left, right))
      }),
    )
  })

  it('is an integer in JSON, both ways, and refuses what JSON cannot keep', () => {
    fc.assert(fc.property(anyMoney, (value) => sameMoney(moneyFromJson(JSON.parse(JSON.stringify(moneyToJson(value)))), value)))
    expect(() => moneyToJson(cny.fen(2n ** 53n))).toThrow(/at most 9007199254740991/)
  })
})
