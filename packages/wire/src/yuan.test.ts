import { dinero, toDecimal, toSnapshot } from 'dinero.js/bigint'
import * as currencies from 'dinero.js/bigint/currencies'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fenToYuan, yuanToFen } from './yuan.ts'

const seed = 20_261_123
const amounts = fc.bigInt({ min: -(10n ** 17n) + 1n, max: 10n ** 17n - 1n })

test.each([
  ['0.01', 1n],
  ['0.29', 29n],
  ['0.3', 30n],
  ['1.15', 115n],
  ['4.35', 435n],
  ['8.8', 880n],
  ['9.8', 980n],
  ['19.9', 1990n],
  ['19.99', 1999n],
  ['1145.14', 114514n],
  ['99999999.99', 9999999999n],
])('A052: %s yuan are exactly %i fen', (text, fen) => {
  expect(yuanToFen(text)).toBe(fen)
})

test('equal amounts in their three spellings; refunds of statements are negative', () => {
  expect([yuanToFen('20'), yuanToFen('20.0'), yuanToFen('20.00')]).toEqual([2000n, 2000n, 2000n])
  expect([yuanToFen('-3.00'), yuanToFen('-0.05'), yuanToFen('0.00')]).toEqual([-300n, -5n, 0n])
  expect([fenToYuan(2000n), fenToYuan(-5n), fenToYuan(0n), fenToYuan(7n)]).toEqual(['20.00', '-0.05', '0.00', '0.07'])
})

const WRONG = [
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
  '007',
  '1.',
  '--1',
  '1n',
  '1_000',
]
test.each([...WRONG, '-', '1.5.0', '1 000', '1\n', '¥1', '1元', '٣', '`20.00', 'Infinity', '1234567890123456'])(
  'A053: %j is refused',
  (text) => {
    expect(() => yuanToFen(text)).toThrow(expect.objectContaining({ code: 'INVALID' }))
  },
)

test.each([1, Number.NaN, true, null, undefined, [], ['1'], {}])('A053: %j, which is no text, is refused', (value) => {
  expect(() => Reflect.apply(yuanToFen, undefined, [value])).toThrow(expect.objectContaining({ code: 'INVALID' }))
})

test('law: every amount comes back from its text', () => {
  fc.assert(
    fc.property(amounts, (fen) => yuanToFen(fenToYuan(fen)) === fen),
    { numRuns: 2_000, seed },
  )
})

test('law: dinero.js writes the same text and holds the same amount', () => {
  const check = (fen: bigint) => {
    const oracle = dinero({ amount: fen, currency: currencies.CNY })
    expect(toDecimal(oracle)).toBe(fenToYuan(fen))
    expect(toSnapshot(oracle).amount).toBe(yuanToFen(toDecimal(oracle)))
  }
  fc.assert(fc.property(amounts, check), { numRuns: 2_000, seed })
})
