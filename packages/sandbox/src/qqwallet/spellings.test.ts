import { describe, expect, test } from 'vitest'
import { ask, DAY, FAILED, MINUTE, NOW, newDesk, newWallet, only, paidOrder, scan, send, xmlOf } from './asking.fixture.ts'
import { armedAfterRefund, namesStruck } from './faults.fixture.ts'

const T1 = { out_trade_no: 'T-1' }

describe('a refusal', () => {
  test("has its text under the other name, in the wallet's own words and in those of a fault", () => {
    const wallet = newWallet({ errorTextAs: 'err_code_desc' })
    const right = ask(wallet, 'query', T1)
    wallet.faults.arm([{ fault: 'busy-undone', times: 1 }])
    const before = ask(wallet, 'order')
    wallet.faults.arm([{ fault: 'busy-done' }])
    for (const answer of [right, before, ask(wallet, 'order')]) {
      expect(answer).toMatchObject({ result_code: 'FAIL', err_code_desc: expect.stringMatching(/\p{Script=Han}/u) })
      expect(answer).not.toHaveProperty('err_code_des')
    }
  })

  test.each([
    ['the password', '66227005', { password: 'always' }, {}],
    ['a bad payment code', '66227006', {}, { auth_code: '910000000000000000' }],
    ['no money', '66227008', {}, { total_fee: '95301' }],
  ] as const)('of a payment code names %s by the number %s of the old interface', (_, code, options, values) => {
    expect(scan(newDesk({ ...options, counterCodesAs: 'number' }), values)).toMatchObject(FAILED(code))
  })

  test('of anything else keeps its name', () => {
    expect(ask(newDesk({ counterCodesAs: 'number' }), 'query', T1)).toMatchObject(FAILED('ORDERNOTEXIST'))
  })
})

describe('an order', () => {
  test('that nobody paid in time can be told as NOTPAY; closed, it is CLOSED', () => {
    const desk = newDesk({ expiredAs: 'NOTPAY' })
    ask(desk, 'order')
    expect(ask(desk, 'query', T1, { now: NOW + 120 * MINUTE })).toMatchObject({ trade_state: 'NOTPAY' })
    ask(desk, 'order', { out_trade_no: 'T-2' })
    ask(desk, 'close', { out_trade_no: 'T-2' })
    expect(ask(desk, 'query', { out_trade_no: 'T-2' }, { now: NOW + DAY })).toMatchObject({ trade_state: 'CLOSED' })
  })

  test('can be told as PROCESSING while a refund of it is under way, and then no more', () => {
    const desk = newDesk({ refundingAs: 'PROCESSING' })
    paidOrder(desk)
    expect(ask(desk, 'query', T1)).toMatchObject({ trade_state: 'SUCCESS' })
    ask(desk, 'refund', T1)
    expect(ask(desk, 'query', T1)).toMatchObject({ trade_state: 'PROCESSING', trade_state_desc: '退款处理中' })
    expect(ask(desk, 'query', T1, { now: NOW + 2000 })).toMatchObject({ trade_state: 'REFUND' })
  })
})

describe('the bank', () => {
  const file = (desk: ReturnType<typeof newDesk>, style: string): string =>
    new TextDecoder().decode(send(desk, 'statement', {}, { now: NOW + 30 * 60 * MINUTE }).body).replaceAll(style, '')

  test.each(['back-ticked', 'sample'] as const)('is the same in query, notify, refund query and statement (%s)', (style) => {
    const desk = newDesk({ bankType: 'CCB_DEBIT', statementStyle: style })
    paidOrder(desk)
    ask(desk, 'refund', T1)
    expect(ask(desk, 'query', T1)).toMatchObject({ bank_type: 'CCB_DEBIT' })
    expect(xmlOf({ status: 200, body: only(desk.due(NOW)).body }).get('bank_type')).toBe('CCB_DEBIT')
    expect(ask(desk, 'refundQuery', T1)).toMatchObject({ refund_recv_accout_0: 'CCB_DEBIT0000' })
    expect(file(desk, '`').match(/,CCB_DEBIT,/g)).toHaveLength(2)
  })

  test('does not matter to money that goes to the balance', () => {
    const desk = newDesk({ bankType: 'CCB_DEBIT', refundChannel: 'BALANCE' })
    paidOrder(desk)
    expect(ask(desk, 'refund', T1)).toMatchObject({ refund_channel: 'BALANCE' })
    expect(ask(desk, 'refundQuery', T1)).toMatchObject({ refund_channel_0: 'BALANCE', refund_recv_accout_0: '用户余额' })
    expect(file(desk, '`').match(/,BALANCE,/g)).toHaveLength(1)
  })
})

test('a reverse can say by number whether it is to be called again', () => {
  const desk = newDesk({ recalls: 1, recallAs: '1/0' })
  scan(desk)
  expect(ask(desk, 'reverse')).toMatchObject({ recall: '1' })
  expect(ask(desk, 'reverse')).toMatchObject({ recall: '0' })
})

describe('few-fields-answer', () => {
  test('leaves out what no page promises, and nothing else', () => {
    const wallet = armedAfterRefund({ fault: 'few-fields-answer' })
    const [fewer, right] = [ask(wallet, 'refundQuery', T1), ask(armedAfterRefund(), 'refundQuery', T1)]
    const missing = Object.keys(right).filter((name) => !(name in fewer))
    expect(missing.sort()).toEqual(['cash_refund_fee_0', 'refund_count'])
    expect(namesStruck(wallet)).toEqual(['few-fields-answer'])
  })

  test('does not strike where everything was promised', () => {
    const wallet = newWallet({ faults: [{ fault: 'few-fields-answer' }] })
    ask(wallet, 'order')
    expect(namesStruck(wallet)).toEqual([])
  })
})
