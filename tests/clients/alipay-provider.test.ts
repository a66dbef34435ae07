import { AlipaySdk } from 'alipay-sdk'
import fc from 'fast-check'
import { cny, type PayCommand, type Received } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { named, OURS, WALLET } from './alipay-keys.fixture.ts'
import { execOf } from './alipay-sdk.fixture.ts'
import { type Asked, CLIENT, openTheirWallet, type TheirWallet } from './alipay-wallet.fixture.ts'
import { RUNS, value } from './fields.fixture.ts'

let wallet: TheirWallet

beforeAll(async () => {
  wallet = await openTheirWallet()
})

afterAll(() => wallet.close())

const attempt = { outTradeNo: 'CLIENT_1', total: cny.fen(1990) }
const order = { ...attempt, subject: '茶 <糖>' }
const TRADE = '2026010522001400001000000001'
const numbers = { out_trade_no: 'CLIENT_1', trade_no: TRADE }
const PAID = { ...numbers, trade_status: 'TRADE_SUCCESS', total_amount: '19.90', buyer_pay_amount: '19.90' }
const PAID_FACT = { kind: 'payment', status: 'paid', total: attempt.total, transactionId: TRADE }

/** Their code verified it; and would have signed the same, had it been asked for this call at that time. */
function proven({ fields, genuine, content }: Asked): object {
  expect(genuine).toBe(true)
  expect(signedByThem(fields)).toBe(fields.sign)
  return content
}

function signedByThem({ sign: _, method = '', biz_content = '', ...common }: Asked['fields']): string | undefined {
  const said = new AlipaySdk(CLIENT).sdkExecute(method, { ...common, bizContent: JSON.parse(biz_content) })
  return new URLSearchParams(said).get('sign') ?? undefined
}

describe('our provider, with their code in the place of the wallet', () => {
  test('pay, with text of any kind: they verify what we signed, and would sign the same', async () => {
    const plain = value.map((found) => found.replaceAll(/[\t\n\u2028]/g, ' '))
    // Of a description the pages forbid more.
    const words = plain.map((found) => found.replaceAll(/😀|[/=&]/gu, ' '))
    const check = async (attach: string, body: string) => {
      wallet.say({ out_trade_no: 'CLIENT_1', qr_code: 'https://qr.alipay.com/bavh4wjlxf12tper3a' })
      const extra = { alipay: { body: `${body}.` } }
      const reply = await wallet.ours.pay({ ...order, scene: 'native', extra, ...(attach && { attach }) })
      expect(reply).toMatchObject({ kind: 'done', value: { prompt: { kind: 'qr' } } })
      const passback_params = attach && encodeURIComponent(attach)
      const sent = { out_trade_no: 'CLIENT_1', subject: order.subject, body: `${body}.`, total_amount: '19.90' }
      expect(proven(wallet.asked())).toMatchObject({ ...sent, ...(attach && { passback_params }) })
    }
    await fc.assert(fc.asyncProperty(plain, words, check), { ...RUNS, numRuns: 30 })
  })

  test('query, close, reverse, refund and refund query', async () => {
    const { ours, say, asked } = wallet
    say({ ...PAID, field_of_later: { list: [1] } })
    expect(await ours.query(attempt)).toMatchObject({ ...PAID_FACT, source: 'query' })
    expect(proven(asked())).toMatchObject({ out_trade_no: 'CLIENT_1' })
    say(numbers)
    expect(await ours.close(attempt)).toMatchObject({ kind: 'done', value: { status: 'closed' } })
    proven(asked())
    say({ ...numbers, retry_flag: 'N', action: 'refund' })
    expect(await ours.reverse(attempt)).toMatchObject({ kind: 'done' })
    proven(asked())
    say({ ...numbers, fund_change: 'Y', refund_fee: '5.00' })
    const refund = { ...attempt, outRefundNo: 'CLIENT_R1', amount: cny.fen(500) }
    expect(await ours.refund(refund)).toMatchObject({ kind: 'done', value: { status: 'refunded', amount: cny.fen(500) } })
    expect(proven(asked())).toMatchObject({ out_request_no: 'CLIENT_R1', refund_amount: '5.00' })
    say({ ...numbers, out_request_no: 'CLIENT_R1', refund_amount: '5.00', refund_status: 'REFUND_SUCCESS' })
    expect(await ours.queryRefund(refund)).toMatchObject({ kind: 'refund', status: 'refunded', amount: cny.fen(500) })
    proven(asked())
  })

  test('content that is encrypted: their code opens it, and what is signed is the ciphertext', async () => {
    const sealed = await openTheirWallet(named('content_key'))
    try {
      sealed.say(PAID)
      expect(await sealed.ours.query(attempt)).toMatchObject(PAID_FACT)
      const { fields, genuine, content } = sealed.asked()
      expect([fields.encrypt_type, genuine]).toEqual(['AES', true])
      expect(content).toMatchObject({ out_trade_no: 'CLIENT_1' })
      const said = new AlipaySdk(CLIENT).sdkExecute('alipay.trade.query', { bizContent: content, needEncrypt: true })
      expect(new URLSearchParams(said).get('biz_content')).toBe(fields.biz_content)
    } finally {
      await sealed.close()
    }
  })
})

describe('what we sign for a browser or an app', () => {
  const returnUrl = 'https://shop.example/return'

  /** All parameters of it. */
  async function launched(command: PayCommand<'page' | 'h5' | 'app'>): Promise<Readonly<Record<string, string>>> {
    const reply = await wallet.ours.pay(command)
    const prompt = reply.kind === 'done' ? reply.value.prompt : undefined
    if (prompt?.kind === 'form') return { ...Object.fromEntries(new URL(prompt.action).searchParams), ...prompt.fields }
    if (prompt?.kind === 'redirect') return Object.fromEntries(new URL(prompt.url).searchParams)
    if (prompt?.kind === 'invoke') return Object.fromEntries(new URLSearchParams(prompt.params.orderStr))
    throw new Error('expected a form, an address or an order string')
  }

  test.each<[method: string, command: PayCommand<'page' | 'h5' | 'app'>]>([
    ['alipay.trade.page.pay', { ...order, scene: 'page', returnUrl }],
    ['alipay.trade.wap.pay', { ...order, scene: 'h5', returnUrl }],
    ['alipay.trade.app.pay', { ...order, scene: 'app' }],
  ])('%s: they verify it, and would sign the same', async (method, command) => {
    const fields = await launched(command)
    expect(fields.method).toBe(method)
    const desk = new AlipaySdk({ ...CLIENT, alipayPublicKey: OURS.publicKey })
    expect([desk.checkNotifySignV2(fields), desk.checkNotifySignV2({ ...fields, charset: 'gbk' })]).toEqual([true, false])
    expect(signedByThem(fields)).toBe(fields.sign)
  })
})

describe('a notify that their code signed: it does so by the rule of messages alone, which keeps sign_type in the text', () => {
  const NOTIFIED = {
    ...{ notify_type: 'trade_status_sync', notify_id: 'N1', seller_id: OURS.sellerId, ...PAID },
    ...{ gmt_payment: '2026-01-05 12:00:00', notify_time: '2026-01-05 12:00:01' },
  }

  function notifiedBy(privateKey: string, more: object = {}): Received {
    const form = new AlipaySdk({ ...CLIENT, privateKey }).sdkExecute('trade.status.sync', { ...NOTIFIED, ...more })
    return { headers: new Map(), query: '', body: new TextEncoder().encode(form) }
  }

  test('is genuine, with fields and text of any kind; by another key it is not', async () => {
    const full = value.filter((found) => found !== '')
    const check = async (body: string, later: string) => {
      const { id, facts } = await wallet.ours.notify(notifiedBy(WALLET.privateKey, { body, field_of_later: later }))
      expect([id, facts]).toMatchObject(['N1', [{ ...PAID_FACT, source: 'notify', raw: { body, field_of_later: later } }]])
    }
    await fc.assert(fc.asyncProperty(full, full, check), { ...RUNS, numRuns: 60 })
    await expect(wallet.ours.notify(notifiedBy(OURS.privateKey))).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('a return is signed by the other rule, and what their code signs is none to ours', async () => {
    const form = new AlipaySdk({ ...CLIENT, privateKey: WALLET.privateKey })
    const query = form.sdkExecute('alipay.trade.page.pay.return', { ...numbers, total_amount: '19.90', seller_id: OURS.sellerId })
    await expect(wallet.ours.verifyReturn(query)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })
})

describe('where the two part', () => {
  const NAME = 'alipay_trade_query_response'
  const theirs = () => execOf(new AlipaySdk({ ...CLIENT, gateway: `${wallet.url}/gateway.do` }))('trade.query', numbers)

  test('a genuine answer wrapped into another one: ours reads what is signed, or nothing', async () => {
    wallet.sayRaw((signed) => {
      const genuine = signed({ code: '10000', msg: 'Success', ...numbers, trade_status: 'WAIT_BUYER_PAY' })
      const forged = { code: '10000', msg: 'Success', ...PAID }
      return `{"a":"${NAME}","b":${genuine.told},"sign":"${genuine.sign}","${NAME}":${JSON.stringify(forged)}}`
    })
    await expect(wallet.ours.query(attempt)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test.each<[what: string, frame: (told: string, sign: string) => string]>([
    ['the signature in front', (told, sign) => `{"sign":"${sign}","${NAME}":${told}}`],
    ['white space in front', (told, sign) => `\r\n  {"${NAME}":${told},"sign":"${sign}"}`],
    ['a member behind the signature', (told, sign) => `{"${NAME}":${told},"sign":"${sign}","later":{"sign":"x"}}`],
  ])('%s of a genuine answer: theirs refuses it, ours reads JSON', async (_what, frame) => {
    wallet.sayRaw((signed) => {
      const { told, sign } = signed({ code: '10000', msg: 'Success', ...PAID })
      return frame(told, sign)
    })
    await expect(theirs()).rejects.toThrow('验签失败')
    expect(await wallet.ours.query(attempt)).toMatchObject(PAID_FACT)
  })

  test('an error under the name that knows no method, signed: theirs looks for it under another name and refuses', async () => {
    wallet.sayRaw((signed) => {
      const { told, sign } = signed({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST' })
      return `{"error_response":${told},"sign":"${sign}"}`
    })
    await expect(theirs()).rejects.toThrow('验签失败')
    expect(await wallet.ours.query(attempt)).toMatchObject({ kind: 'absent' })
  })
})
