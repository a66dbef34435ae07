import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, NOW, newWallet, OTHER_MERCHANT, only, paidOrder, send, signedXml } from './asking.fixture.ts'
import { sent } from './faults.fixture.ts'

const text = (body: Uint8Array | undefined): string => new TextDecoder().decode(body)

describe('the messages that passed', () => {
  test('calls with their answers, notifies with what the merchant said', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const { id } = only(wallet.due(NOW))
    wallet.delivered(id, { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }, NOW + 5)
    const [call, notify, ...more] = wallet.exchanges()
    expect(more).toEqual([])
    expect(call).toMatchObject({
      id: '1',
      at: NOW,
      from: 'merchant',
      call: 'pay',
      mchId: MERCHANT.mchId,
      outTradeNo: 'T-1',
      faults: [],
    })
    expect(call?.request).toMatchObject({ method: 'POST', url: 'https://qpay.qq.com/cgi-bin/pay/qpay_unified_order.cgi' })
    expect(text(call?.answer?.body)).toContain('code_url')
    expect(notify).toMatchObject({
      id: '2',
      from: 'wallet',
      call: 'notify',
      outTradeNo: 'T-1',
      request: { url: 'http://127.0.0.1:9/notify/qq' },
    })
    expect(text(notify?.answer?.body)).toBe('<xml><return_code>SUCCESS</return_code></xml>')
  })

  test('show the faults that struck them, and that no answer came', () => {
    const wallet = newWallet({ faults: [{ fault: 'drop-after', call: 'pay' }, { fault: 'notify-duplicate' }] })
    sent(wallet, 'order')
    wallet.act(wallet.bills(NOW)[0]?.promptText ?? '', 'pay', NOW)
    for (const { id } of wallet.due(NOW)) wallet.delivered(id, undefined, NOW)
    expect(wallet.exchanges().map(({ call, faults, answer }) => [call, faults, answer])).toEqual([
      ['pay', ['drop-after'], undefined],
      ['notify', ['notify-duplicate'], undefined],
      ['notify', ['notify-duplicate'], undefined],
    ])
  })

  test('name the order by the answer where the question did not', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    ask(wallet, 'query', { transaction_id: transactionId })
    expect(wallet.exchanges().at(-1)).toMatchObject({ call: 'query', outTradeNo: 'T-1' })
  })

  test('of an address that means nothing are there, too', () => {
    const wallet = newWallet()
    send(wallet, 'order', {}, { method: 'GET', body: new Uint8Array() })
    expect(wallet.exchanges()).toMatchObject([{ call: 'pay', request: { method: 'GET' } }])
    expect(wallet.inspect('1')).toMatchObject({
      fields: [],
      answerFields: expect.arrayContaining([['err_code', 'REQUIRE_POST_METHOD']]),
    })
  })
})

describe('a look inside', () => {
  test('a refused request that is signed: its fields, and the refusal', () => {
    const wallet = newWallet()
    send(wallet, 'order', { total_fee: '19.90' })
    const found = wallet.inspect('1')
    expect(found?.fields).toContainEqual(['total_fee', '19.90'])
    expect(found?.answerFields).toContainEqual(['err_code', 'PARAM_ERROR'])
    expect(found?.signature?.cause).toBe('right')
  })

  test('a notify that was spoilt', () => {
    const wallet = newWallet({ faults: [{ fault: 'notify-other-key' }] })
    paidOrder(wallet)
    wallet.due(NOW)
    expect(wallet.inspect('2')?.signature?.cause).toBe('wrong-key')
  })

  test('nobody knows the key of a merchant who is not there', () => {
    const wallet = newWallet()
    send(wallet, 'order', { mch_id: '1900000999' })
    expect(wallet.inspect('1')?.signature).toBeUndefined()
    expect(wallet.inspect('1')?.fields).toContainEqual(['mch_id', '1900000999'])
  })

  test('there is none into what never passed', () => expect(newWallet().inspect('1')).toBeUndefined())
})

test('a merchant who is enrolled later is served, spoilt and inspected like the others', () => {
  const wallet = newWallet({ merchants: [MERCHANT] })
  wallet.enrol(OTHER_MERCHANT)
  expect(() => wallet.enrol(OTHER_MERCHANT)).toThrow(/listed twice/)
  wallet.faults.arm([{ fault: 'extra-field-answer' }])
  expect(ask(wallet, 'order', {}, { merchant: OTHER_MERCHANT })).toHaveProperty('sandbox_new_field')
  send(wallet, 'order', {}, { body: signedXml('order', {}, { ...MERCHANT, apiKey: OTHER_MERCHANT.apiKey }) })
  expect(wallet.inspect('2')?.signature?.sentence.en).toContain('merchant 1900000110')
})
