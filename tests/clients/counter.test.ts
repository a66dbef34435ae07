import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fields } from './fields.fixture.ts'
import { ORDER, openShop, refusal, type Shop, TOTAL } from './shop.fixture.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop.close())

/** So much that the payer has to type the password. */
const MUCH = 150_000

/** The payer shows a new payment code. */
async function show(): Promise<string> {
  const { code } = (await shop.control('payment-code', {})) as { readonly code: string } // docs/sandbox.md
  return code
}

/** Their shop scans it. */
function scan(outTradeNo: string, code: string, change: object = {}): Promise<Fields> {
  const counter = { trade_type: 'MICROPAY', device_info: 'POS-1', auth_code: code }
  return shop.merchant.call('micropay', { ...ORDER, ...counter, out_trade_no: outTradeNo, ...change })
}

const stateOf = async (outTradeNo: string) => (await shop.merchant.call('orderQuery', { out_trade_no: outTradeNo })).trade_state

describe('their client at the counter', () => {
  test('scans a payment code and is paid at once; our provider says the same', async () => {
    const { transaction_id, ...told } = await scan('COUNTER_1', await show())
    expect(told).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'MICROPAY', total_fee: '1990', attach: ORDER.attach })
    const fact = await shop.ours.query({ outTradeNo: 'COUNTER_1', total: TOTAL })
    expect(fact).toMatchObject({ status: 'paid', total: TOTAL, transactionId: transaction_id })
  })

  test('is told to wait while the payer types the password, and asks until it is paid', async () => {
    const code = await show()
    await expect(scan('COUNTER_2', code, { total_fee: MUCH })).rejects.toMatchObject(refusal('USERPAYING'))
    expect(await stateOf('COUNTER_2')).toBe('USERPAYING')
    expect(await shop.ours.query({ outTradeNo: 'COUNTER_2', total: cny.fen(MUCH) })).toMatchObject({ status: 'pending' })
    await shop.act(code, 'pay')
    expect(await stateOf('COUNTER_2')).toBe('SUCCESS')
    expect(await shop.ours.query({ outTradeNo: 'COUNTER_2', total: cny.fen(MUCH) })).toMatchObject({ status: 'paid' })
  })

  test('is refused a code that nobody showed, and one that was used', async () => {
    await expect(scan('COUNTER_3', '910000000000000000')).rejects.toMatchObject(refusal('AUTH_CODE_INVALID'))
    const code = await show()
    await scan('COUNTER_4', code)
    await expect(scan('COUNTER_5', code)).rejects.toMatchObject(refusal('AUTH_CODE_INVALID'))
  })

  test.each<[what: string, outTradeNo: string, change: object, total: number]>([
    ['a paid one: the money goes back', 'COUNTER_6', {}, 1990],
    ['one that waits for the password: it can never be paid', 'COUNTER_7', { total_fee: MUCH }, MUCH],
  ])('reverses through mutual TLS %s; our provider says reversed', async (_what, outTradeNo, change, total) => {
    await scan(outTradeNo, await show(), change).catch(() => undefined) // one of them waits, which is an error to their client
    const told = await shop.merchant.call('reverse', { out_trade_no: outTradeNo, ...shop.merchant.operator })
    expect(told).toMatchObject({ result_code: 'SUCCESS', recall: 'N' })
    expect(await stateOf(outTradeNo)).toBe('REVOKED')
    expect(await shop.ours.query({ outTradeNo, total: cny.fen(total) })).toMatchObject({ status: 'reversed' })
  })

  test('and our provider reverses what their client sold', async () => {
    await scan('COUNTER_8', await show())
    expect(await shop.ours.reverse({ outTradeNo: 'COUNTER_8', total: TOTAL })).toMatchObject({ kind: 'done' })
    expect(await stateOf('COUNTER_8')).toBe('REVOKED')
  })
})
