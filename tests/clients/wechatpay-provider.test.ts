import fc from 'fast-check'
import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { RUNS, value } from './fields.fixture.ts'
import { CERTIFICATES, MERCHANT_PUBLIC, OURS, PUBLIC_KEY, publicHalf } from './wechatpay-keys.fixture.ts'
import { type Asked, openTheirWallet, type TheirWallet } from './wechatpay-wallet.fixture.ts'

let wallet: TheirWallet

beforeAll(async () => {
  wallet = await openTheirWallet('public key')
})

afterAll(() => wallet.close())

const attempt = { outTradeNo: 'CLIENT_1', total: cny.fen(1990) }
const TRANSACTION = '4200002345202601051234567890'
const PAID = {
  ...{ appid: OURS.appId, mchid: OURS.mchId, out_trade_no: 'CLIENT_1', transaction_id: TRANSACTION },
  ...{ trade_type: 'NATIVE', trade_state: 'SUCCESS', trade_state_desc: '支付成功', bank_type: 'OTHERS', attach: '' },
  success_time: '2026-01-05T12:00:00+08:00',
  amount: { total: 1990, payer_total: 1990, currency: 'CNY', payer_currency: 'CNY' },
}
const PAID_FACT = { kind: 'payment', status: 'paid', total: attempt.total, transactionId: TRANSACTION }
const REFUNDED = {
  ...{ refund_id: '50302030148218522032126281690', out_refund_no: 'CLIENT_R1', out_trade_no: 'CLIENT_1', status: 'PROCESSING' },
  ...{ transaction_id: TRANSACTION, channel: 'ORIGINAL', create_time: '2026-01-05T12:04:00+08:00' },
  amount: { total: 1990, refund: 500, payer_total: 1990, payer_refund: 500, currency: 'CNY' },
}

/** Their code reads and verifies the Authorization of what we asked. */
function proven({ method, path, body, authorization, scheme }: Asked): object {
  const of = (name: string) => authorization.get(name) ?? ''
  const signed = Formatter.request(method, path, of('timestamp'), of('nonce_str'), body)
  expect(scheme).toBe('WECHATPAY2-SHA256-RSA2048')
  expect([of('mchid'), of('serial_no')]).toEqual([OURS.mchId, OURS.serial])
  expect(Rsa.verify(signed, of('signature'), MERCHANT_PUBLIC)).toBe(true)
  return body === '' ? {} : JSON.parse(body)
}

describe('our provider, with their code in the place of the wallet', () => {
  test('pay, with text of any kind: they verify what we signed; we believe what they signed', async () => {
    const order = { ...attempt, scene: 'native', payerIp: '203.0.113.7' } as const
    const words = value.map((found) => found.replaceAll('😀', '').replaceAll(/[\t\n\u2028]/g, ' '))
    const check = async (attach: string) => {
      wallet.say({ code_url: 'weixin://wxpay/bizpayurl?pr=JyC91EIz1' })
      const reply = await wallet.ours.pay({ ...order, subject: `茶 & <糖> ${attach}.`, ...(attach && { attach }) })
      expect(reply).toMatchObject({ kind: 'done', value: { prompt: { kind: 'qr' } } })
      const sent = { description: `茶 & <糖> ${attach}.`, out_trade_no: 'CLIENT_1', amount: { total: 1990, currency: 'CNY' } }
      expect(proven(wallet.asked())).toMatchObject({ ...sent, ...(attach && { attach }) })
    }
    await fc.assert(fc.asyncProperty(words, check), { ...RUNS, numRuns: 60 })
  })

  test('query, close, refund and refund query', async () => {
    const { ours, say, asked } = wallet
    say({ ...PAID, field_of_later: { list: [1] } })
    expect(await ours.query(attempt)).toMatchObject({ ...PAID_FACT, source: 'query' })
    proven(asked())
    expect(asked()).toMatchObject({ method: 'GET', path: expect.stringContaining('CLIENT_1'), serial: PUBLIC_KEY.id })
    say(undefined) // 204
    expect(await ours.close(attempt)).toMatchObject({ kind: 'done' })
    expect(proven(asked())).toEqual({ mchid: OURS.mchId })
    say(REFUNDED)
    const refund = { ...attempt, outRefundNo: 'CLIENT_R1', amount: cny.fen(500) }
    expect(await ours.refund(refund)).toMatchObject({ kind: 'done', value: { status: 'processing', amount: cny.fen(500) } })
    expect(proven(asked())).toMatchObject({ out_refund_no: 'CLIENT_R1', amount: { refund: 500, total: 1990 } })
    say({ ...REFUNDED, status: 'SUCCESS', success_time: '2026-01-05T12:05:00+08:00' })
    expect(await ours.queryRefund(refund)).toMatchObject({ kind: 'refund', status: 'refunded', amount: cny.fen(500) })
    proven(asked())
  })

  test('an answer that they signed with another key, or under a name that we do not know, proves nothing', async () => {
    const { ours, say } = wallet
    const [certificate = PUBLIC_KEY] = CERTIFICATES
    for (const id of [PUBLIC_KEY.id, 'PUB_KEY_ID_1']) {
      say(PAID, { id, privateKey: certificate.privateKey })
      await expect(ours.query(attempt)).rejects.toMatchObject({ code: 'UNVERIFIED' })
    }
  })

  test('a notify that they sealed and signed is genuine, with fields and text of any kind; by another key it is not', async () => {
    const { ours, notify } = wallet
    const check = async (attach: string, later: string) => {
      const received = notify('TRANSACTION.SUCCESS', { ...PAID, attach, field_of_later: later })
      const { facts } = await ours.notify(received)
      expect(facts).toMatchObject([{ ...PAID_FACT, source: 'notify', raw: { attach, field_of_later: later } }])
    }
    await fc.assert(fc.asyncProperty(value, value, check), { ...RUNS, numRuns: 100 })
    const stranger = notify('TRANSACTION.SUCCESS', PAID, { id: PUBLIC_KEY.id, privateKey: OURS.privateKey })
    await expect(ours.notify(stranger)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('what names the card of the payer is sealed for the wallet: their Rsa opens it', async () => {
    const { ours, say, asked } = wallet
    const abnormal = { refundId: REFUNDED.refund_id, type: 'USER_BANK_CARD', bankType: 'ICBC_DEBIT' } as const
    const name = fc.string({ unit: fc.constantFrom(...'张三李四·aZ 0'), minLength: 1, maxLength: 60 })
    const check = async (realName: string, bankAccount: string) => {
      say(REFUNDED)
      const extra = { wechatpay: { abnormal: { ...abnormal, realName, bankAccount } } }
      await ours.refund({ ...attempt, outRefundNo: 'CLIENT_R1', amount: cny.fen(500), extra })
      const { serial } = asked()
      const body = proven(asked())
      const opened = ['real_name', 'bank_account'].map((field) =>
        Rsa.decrypt(String(Reflect.get(body, field)), PUBLIC_KEY.privateKey),
      )
      expect([serial, ...opened]).toEqual([PUBLIC_KEY.id, realName, bankAccount])
    }
    await fc.assert(fc.asyncProperty(name, fc.stringMatching(/^[0-9]{12,19}$/), check), { ...RUNS, numRuns: 30 })
  })
})

const PREPAY = 'wx201410272009395522657a690389285100'

const order = { ...attempt, subject: 'tea' } as const
const COMMANDS = {
  jsapi: { ...order, scene: 'jsapi', payerId: 'o1' },
  mini: { ...order, scene: 'mini', payerId: 'o1' },
  app: { ...order, scene: 'app' },
} as const

/** What the payer's client is launched with. */
async function launched(scene: keyof typeof COMMANDS): Promise<Readonly<Record<string, string>>> {
  wallet.say({ prepay_id: PREPAY })
  const reply = await wallet.ours.pay(COMMANDS[scene])
  if (reply.kind !== 'done' || reply.value.prompt?.kind !== 'invoke') throw new Error('expected launch parameters')
  return reply.value.prompt.params
}

describe('launch parameters', () => {
  test('of a page: their Rsa verifies paySign with the public key of the merchant, and signs the same', async () => {
    const { appId = '', timeStamp = '', nonceStr = '', package: handle = '', paySign = '', ...rest } = await launched('jsapi')
    const text = Formatter.joinedByLineFeed(appId, timeStamp, nonceStr, handle)
    expect([appId, handle, rest]).toEqual([OURS.appId, `prepay_id=${PREPAY}`, { signType: 'RSA' }])
    expect(Rsa.verify(text, paySign, MERCHANT_PUBLIC)).toBe(true)
    expect(Rsa.sign(text, OURS.privateKey)).toBe(paySign)
    const bare = Formatter.joinedByLineFeed(appId, timeStamp, nonceStr, PREPAY)
    expect(Rsa.verify(bare, paySign, MERCHANT_PUBLIC)).toBe(false)
  })

  test('of a mini program, which does not hand the application over', async () => {
    const { timeStamp = '', nonceStr = '', package: handle = '', paySign = '', ...rest } = await launched('mini')
    const text = Formatter.joinedByLineFeed(OURS.appId, timeStamp, nonceStr, handle)
    expect(rest).toEqual({ signType: 'RSA' })
    expect([Rsa.verify(text, paySign, MERCHANT_PUBLIC), Rsa.sign(text, OURS.privateKey)]).toEqual([true, paySign])
  })

  test('of an app: the bare prepay id', async () => {
    const { appid = '', timestamp = '', noncestr = '', prepayid = '', sign = '', ...rest } = await launched('app')
    const text = Formatter.joinedByLineFeed(appid, timestamp, noncestr, prepayid)
    expect(rest).toEqual({ partnerid: OURS.mchId, package: 'Sign=WXPay' })
    expect([Rsa.verify(text, sign, MERCHANT_PUBLIC), Rsa.sign(text, OURS.privateKey)]).toEqual([true, sign])
  })
})

test('certificates that their code sealed and signed are learned, and each of them believed; the other kind of key is not', async () => {
  const theirs = await openTheirWallet('certificates')
  try {
    for (const by of CERTIFICATES) {
      theirs.say(PAID, by)
      expect(await theirs.ours.query(attempt)).toMatchObject(PAID_FACT)
      expect((await theirs.ours.notify(theirs.notify('TRANSACTION.SUCCESS', PAID, by))).facts).toMatchObject([PAID_FACT])
    }
    const ids = CERTIFICATES.map(({ id }) => id)
    expect(ids).toContain(theirs.asked().serial)
    theirs.say(PAID, PUBLIC_KEY)
    await expect(theirs.ours.query(attempt)).rejects.toMatchObject({ code: 'UNVERIFIED' })
  } finally {
    await theirs.close()
  }
})

test('where the two part: their Rsa seals what ours does not let through, up to the 214 bytes that a key takes, and opens it', async () => {
  const pem = publicHalf(PUBLIC_KEY.privateKey)
  expect(Rsa.decrypt(Rsa.encrypt('x'.repeat(214), pem), PUBLIC_KEY.privateKey)).toHaveLength(214)
  expect(() => Rsa.encrypt('x'.repeat(215), pem)).toThrow()
  const card = { refundId: 'r1', bankType: 'ICBC_DEBIT', bankAccount: '1', realName: 'x'.repeat(201) }
  const refund = { ...attempt, outRefundNo: 'CLIENT_R1', amount: cny.fen(500) }
  const refused = wallet.ours.refund({ ...refund, extra: { wechatpay: { abnormal: { ...card, type: 'USER_BANK_CARD' } } } })
  await expect(refused).rejects.toMatchObject({ code: 'INVALID' })
})
