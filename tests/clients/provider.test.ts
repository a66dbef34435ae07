import { cny, type Exchange, type HttpRequest, type Moment, Secret } from '@tpkit/core'
import qqwallet from '@tpkit/provider-qqwallet'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Hash, Transformer } from 'wechatpay-axios-plugin'
import { type Fields, KEY, MCH_ID, RUNS, value } from './fields.fixture.ts'

const NOW = Date.UTC(2026, 0, 5, 4)
const at: Moment = { nowMs: NOW, nonce: (length) => 'n'.repeat(length) }
const NOTIFY = 'https://merchant.example/notify'
const protocol = qqwallet.protocol({
  mchId: MCH_ID,
  apiKeys: [new Secret(KEY)],
  notifyUrl: NOTIFY,
  operatorPassword: new Secret('test-password'),
})

const attempt = { outTradeNo: 'CLIENT_1', total: cny.fen(1990) }
const order = { ...attempt, scene: 'native', subject: '茶 & <糖>' } as const

/** Their code in the wallet's place: what they sign and write. */
const wallet = new Transformer(MCH_ID, KEY)
const written = (fields: object) => new TextEncoder().encode(Transformer.toXml(wallet.signer({ mch_id: MCH_ID, ...fields })))
const received = (fields: object) => ({ headers: new Map(), query: '', body: written(fields) })

/** The request of an exchange, and what its caller gets for an answer that they wrote. */
function drive<Reply>(exchange: Exchange<Reply>, answer: object): { readonly request: HttpRequest; readonly reply: Reply } {
  const step = exchange.next()
  if (step.done || step.value.do !== 'send') throw new Error('expected a request')
  const response = { status: 200, headers: new Map(), body: written({ ...SUCCESS, ...answer }), nowMs: NOW }
  const last = exchange.next({ to: 'send', response })
  if (!last.done) throw new Error('expected the end of the exchange')
  return { request: step.value.request, reply: last.value }
}

const SUCCESS = { return_code: 'SUCCESS', result_code: 'SUCCESS', retcode: 0, retmsg: 'ok' }
const PAID = {
  ...{ trade_type: 'NATIVE', trade_state: 'SUCCESS', bank_type: 'BALANCE', fee_type: 'CNY', total_fee: 1990, cash_fee: 1990 },
  ...{ transaction_id: '1900000109472601050000000001', out_trade_no: 'CLIENT_1', time_end: '20260105120000' },
}
const PAID_FACT = { kind: 'payment', status: 'paid', total: attempt.total, transactionId: PAID.transaction_id, paidAt: NOW }

/** Read and compared by their code; the fields. */
function proven({ body }: HttpRequest): Fields {
  const fields = Transformer.toObject(new TextDecoder().decode(body)) as Fields // typed as `object`
  expect(Hash.sign('MD5', fields, KEY)).toBe(fields.sign)
  return fields
}

describe('our provider, with their code in the place of the wallet', () => {
  test('pay: they read our order and its signature fits; we believe the answer that they signed', () => {
    const answer = { trade_type: 'NATIVE', prepay_id: 'p'.repeat(32), code_url: 'https://qpay.qq.com/qr/12345678' }
    const { request, reply } = drive(protocol.pay(order, at), answer)
    const asked = { out_trade_no: 'CLIENT_1', total_fee: '1990', body: order.subject, notify_url: NOTIFY, trade_type: 'NATIVE' }
    expect(proven(request)).toMatchObject(asked)
    expect(reply).toMatchObject({ kind: 'done', evidence: 'verified', value: { prompt: { kind: 'qr', text: answer.code_url } } })
  })

  test('query and close', () => {
    const query = drive(protocol.query(attempt, at), PAID)
    expect(proven(query.request)).toMatchObject({ out_trade_no: 'CLIENT_1' })
    expect(query.reply).toMatchObject({ ...PAID_FACT, source: 'query' })
    const close = drive(protocol.close(attempt, at), { result_code: 'FAIL', err_code: 'ORDERPAID' })
    expect(proven(close.request)).toMatchObject({ out_trade_no: 'CLIENT_1' })
    expect(close.reply).toMatchObject({ kind: 'refused', evidence: 'verified', failure: { provider: { code: 'ORDERPAID' } } })
  })

  test('refund and refund query', () => {
    const refund = { ...attempt, outRefundNo: 'CLIENT_R1', amount: cny.fen(500) }
    const said = { out_trade_no: 'CLIENT_1', out_refund_no: 'CLIENT_R1', refund_id: 'r1', refund_fee: 500, total_fee: 1990 }
    const asked = drive(protocol.refund(refund, at), { ...said, transaction_id: PAID.transaction_id })
    expect(proven(asked.request)).toMatchObject({ refund_fee: '500', op_user_passwd: Hash.md5('test-password') })
    expect(asked.reply).toMatchObject({ kind: 'done', value: { status: 'processing', amount: cny.fen(500) } })
    const row = {
      refund_count: 1,
      out_refund_no_0: 'CLIENT_R1',
      refund_id_0: 'r1',
      refund_fee_0: 500,
      refund_status_0: 'SUCCESS',
    }
    const told = drive(protocol.queryRefund(refund, at), { out_trade_no: 'CLIENT_1', total_fee: 1990, ...row })
    expect(proven(told.request)).toMatchObject({ out_refund_no: 'CLIENT_R1' })
    expect(told.reply).toMatchObject({ kind: 'refund', status: 'refunded', amount: cny.fen(500) })
  })

  test('a notify that they signed is genuine, with fields and text of any kind; changed it is not', () => {
    const check = (attach: string, later: string) => {
      const { value: notice } = protocol.notify(received({ ...PAID, attach, field_of_later: later }), at).next()
      expect(notice).toMatchObject({ id: PAID.transaction_id, facts: [{ ...PAID_FACT, source: 'notify' }] })
      const { body, ...rest } = received({ ...PAID, attach })
      const changed = new TextEncoder().encode(new TextDecoder().decode(body).replace('1990', '1991'))
      expect(() => protocol.notify({ ...rest, body: changed }, at).next()).toThrow(
        expect.objectContaining({ code: 'UNVERIFIED' }),
      )
    }
    fc.assert(fc.property(value, value, check), { ...RUNS, numRuns: 200 })
  })

  test('our acknowledgements say in their reading what they say in ours', () => {
    const said = (verdict: 'accepted' | 'later' | 'refused') => Transformer.toObject(protocol.acknowledge(verdict).body)
    expect(said('accepted')).toEqual({ return_code: 'SUCCESS' })
    expect([said('later'), said('refused')]).toMatchObject([{ return_code: 'FAIL' }, { return_code: 'FAIL' }])
  })
})

describe('where the dialects part', () => {
  test('HMAC-SHA256, which their client offers and believes by the length of the signature, is believed of no wallet', () => {
    const hmac = { ...PAID, sign_type: 'HMAC-SHA256' }
    expect(() => protocol.notify(received(hmac), at).next()).toThrow(/sign_type: expected MD5 or none/)
  })
})
