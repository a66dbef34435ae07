import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Asked, Said, ScriptedOrder, WalletScript } from './script.ts'
import { type ScriptedWalletOptions, scriptedWallet } from './wallet.ts'

const [NOW, MINUTE, HOUR, DAY] = [Date.UTC(2026, 10, 23, 4), 60_000, 3_600_000, 86_400_000]

/** A dialect that says everything as it is: what is tried here is the engine. */
function newWallet(options: Partial<ScriptedWalletOptions> = {}, other: Partial<WalletScript> = {}) {
  const said: Said[] = []
  const script: WalletScript = {
    open: ({ body }) => JSON.parse(new TextDecoder().decode(body), revived),
    answer: (each, { mchId }) => {
      said.push(structuredClone(each))
      return { status: 200, headers: [], body: Buffer.from(JSON.stringify({ ...each, mchId }, shown)) }
    },
    notify: ({ mchId, outTradeNo, total, paidAt }) => {
      const text = `${mchId} ${outTradeNo} ${total}`
      return { url: '', headers: [], body: Buffer.from(paidAt === NOW ? text : `${paidAt} ${text}`) }
    },
    acknowledged: ({ status }) => status === 204,
    ...other,
  }
  const wallet = scriptedWallet(script, { merchants: ['ours', 'theirs'], ...options })
  const ask = (asked: Asked, now = NOW): WalletAnswer | undefined => wallet.handle(request(asked), now)
  return { wallet, ask, last: () => said.at(-1) }
}

const shown = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value)
const revived = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && /^[0-9]+n$/.test(value) ? BigInt(value.slice(0, -1)) : value

function request(asked: Asked): WalletRequest {
  return { method: 'POST', origin: '', path: '', headers: new Map(), body: Buffer.from(JSON.stringify(asked, shown)) }
}

const pay = (
  outTradeNo: string,
  total = 5_000n,
  more: { readonly authCode?: string; readonly expiresAt?: number } = {},
): Asked => ({
  ...{ call: 'pay', mchId: 'ours', outTradeNo, subject: 'Tea', total, currency: 'CNY' },
  ...more,
})
const refund = (outTradeNo: string, outRefundNo: string, amount: bigint): Asked => ({
  ...{ call: 'refund', mchId: 'ours', outTradeNo, outRefundNo, amount },
})
const about = (call: 'query' | 'close' | 'reverse', outTradeNo: string): Asked => ({ call, mchId: 'ours', outTradeNo })

function orderIn(said: Said | undefined): ScriptedOrder {
  if (said?.kind !== 'order') throw new Error(`expected an order, found ${said?.kind}`)
  return said.order
}

function soldAt(options: Partial<ScriptedWalletOptions> = {}, total = 5_000n) {
  const made = newWallet(options)
  made.ask(pay('A1', total))
  made.wallet.act(`https://lantern.example/${orderIn(made.last()).token}`, 'pay', NOW)
  return made
}

const refused = (reason: string) => ({ kind: 'refused', reason })

describe('the books of a scripted wallet', () => {
  test('one number is one order; with other content it is refused, and so it is once it is paid or closed', () => {
    const { ask, last, wallet } = soldAt()
    ask(pay('A1'))
    expect(last()).toEqual(refused('paid'))
    ask(pay('A2'))
    ask(pay('A2', 6_000n))
    expect(last()).toEqual(refused('other-content'))
    ask(about('close', 'A2'))
    ask(pay('A2'))
    expect(last()).toEqual(refused('closed'))
    expect(wallet.books(NOW).map(({ outTradeNo, status }) => `${outTradeNo} ${status}`)).toEqual(['A1 paid', 'A2 closed'])
  })

  test('a prompt dies at its expiry, or when its life ends', () => {
    const { ask, wallet } = newWallet({ promptLifeMs: HOUR })
    ask(pay('A1'))
    ask(pay('A2', 5_000n, { expiresAt: NOW + MINUTE }))
    const states = (now: number) => wallet.books(now).map(({ status }) => status)
    expect(states(NOW + MINUTE - 1)).toEqual(['open', 'open'])
    expect(states(NOW + MINUTE)).toEqual(['open', 'closed'])
    expect(states(NOW + HOUR)).toEqual(['closed', 'closed'])
  })

  test('a payment code is good for one order; a small amount needs no password', () => {
    const { ask, last, wallet } = newWallet()
    const [small, usual] = [wallet.paymentCode?.(NOW) ?? '', wallet.paymentCode?.(NOW) ?? '']
    ask(pay('A1', 999n, { authCode: small }))
    expect(orderIn(last()).status).toBe('paid')
    ask(pay('A2', 1_000n, { authCode: usual }))
    expect(orderIn(last()).status).toBe('open')
    for (const authCode of [small, '900000000000000009']) {
      ask(pay('A3', 1_000n, { authCode }))
      expect(last()).toEqual(refused('wrong-code'))
    }
    wallet.act(usual, 'wrong-password', NOW)
    wallet.act(usual, 'pay', NOW)
    expect(() => wallet.act(usual, 'pay', NOW)).toThrow(/expected an open order, found one that is paid/)
    expect(wallet.books(NOW).map(({ status }) => status)).toEqual(['paid', 'paid'])
  })

  test('a refund takes its time, can fail, and is sent again under its number', () => {
    const { ask, last, wallet } = soldAt({ refundDelayMs: MINUTE })
    const state = (now: number) => wallet.books(now)[0]?.refunds.map(({ status }) => status)
    ask(refund('A1', 'R1', 2_000n))
    ask(refund('A1', 'R1', 1_000n))
    expect(last()).toEqual(refused('other-content'))
    wallet.settleRefund?.({ mchId: 'ours', outRefundNo: 'R1' }, 'failed', NOW)
    expect(state(NOW)).toEqual(['failed'])
    ask(refund('A1', 'R1', 2_000n))
    expect(state(NOW)).toEqual(['processing'])
    expect(state(NOW + MINUTE)).toEqual(['refunded'])
    expect(() => wallet.settleRefund?.({ mchId: 'ours', outRefundNo: 'R1' }, 'failed', NOW)).toThrow(/under way, found none/)
  })

  test('refunds never give back more than was paid, however they are sent', () => {
    const amounts = fc.array(fc.record({ number: fc.integer({ min: 1, max: 4 }), amount: fc.bigInt({ min: 1n, max: 4_000n }) }))
    fc.assert(
      fc.property(amounts, (asked) => {
        const { ask, wallet } = soldAt()
        for (const { number, amount } of asked) ask(refund('A1', `R${number}`, amount))
        const refunds = wallet.books(NOW)[0]?.refunds ?? []
        expect(refunds.reduce((sum, { amount }) => sum + amount, 0n)).toBeLessThanOrEqual(5_000n)
        expect(new Set(refunds.map(({ outRefundNo }) => outRefundNo)).size).toBe(refunds.length)
      }),
    )
  })

  test('a reversal gives back what is left, once, under no number of the merchant', () => {
    const { ask, last, wallet } = soldAt()
    ask(refund('A1', 'R1', 2_000n))
    for (const _again of [1, 2]) ask(about('reverse', 'A1'))
    expect(orderIn(last())).toMatchObject({ status: 'reversed', reversal: { amount: 3_000n }, refunds: [{ outRefundNo: 'R1' }] })
    const amounts = wallet.books(NOW)[0]?.refunds.map(({ outRefundNo, amount }) => `${outRefundNo} ${amount}`)
    expect(amounts).toEqual(['R1 2000', 'A1 3000'])
    ask(about('close', 'A1'))
    expect(last()).toEqual(refused('closed'))
  })

  test('reversing what nobody paid gives nothing back; what is over stays what it is', () => {
    const { ask, wallet } = newWallet()
    for (const outTradeNo of ['A1', 'A2']) ask(pay(outTradeNo))
    ask(about('close', 'A2'))
    for (const outTradeNo of ['A1', 'A2']) ask(about('reverse', outTradeNo))
    expect(wallet.books(NOW)).toMatchObject([
      { status: 'reversed', refunds: [] },
      { status: 'closed', refunds: [] },
    ])
  })

  test('a statement holds the payments, refunds and reversals of its Beijing day, and no others, once the day is over', () => {
    const { ask, last } = soldAt()
    const asked = (mchId: string, day: string): Asked => ({ call: 'statement', mchId, day })
    ask(refund('A1', 'R1', 2_000n), NOW + DAY)
    ask(about('reverse', 'A1'), NOW + DAY)
    ask(asked('ours', '2026-11-24'), NOW + DAY)
    expect(last()).toEqual(refused('not-ready'))
    ask(asked('ours', '2026-11-23'), NOW + 2 * DAY)
    expect(last()).toMatchObject({ payments: [{ outTradeNo: 'A1', status: 'paid' }], refunds: [], reversals: [] })
    ask(asked('ours', '2026-11-24'), NOW + 2 * DAY)
    expect(last()).toMatchObject({
      payments: [],
      refunds: [{ refund: { outRefundNo: 'R1' } }],
      reversals: [{ outTradeNo: 'A1', status: 'reversed' }],
    })
    ask(asked('theirs', '2026-11-23'), NOW + 2 * DAY)
    expect(last()).toMatchObject({ payments: [], refunds: [], reversals: [] })
  })
})

describe('the notifies of a scripted wallet', () => {
  it('come again until they are acknowledged', () => {
    const { wallet } = soldAt({ repeatMs: MINUTE })
    const [first] = wallet.due(NOW)
    expect(wallet.due(NOW)).toEqual([])
    wallet.delivered(first?.id ?? '', undefined, NOW)
    expect(wallet.due(NOW + MINUTE)).toMatchObject([{ id: first?.id, attempt: 2 }])
    wallet.delivered(first?.id ?? '', { status: 204, body: '' }, NOW + MINUTE)
    expect(wallet.due(NOW + DAY)).toEqual([])
  })

  it.each([
    ['notify-lost', []],
    ['notify-duplicate', ['ours A1 5000', 'ours A1 5000']],
    ['notify-bad-time', ['NaN ours A1 5000']],
    ['notify-forged', ['ours A1 5001']],
    ['notify-foreign-merchant', ['theirs A1 5000']],
  ])('end as the fault %s says', (fault, told) => {
    const { ask, last, wallet } = newWallet()
    wallet.faults?.arm([{ fault }])
    ask(pay('A1'))
    wallet.act(orderIn(last()).token, 'pay', NOW)
    expect(wallet.due(NOW).map(({ body }) => new TextDecoder().decode(body))).toEqual(told)
    expect(wallet.faults?.trace()).toEqual([{ at: NOW, fault, call: 'notify', outTradeNo: 'A1' }])
  })
})

it('a notify comes as often as the rule says', () => {
  const { ask, last, wallet } = newWallet()
  wallet.faults?.arm([{ fault: 'notify-duplicate', value: 3 }])
  ask(pay('A1'))
  wallet.act(orderIn(last()).token, 'pay', NOW)
  expect(wallet.due(NOW)).toHaveLength(3)
})

describe('a script that makes a mistake', () => {
  // As who does without the compiler would write it.
  const wrong = (member: keyof WalletScript, answer: unknown) => newWallet({}, { [member]: () => answer })
  const body = Buffer.from('')

  it.each([
    ['open', { call: 'buy', mchId: 'ours' }, 'open(request) returned call: a string, expected one of pay, query'],
    ['open', { ...pay('A1'), total: 5000 }, 'open(request) returned total: a number, expected minor units as a bigint'],
    ['open', { call: 'query', mchId: 'ours' }, 'open(request) returned outTradeNo: nothing, expected a text'],
    [
      'open',
      { status: 401, headers: new Map(), body },
      'open(request) returned headers: a Map, expected an array of [name, value]',
    ],
    ['answer', { status: 200, headers: new Map(), body }, 'answer(said, asked) returned headers: a Map, expected an array of'],
    ['answer', { status: 200, headers: [], body: '{}' }, 'answer(said, asked) returned body: a string, expected bytes'],
    ['answer', Promise.resolve(), 'answer(said, asked) returned a promise, expected an object'],
  ] as const)('is told what its %s returned: %j', (member, answer, sentence) => {
    expect(() => wrong(member, answer).ask(pay('A1'))).toThrow(`your script's ${sentence}`)
  })

  it('is told what it threw, though a connection would hide it', () => {
    const open = ({ headers }: WalletRequest): Asked => Reflect.apply(Reflect.get(headers, 'filter'), headers, [])
    expect(() => newWallet({}, { open }).ask(pay('A1'))).toThrow(
      /your script's open\(request\) threw TypeError: .*; request\.headers is a Map/,
    )
    const notify = ({ paidAt = 0 }: ScriptedOrder) => ({ url: new Date(paidAt).toISOString(), headers: [], body })
    const { ask, last, wallet } = newWallet({}, { notify })
    wallet.faults?.arm([{ fault: 'notify-bad-time' }])
    ask(pay('A1'))
    wallet.act(orderIn(last()).token, 'pay', NOW)
    expect(() => wallet.due(NOW)).toThrow("your script's notify(order) threw RangeError: Invalid time value")
  })

  it("is told that its answer names the order's merchant where another was asked for", () => {
    const answer: WalletScript['answer'] = (said) => ({
      ...{ status: 200, headers: [] },
      body: Buffer.from('order' in said ? `${said.order.mchId} ${said.order.transactionId}` : ''),
    })
    const { ask, wallet } = newWallet({}, { answer })
    wallet.faults?.arm([{ fault: 'foreign-merchant-answer' }])
    expect(() => ask(pay('A1'))).toThrow('named merchant ours where asked.mchId was theirs: write asked.mchId, not order.mchId')
  })
})

describe('the faults of a scripted wallet', () => {
  it.each([
    ['drop-before', undefined, 0],
    ['drop-after', undefined, 1],
    ['http-502-after', 502, 1],
    ['half-body', 200, 1],
    ['busy-done', 200, 1],
    ['foreign-merchant-answer', 200, 1],
    ['other-amount-answer', 200, 1],
    ['slow', 200, 1],
  ])('%s answers %s and leaves %i orders', (fault, status, orders) => {
    const { ask, wallet } = newWallet()
    wallet.faults?.arm([{ fault, call: 'pay', times: 1 }])
    expect(ask(pay('A1'))?.status).toBe(status)
    expect(wallet.books(NOW)).toHaveLength(orders)
    expect(ask(pay('A2'))).toMatchObject({ status: 200 })
    expect(wallet.faults?.trace()).toHaveLength(1)
  })

  it('strike the call and the order that they are armed for, and the same ones again from the same seed', () => {
    const trace = () => {
      const { ask, wallet } = newWallet()
      wallet.faults?.arm([{ fault: 'slow', percent: 50 }])
      for (let index = 0; index < 40; index += 1) ask(pay(`A${index}`))
      return wallet.faults?.trace().map(({ outTradeNo }) => outTradeNo) ?? []
    }
    expect(trace()).toEqual(trace())
    expect(trace().length).toBeGreaterThan(8)
    expect(trace().length).toBeLessThan(32)
    const { ask, wallet } = newWallet()
    wallet.faults?.arm([
      { fault: 'drop-before', call: 'query' },
      { fault: 'drop-before', outTradeNo: 'A2' },
    ])
    expect([pay('A1'), about('query', 'A1'), pay('A2'), about('close', 'A1')].map((each) => ask(each)?.status)).toEqual([
      200,
      undefined,
      undefined,
      200,
    ])
    expect(wallet.faults?.rules()).toHaveLength(2)
  })

  it('are refused under a name that is none', () => {
    expect(() => newWallet().wallet.faults?.arm([{ fault: 'rain' }])).toThrow(/expected one of drop-before, .*, found rain/)
  })
})
