import { describe, expect, test } from 'vitest'
import { ask, HOUR, MINUTE, NOW, notified, OURS, only, precreate, prompt, refund } from './asking.fixture.ts'
import { newFaulty, paidWith } from './faults.fixture.ts'
import type { AlipayWallet } from './wallet.ts'

const ACKNOWLEDGED = { status: 200, body: 'success' }
const numbersOf = (wallet: AlipayWallet, now: number): readonly unknown[] =>
  wallet.due(now).map((each) => notified(each).out_trade_no)

describe('when and how often a notify comes', () => {
  test('notify-lost: this try does not come, the next one does after its pause', () => {
    const wallet = paidWith({ fault: 'notify-lost', times: 1 })
    expect([wallet.due(NOW), wallet.due(NOW + 4 * MINUTE - 1)]).toEqual([[], []])
    expect(only(wallet.due(NOW + 4 * MINUTE)).attempt).toBe(2)
  })

  test('notify-duplicate: all copies at once; the acknowledgement of the first ends it', () => {
    const wallet = paidWith({ fault: 'notify-duplicate', value: 3 })
    const copies = wallet.due(NOW)
    expect(new Set(copies.map(({ id }) => id)).size).toBe(3)
    expect(new Set(copies.map((each) => notified(each).notify_id)).size).toBe(1)
    for (const { id } of copies) wallet.delivered(id, ACKNOWLEDGED, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('notify-late: after so long', () => {
    const wallet = paidWith({ fault: 'notify-late', value: 5 * MINUTE, times: 1 })
    expect([wallet.due(NOW), wallet.due(NOW + 5 * MINUTE - 1)]).toEqual([[], []])
    expect(numbersOf(wallet, NOW + 5 * MINUTE)).toEqual(['T_10001'])
  })

  test('notify-reordered: behind the next one of another order', () => {
    const wallet = paidWith({ fault: 'notify-reordered', outTradeNo: 'T_10001' })
    expect(wallet.due(NOW)).toEqual([])
    wallet.act(prompt(ask(wallet, precreate({ out_trade_no: 'T_10002' }))), 'pay', NOW)
    expect(numbersOf(wallet, NOW + 1)).toEqual(['T_10002', 'T_10001'])
  })

  test('notify-repeats-after-ack: once more after the acknowledgement, and then no more', () => {
    const wallet = paidWith({ fault: 'notify-repeats-after-ack', times: 1 })
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, ACKNOWLEDGED, NOW)
    const again = only(wallet.due(NOW + 15_000))
    expect(again.body).toEqual(first.body)
    wallet.delivered(again.id, ACKNOWLEDGED, NOW + 15_000)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })
})

describe('a replay', () => {
  const name = { mchId: OURS.mchId, outTradeNo: 'T_10001' }

  test('spoils one copy as told, and leaves the first and every later one alone', () => {
    const wallet = paidWith()
    wallet.replay(name, NOW, 'notify-wrong-amount')
    wallet.replay(name, NOW)
    expect(wallet.due(NOW).map((each) => notified(each).total_amount)).toEqual(['19.90', '0.01', '19.90'])
  })

  test('takes no fault of calls, and none that this wallet lacks', () => {
    expect(() => paidWith().replay(name, NOW, 'drop-after')).toThrow(/expected a fault of the catalogue/)
    expect(() => paidWith().replay(name, NOW, 'notify-foreign-currency')).toThrow(/expected a fault of the catalogue/)
  })
})

test('magic amounts: a notify that never comes, three at once, one an hour late', () => {
  const due = (total: string, ...times: readonly number[]): readonly number[] => {
    const wallet = newFaulty()
    wallet.act(prompt(ask(wallet, precreate({ total_amount: total }))), 'pay', NOW)
    return times.map((at) => wallet.due(at).length)
  }
  expect(due('953.08', NOW, NOW + HOUR)).toEqual([0, 0])
  expect(due('953.09', NOW)).toEqual([3])
  expect(due('953.10', NOW, NOW + HOUR - 1, NOW + HOUR)).toEqual([0, 0, 1])
})

test('magic amounts say nothing about the notify of a refund', () => {
  const wallet = newFaulty()
  wallet.act(prompt(ask(wallet, precreate({ total_amount: '953.08' }))), 'pay', NOW)
  expect(wallet.due(NOW)).toEqual([])
  ask(wallet, refund())
  expect(wallet.due(NOW).map((each) => notified(each).out_biz_no)).toEqual(['R_1'])
})
