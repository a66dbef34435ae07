import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Scene } from '../contract/scene.ts'
import { cny, money } from '../money.ts'
import { type MethodPlan, type RouteRule, route, type Share } from './route.ts'

const SCENES: readonly Scene[] = ['native', 'micropay', 'app']

const method = (...rules: RouteRule[]): MethodPlan => ({ name: 'wallet', merchant: 'main', rules })
const to = (account: string, when: RouteRule['when'] = {}): RouteRule => ({ use: [{ account, weight: 1 }], when })
const order = (outTradeNo: string, fen = 100) => ({ scene: 'native', outTradeNo, total: cny.fen(fen) }) as const

const share = fc.record({ account: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.integer({ min: 1, max: 1000 }) })
const use = fc
  .uniqueArray(share, { minLength: 1, maxLength: 4, selector: ({ account }) => account })
  .map(([first, ...rest]): RouteRule['use'] => [first ?? { account: 'a', weight: 1 }, ...rest])
const amount = fc.bigInt({ min: 1n, max: 1000n })
const when = fc.record(
  {
    scene: fc.uniqueArray(fc.constantFrom(...SCENES), { minLength: 1 }),
    currency: fc.constantFrom('CNY', 'JPY'),
    minAmount: amount,
    maxAmount: amount,
  },
  { requiredKeys: [] },
)
const plan = fc.array(fc.record({ use, when }), { minLength: 1, maxLength: 5 }).map((rules) => method(...rules))
const command = fc.record({
  scene: fc.constantFrom(...SCENES),
  outTradeNo: fc.stringMatching(/^[0-9A-Za-z]{6,32}$/),
  total: fc.tuple(amount, fc.constantFrom('CNY', 'JPY')).map(([each, currency]) => money(each, currency)),
})

describe('the account of a payment', () => {
  it('is the same every time that its order number is asked for, whatever else changed in the order', () => {
    fc.assert(
      fc.property(plan, command, fc.string(), (asked, given, subject) => {
        expect(route(asked, { ...given, ...{ subject } })).toEqual(route(structuredClone(asked), { ...given }))
      }),
    )
  })

  it('stands in the first rule that fits, and no rule before it fits', () => {
    fc.assert(
      fc.property(plan, command, (asked, given) => {
        const chosen = route(asked, given)
        const first = asked.rules.find((rule) => route(method(rule), given) !== undefined)
        expect(chosen === undefined).toBe(first === undefined)
        if (chosen && first) expect(first.use.map(({ account }) => account)).toContain(chosen.account)
      }),
    )
  })

  it('does not depend on rules that do not fit, nor on those behind', () => {
    fc.assert(
      fc.property(use, command, (shares, given) => {
        const alone = route(method({ use: shares, when: {} }), given)
        const never = to('z', { scene: ['h5'] })
        expect(route(method(never, { use: shares, when: {} }, to('z')), given)?.account).toBe(alone?.account)
      }),
    )
  })

  it('is the only one where there is only one, whatever its weight', () => {
    fc.assert(
      fc.property(command, fc.integer({ min: 1, max: 1_000_000 }), (given, weight) => {
        expect(route(method({ use: [{ account: 'a', weight }], when: {} }), given)?.account).toBe('a')
      }),
    )
  })
})

describe('weights', () => {
  const ORDERS = 20_000

  it.each<readonly Share[][]>([
    [
      [
        { account: 'a', weight: 9 },
        { account: 'b', weight: 1 },
      ],
    ],
    [
      [
        { account: 'a', weight: 1 },
        { account: 'b', weight: 1 },
        { account: 'c', weight: 2 },
      ],
    ],
    [
      [
        { account: 'a', weight: 999 },
        { account: 'b', weight: 1 },
      ],
    ],
  ])('come out as shares over many order numbers', (shares) => {
    const [first = { account: 'a', weight: 1 }, ...rest] = shares
    const asked = method({ use: [first, ...rest], when: {} })
    const found = new Map<string, number>()
    for (let each = 0; each < ORDERS; each += 1) {
      const account = route(asked, order(`ORDER${each}`))?.account ?? ''
      found.set(account, (found.get(account) ?? 0) + 1)
    }
    const total = shares.reduce((sum, { weight }) => sum + weight, 0)
    for (const { account, weight } of shares) {
      const expected = (ORDERS * weight) / total
      // Five standard deviations: the numbers are fixed, so this holds or does not, for good.
      const tolerance = 5 * Math.sqrt(expected * (1 - weight / total))
      expect(Math.abs((found.get(account) ?? 0) - expected)).toBeLessThan(tolerance)
    }
  })

  it('of two methods do not go together: each draws by its own name', () => {
    const shares: RouteRule['use'] = [
      { account: 'a', weight: 1 },
      { account: 'b', weight: 1 },
    ]
    const [one, two] = ['wallet', 'checkout'].map((name) => ({ ...method({ use: shares, when: {} }), name }))
    const same = Array.from({ length: 1000 }, (_none, each) => order(`ORDER${each}`)).filter(
      (given) => one && two && route(one, given)?.account === route(two, given)?.account,
    )
    expect(same.length).toBeGreaterThan(400)
    expect(same.length).toBeLessThan(600)
  })

  it('moved a little move few orders: an account that gains takes from the others and loses none', () => {
    const before = method({
      use: [
        { account: 'a', weight: 50 },
        { account: 'b', weight: 50 },
      ],
      when: {},
    })
    const after = method({
      use: [
        { account: 'a', weight: 60 },
        { account: 'b', weight: 40 },
      ],
      when: {},
    })
    for (let each = 0; each < 1000; each += 1) {
      const given = order(`ORDER${each}`)
      if (route(before, given)?.account === 'a') expect(route(after, given)?.account).toBe('a')
    }
  })
})

describe('a condition', () => {
  const ranged = method(to('a', { currency: 'CNY', minAmount: 100n, maxAmount: 200n }))

  it.each([
    [99, undefined],
    [100, 'a'],
    [200, 'a'],
    [201, undefined],
  ])('takes both ends of its amounts: %d fen', (fen, account) => {
    expect(route(ranged, order('ORDER1', fen))?.account).toBe(account)
  })

  it('of amounts is for one currency: 150 yen are no 150 fen', () => {
    expect(route(ranged, { ...order('ORDER1'), total: money(150n, 'JPY') })).toBeUndefined()
  })

  it('of scenes takes any of them', () => {
    const asked = method(to('a', { scene: ['native', 'app'] }), to('b'))
    const chosen = SCENES.map((scene) => route(asked, { ...order('ORDER1'), scene })?.account)
    expect(chosen).toEqual(['a', 'b', 'a'])
  })
})

describe('why', () => {
  it('names the rule, its condition and the share, in words', () => {
    const asked = method(to('a', { scene: ['micropay'] }), {
      use: [
        { account: 'b', weight: 9 },
        { account: 'c', weight: 1 },
      ],
      when: { currency: 'CNY', scene: ['native', 'app'], minAmount: 100n, maxAmount: 500_000n },
    })
    expect(route(asked, order('ORDER1'))).toEqual({
      account: 'b',
      because: 'methods.wallet, rule 2, scene native or app, from 1.00 CNY, up to 5000.00 CNY; 9 of 10, by the order number',
    })
    expect(route(method(to('a')), order('ORDER1'))).toEqual({ account: 'a', because: 'methods.wallet' })
  })
})
