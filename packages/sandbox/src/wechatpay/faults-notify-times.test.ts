import type { Delivery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  fen,
  jsonOf,
  MINUTE,
  NOW,
  newWallet,
  OURS,
  only,
  opened,
  paidOrder,
  prepay,
  refund,
  SECOND,
  unlocked,
  type Values,
} from './asking.fixture.ts'
import { paidWith } from './faults.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

const ACKNOWLEDGED = { status: 200, body: '' }
const END = NOW + 2 * SECOND
const resourceOf = (delivery: Delivery): Values => Object(jsonOf(delivery).resource)
/** The content, whoever signed it. */
const contentOf = (delivery: Delivery): Values => JSON.parse(unlocked(resourceOf(delivery)))
const numbersOf = (wallet: WeChatWallet, now: number): readonly unknown[] =>
  wallet.due(now).map((each) => contentOf(each).out_trade_no)

describe('when and how often a notify comes', () => {
  test('notify-lost: this try does not come, the next one does after its pause', () => {
    const wallet = paidWith({ fault: 'notify-lost', times: 1 })
    expect([wallet.due(NOW), wallet.due(NOW + 15 * SECOND - 1)]).toEqual([[], []])
    expect(only(wallet.due(NOW + 15 * SECOND)).attempt).toBe(2)
  })

  test('notify-duplicate: all copies at once; the acknowledgement of the first ends it', () => {
    const wallet = paidWith({ fault: 'notify-duplicate', value: 3 })
    const copies = wallet.due(NOW)
    expect(new Set(copies.map(({ id }) => id)).size).toBe(3)
    expect(new Set(copies.map((each) => opened(each).envelope.id)).size).toBe(1)
    for (const { id } of copies) wallet.delivered(id, ACKNOWLEDGED, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('notify-late: after so long', () => {
    const wallet = paidWith({ fault: 'notify-late', value: 5 * MINUTE, times: 1 })
    expect([wallet.due(NOW), wallet.due(NOW + 5 * MINUTE - 1)]).toEqual([[], []])
    expect(numbersOf(wallet, NOW + 5 * MINUTE)).toEqual(['T-10001'])
  })

  test('notify-reordered: behind the next one of another order', () => {
    const wallet = paidWith({ fault: 'notify-reordered', outTradeNo: 'T-10001' })
    expect(wallet.due(NOW)).toEqual([])
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10002' }))
    expect(numbersOf(wallet, NOW + 1)).toEqual(['T-10002', 'T-10001'])
  })

  test('notify-repeats-after-ack: once more after the acknowledgement, and then no more', () => {
    const wallet = paidWith({ fault: 'notify-repeats-after-ack', times: 1 })
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, ACKNOWLEDGED, NOW)
    const again = only(wallet.due(NOW + 15 * SECOND))
    expect(again.body).toEqual(first.body)
    wallet.delivered(again.id, ACKNOWLEDGED, NOW + 15 * SECOND)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })
})

describe('a replay', () => {
  const name = { mchId: OURS.mchId, outTradeNo: 'T-10001' }

  test('spoils one copy as told, and leaves the first and every later one alone', () => {
    const wallet = paidWith()
    wallet.replay(name, NOW, 'notify-wrong-amount')
    wallet.replay(name, NOW)
    expect(wallet.due(NOW).map((each) => Object(contentOf(each).amount).total)).toEqual([1990, 1, 1990])
  })

  test('takes no fault of calls', () => {
    expect(() => paidWith().replay(name, NOW, 'drop-after')).toThrow(/expected a fault of the catalogue/)
  })
})

test('magic amounts: a notify that never comes, three at once, one an hour late', () => {
  const dueAt = (total: number, ...minutes: readonly number[]): readonly number[] => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total } }))
    return minutes.map((each) => wallet.due(NOW + each * MINUTE).length)
  }
  expect(dueAt(95_308, 0, 1e6)).toEqual([0, 0])
  expect(dueAt(95_309, 0)).toEqual([3])
  expect(dueAt(95_310, 0, 59, 60)).toEqual([0, 0, 1])
})

test('the amount of an order decides about the notify of its payment, and not about those of its refunds', () => {
  const wallet = newWallet()
  paidOrder(wallet, prepay('native', { amount: { total: 95_308 } }))
  ask(wallet, refund({ ...fen(1, 95_308), notify_url: 'http://127.0.0.1:9/refunds' }))
  expect(wallet.due(NOW)).toEqual([])
  expect(opened(only(wallet.due(END))).envelope).toMatchObject({ event_type: 'REFUND.SUCCESS' })
})
