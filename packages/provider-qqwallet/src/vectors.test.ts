import { gunzipSync } from 'node:zlib'
import { type Download, type EmptyDay, type Moment, type PayCommand, Secret } from '@tpkit/core'
import { canonicalText, readXml, writeXml } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { launchSignature } from './launch.ts'
import type { QQWalletScene } from './manifest.ts'
import { qqwallet } from './protocol.ts'
import {
  account,
  app,
  at,
  counter,
  drive,
  firstRequest,
  immediate,
  NOW,
  order,
  payment,
  readFile,
  received,
  refund,
  response,
  sentFields,
  signedXml,
  sub,
  success,
  VECTOR_NAMES,
  vector,
} from './qqwallet.fixture.ts'
import { isSigned, signatureOf } from './signature.ts'

const used = new Set<string>()
type Section = Parameters<typeof vector>[0]

/** One test per vector, by name. */
function check(section: Section, ids: readonly string[], holds: string, prove: (one: ReturnType<typeof vector>) => void): void {
  for (const id of ids) {
    used.add(`${section}/${id}`)
    test(`${section}/${id} ${holds}`, () => prove(vector(section, id)))
  }
}

const protocol = qqwallet(account)
const nonce = (text: string): Moment => ({ ...at, nonce: () => text })
const LONG_NONCE = nonce('3e5a036cb4bc3a677a38ad9d69eb3feb')
const DAY_AFTER: Moment = { ...at, nowMs: Date.UTC(2016, 6, 24, 4) }
const keyed = (key: string, signType: string) =>
  accountOf({
    ...account,
    apiKeys: [new Secret(key)],
    doubts: { signType: signType === 'HMAC-SHA256' ? 'HMAC-SHA256' : 'MD5' },
  })

describe('signatures', () => {
  const md5 = [
    'official-sec-1118',
    'peer-empty-sign-type',
    'computed-unified-native-chinese',
    'computed-empty-fields-dropped',
    'computed-zero-kept',
    'computed-existing-sign-ignored',
    'computed-raw-special-characters',
    'computed-emoji',
    'computed-inner-and-outer-spaces',
    'computed-only-spaces-kept',
    'computed-ascii-order',
    'computed-index-order',
    'computed-promotion-tag-encoded',
    'computed-promotion-tag-plain',
    'computed-service-provider',
  ]
  check('sign', md5, 'is what we sign', ({ params, key, signType, sign, stringToSign }) => {
    expect(`${canonicalText(params)}&key=${key}`).toBe(stringToSign)
    expect(signatureOf(params, keyed(key, signType))).toBe(sign)
  })

  check('sign', ['computed-hmac-sha256'], 'is signed and verified where the account says so', (one) => {
    const { params, key, signType, sign } = one
    expect(signatureOf(params, keyed(key, signType))).toBe(sign)
    expect(isSigned({ ...params, sign }, keyed(key, signType))).toBe(true)
    expect(() => isSigned({ ...params, sign }, keyed(key, 'MD5'))).toThrow(/sign_type/)
  })

  const wrong = ['changed-amount', 'wrong-key', 'added-unsigned-field', 'sign-of-url-encoded-values', 'peer-invalid-sign']
  check('signNegative', wrong, 'is refused', ({ params, key, sign }) => {
    expect(() => isSigned({ ...params, sign }, keyed(key, 'MD5'))).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
  })

  check('signNegative', ['missing-sign'], 'is no signature', ({ params, key, sign }) => {
    expect(isSigned({ ...params, sign }, keyed(key, 'MD5'))).toBe(false)
  })

  check('signNegative', ['lower-case-sign'], 'is accepted', ({ params, key, sign }) => {
    expect(isSigned({ ...params, sign }, keyed(key, 'MD5'))).toBe(true)
  })

  check('operatorPassword', ['op-passwd', 'op-passwd-chinese'], 'is how it travels', ({ plain, op_user_passwd }) => {
    const ours = qqwallet({ ...account, operatorPassword: new Secret(plain) })
    expect(sentFields(ours.refund(refund, at)).op_user_passwd).toBe(op_user_passwd)
  })
})

describe('what the front end gets', () => {
  check('appLaunchSignature', ['app-empty-pubacc', 'app-with-pubacc'], 'is the launch signature', ({ fields, appKey, sig }) => {
    expect(launchSignature(fields, appKey)).toBe(sig)
  })

  check('appLaunchSignature', ['app-wrong-variant-base64-of-hex'], 'is not', ({ sameInputAs = '', sig }) => {
    const { fields, appKey } = vector('appLaunchSignature', sameInputAs)
    expect(launchSignature(fields, appKey)).not.toBe(sig)
  })

  const params = (scene: 'jsapi' | 'mini', { appid, prepay_id = '' }: Readonly<Record<string, string>>) => {
    const ours = qqwallet({ ...account, ...(appid && { appId: appid }) })
    const command: PayCommand<QQWalletScene> = { ...order, scene }
    const { reply } = drive(ours.pay(command, at), success({ prepay_id, ...(appid && { appid }) }))
    return reply.kind === 'done' && reply.value.prompt?.kind === 'invoke' ? reply.value.prompt.params : undefined
  }
  check('clientParams', ['jsapi', 'jsapi-no-appid'], 'are the parameters', ({ input, output }) => {
    expect(params('jsapi', input)).toEqual({ ...output, pubAcc: '', pubAccHint: '' })
  })

  check('clientParams', ['mini-program'], 'are the parameters', ({ input, output }) => {
    expect(params('mini', input)).toEqual(output)
  })

  check('clientParams', ['native-code-url-shape'], 'is shown as it came', ({ pattern, examples }) => {
    for (const code_url of examples) {
      expect(code_url).toMatch(new RegExp(pattern))
      const { reply } = drive(protocol.pay(order, at), success({ code_url }))
      expect(reply).toMatchObject({ kind: 'done', value: { prompt: { kind: 'qr', text: code_url } } })
    }
  })
})

describe('requests are the vectors, byte for byte', () => {
  const ip = { ...order, payerIp: '123.12.12.123' } as const
  const day = { day: '2016-07-23' } as const
  const requests = {
    'unified-native': () =>
      firstRequest(
        protocol.pay(
          { ...ip, attach: '深圳分店', expiresAt: NOW + 2 * 3_600_000, extra: { qqwallet: { startedAt: NOW } } },
          LONG_NONCE,
        ),
      ),
    'unified-app': () =>
      firstRequest(qqwallet({ ...account, ...app }).pay({ ...ip, scene: 'app', outTradeNo: 'T-0003' }, LONG_NONCE)),
    'unified-service-provider': () =>
      firstRequest(qqwallet({ ...account, ...sub }).pay({ ...ip, outTradeNo: 'T-0004' }, LONG_NONCE)),
    micropay: () =>
      firstRequest(protocol.pay({ ...counter, payerIp: ip.payerIp, outTradeNo: 'T-0005', deviceId: 'WP00000001' }, LONG_NONCE)),
    'query-by-out-trade-no': () => firstRequest(protocol.query(payment, nonce('q1'))),
    'query-by-transaction-id': () =>
      firstRequest(protocol.query({ ...payment, transactionId: refund.transactionId }, nonce('q2'))),
    close: () => firstRequest(protocol.close(payment, nonce('q3'))),
    reverse: () => firstRequest(protocol.reverse({ ...payment, outTradeNo: 'T-0005' }, nonce('q4'))),
    refund: () =>
      firstRequest(
        protocol.refund({ ...refund, extra: { qqwallet: { refundAccount: 'REFUND_SOURCE_UNSETTLED_FUNDS' } } }, nonce('q5')),
      ),
    'refund-query': () => firstRequest(protocol.queryRefund({ ...payment, outRefundNo: 'R-0001' }, nonce('q6'))),
    'statement-all-gzip': () => file(protocol.statement({ ...day, kind: 'trade' }, { ...DAY_AFTER, nonce: () => 'q7' })).request,
    'fund-statement': () => file(protocol.statement({ ...day, kind: 'fund' }, { ...DAY_AFTER, nonce: () => 'q8' })).request,
  }
  check('requests', Object.keys(requests), 'is what we send', ({ id, endpoint, clientCertificate, xml }) => {
    const request = new Map(Object.entries(requests)).get(id)?.()
    expect(new TextDecoder().decode(request?.body)).toBe(xml)
    expect(request).toMatchObject({ url: endpoint, method: 'POST', effect: /query|statement/.test(id) ? 'read' : 'write' })
    expect(request?.identity).toBe(clientCertificate ? 'merchant' : undefined)
  })

  check('requests', ['unified-jsapi-limit-pay'], 'says the same in another style of CDATA', ({ endpoint, fields, xml }) => {
    const command = { ...ip, scene: 'jsapi', outTradeNo: 'T-0002', extra: { qqwallet: { limitPay: 'no_credit' } } } as const
    const request = firstRequest(protocol.pay(command, LONG_NONCE))
    expect(readXml(request.body ?? '')).toEqual(fields)
    expect(readXml(xml)).toEqual(fields)
    expect(request.url).toBe(endpoint)
  })

  check('requests', ['transfer'], 'is signed and written as we would, though we send none', ({ fields, xml, key }) => {
    const { sign, ...rest } = fields
    expect(signatureOf(rest, keyed(key, 'MD5'))).toBe(sign)
    expect(writeXml(fields)).toBe(xml)
  })

  check('requests', ['official-order-query-sample'], 'is read with its layout', ({ fields, xml }) => {
    expect(readXml(xml)).toEqual(fields)
  })
})

function file(exchange: ReturnType<typeof protocol.statement>): Download {
  const found: Download | EmptyDay = immediate(exchange)
  if (found.kind === 'download') return found
  throw new Error('expected a file')
}

describe('answers are read', () => {
  const query = (xml: string) => drive(protocol.query({ ...payment, startedAt: NOW }, at), response(xml)).reply

  check('responses', ['unified-native-ok'], 'is a QR code', ({ xml }) => {
    expect(drive(protocol.pay(order, at), response(xml)).reply).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: order.outTradeNo,
        prepayId: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
        prompt: { kind: 'qr', text: 'https://qpay.qq.com/qr/59ab1e94', expiresAt: NOW + 7_200_000 },
      },
    })
  })

  check('responses', ['unified-jsapi-ok'], 'launches mqq.tenpay.pay', ({ xml }) => {
    const { reply } = drive(protocol.pay({ ...order, scene: 'jsapi' }, at), response(xml))
    expect(reply).toMatchObject({
      kind: 'done',
      value: { prepayId: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS', prompt: { kind: 'invoke', bridge: 'mqq.tenpay.pay' } },
    })
  })

  check('responses', ['unified-with-unknown-field'], 'is no answer to an order of another trade type', ({ xml, fields }) => {
    expect(fields.trade_type).not.toBe('NATIVE')
    expect(() => drive(protocol.pay(order, at), response(xml))).toThrow(/trade_type/)
    const app = qqwallet({ ...account, appId: '1007033799', appKey: new Secret('test-app-key-0001') })
    const scene = fields.trade_type === 'APP' ? 'app' : 'jsapi'
    expect(drive(app.pay({ ...order, scene }, at), response(xml)).reply).toMatchObject({ kind: 'done' })
  })

  const states = [
    ['query-paid-with-coupon', 'paid'],
    ['query-refund', 'paid'],
    ['query-notpay', 'pending'],
    ['query-userpaying', 'pending'],
    ['query-closed', 'closed'],
    ['query-revoked', 'reversed'],
  ] as const
  for (const [id, status] of states) {
    check('responses', [id], `is ${status}`, ({ xml }) => {
      expect(query(xml)).toMatchObject({ kind: 'payment', status, outTradeNo: payment.outTradeNo, source: 'query' })
    })
  }

  check('responses', ['query-paid-with-coupon'], 'carries everything that binding and booking need', ({ xml }) => {
    expect(query(xml)).toMatchObject({
      total: { amount: 888n, currency: 'CNY' },
      payerTotal: { amount: 666n, currency: 'CNY' },
      transactionId: '1900000109471607121307259064',
      payee: { mchId: '1900000109' },
      paidAt: Date.parse('2016-07-12T12:15:30+08:00'),
      payer: { id: 'A1B2C3D4E5F60718293A4B5C6D7E8F90', channel: 'CCB_DEBIT' },
    })
  })

  check('responses', ['query-not-exist'], 'is absent', ({ xml }) => {
    expect(query(xml)).toMatchObject({ kind: 'absent', evidence: 'verified' })
  })

  check('responses', ['micropay-ok'], 'is the payment itself', ({ xml }) => {
    expect(drive(protocol.pay(counter, at), response(xml)).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { outTradeNo: counter.outTradeNo, fact: { status: 'paid', source: 'reply', total: { amount: 888n } } },
    })
  })

  check('responses', ['micropay-userpaying'], 'is a payer who is typing', ({ xml }) => {
    expect(drive(protocol.pay(counter, at), response(xml)).reply).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: { outTradeNo: counter.outTradeNo, prompt: { kind: 'wait', expiresAt: NOW + 30_000 } },
    })
  })

  check('responses', ['close-ok'], 'is a closed payment', ({ xml }) => {
    expect(drive(protocol.close(payment, at), response(xml)).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'closed', outTradeNo: payment.outTradeNo, payee: { mchId: '1900000109' } },
    })
  })

  check('responses', ['reverse-ok'], 'is a reversed payment', ({ xml }) => {
    expect(drive(protocol.reverse(payment, at), response(xml)).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'reversed', outTradeNo: payment.outTradeNo, payee: { mchId: '1900000109' } },
    })
  })

  check('responses', ['reverse-again'], 'is unknown: call again', ({ xml }) => {
    expect(drive(protocol.reverse(payment, at), response(xml)).reply).toMatchObject({
      kind: 'unknown',
      failure: { retry: 'same-number', provider: { code: 'SYSTEMERROR' }, message: expect.stringContaining('again') },
    })
  })

  check('responses', ['refund-accepted'], 'is processing, not refunded', ({ xml }) => {
    expect(drive(protocol.refund(refund, at), response(xml)).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'processing', refundId: '1121218133801201611098791376', amount: { amount: 666n, currency: 'CNY' } },
    })
  })

  check('responses', ['refund-notenough'], 'is refused and repeats its number', ({ xml }) => {
    expect(drive(protocol.refund(refund, at), response(xml)).reply).toMatchObject({
      kind: 'refused',
      evidence: 'verified',
      failure: { code: 'FUNDS', retry: 'same-number', provider: { code: 'NOTENOUGH', message: '商户可用退款余额不足' } },
    })
  })

  const rows = [
    [0, 'refunded'],
    [1, 'failed'],
    [2, 'processing'],
    [3, 'closed'],
    [4, 'processing'],
    [10, 'refunded'],
    [11, 'failed'],
  ] as const
  for (const [row, status] of rows) {
    check('responses', ['refund-query-twelve'], `row ${row} is found by its number and is ${status}`, ({ xml }) => {
      const number = row.toString().padStart(4, '0')
      const ref = { ...payment, outRefundNo: `R-${number}` }
      expect(drive(protocol.queryRefund(ref, at), response(xml)).reply).toMatchObject({
        kind: 'refund',
        status,
        outRefundNo: `R-${number}`,
        refundId: `11212181338012016110987913${number.slice(2)}`,
        amount: { amount: 100n, currency: 'CNY' },
        source: 'query',
      })
    })
  }

  check('responses', ['business-fail-orderpaid'], 'is unknown: ask at once', ({ xml }) => {
    expect(drive(protocol.pay(order, at), response(xml)).reply).toMatchObject({
      kind: 'unknown',
      checkAfterMs: 0,
      failure: { provider: { code: 'ORDERPAID', message: '订单已支付' } },
    })
  })

  check('responses', ['business-fail-err-code-desc-variant'], 'is read in its other spelling, too', ({ xml }) => {
    expect(drive(protocol.pay(order, at), response(xml)).reply).toMatchObject({
      kind: 'unknown',
      failure: { provider: { code: 'OUT_TRADE_NO_USED', message: '商户订单号重复' } },
    })
  })

  check('responses', ['communication-fail-unsigned'], 'proves nothing', ({ xml }) => {
    expect(drive(protocol.pay(order, at), response(xml)).reply).toMatchObject({
      kind: 'unknown',
      failure: { provider: { code: '66210035', message: '签名失败; sign error' } },
    })
  })
})

describe('captured answers, their blanked values filled in', () => {
  const ours = qqwallet({ ...account, ...app })
  const VALUES = {
    ...payment,
    appid: app.appId,
    mch_id: account.mchId,
    nonce_str: 'r0',
    prepay_id: 'P1',
    attach: 'a',
    openid: 'o',
    out_trade_no: payment.outTradeNo,
    out_refund_no: refund.outRefundNo,
    refund_id: '1',
    transaction_id: refund.transactionId,
    result_code: 'SUCCESS',
  }
  const filled = ({ fieldNames = [], fixed }: ReturnType<typeof vector>) => {
    const values = new Map<string, unknown>(Object.entries({ ...VALUES, return_code: 'SUCCESS', ...fixed }))
    const fields = fieldNames.filter((name) => name !== 'sign').map((name) => [name, String(values.get(name) ?? 'SUCCESS')])
    return response(signedXml(Object.fromEntries(fields)))
  }

  check('responses', ['peer-unified-field-set'], 'launches the app', (one) => {
    const { reply } = drive(ours.pay({ ...order, scene: 'app' }, at), filled(one))
    expect(reply).toMatchObject({ kind: 'done', value: { prepayId: 'P1', prompt: { bridge: 'QQWalletSDK' } } })
  })

  check('responses', ['peer-query-refunded-field-set'], 'is a paid fact', (one) => {
    const paidAt = Date.parse('2018-03-08T14:23:31+08:00')
    const fact = { status: 'paid', total: { amount: 1n }, payer: { channel: 'BALANCE' }, paidAt }
    expect(drive(ours.query(payment, at), filled(one)).reply).toMatchObject(fact)
  })

  check('responses', ['peer-refund-field-set'], 'accepts the refund', (one) => {
    const amount = { amount: 1n, currency: 'CNY' }
    const { reply } = drive(ours.refund({ ...refund, amount }, at), filled(one))
    expect(reply).toMatchObject({ kind: 'done', value: { status: 'processing', amount } })
  })
})

describe('notifications', () => {
  const notify = ({ key, xml }: ReturnType<typeof vector>) =>
    immediate(qqwallet({ ...account, apiKeys: [new Secret(key)] }).notify(received(xml), at))

  const paid = [
    'peer-payment',
    'computed-payment-coupon',
    'computed-payment-unknown-field',
    'computed-mixed-case-state',
    'computed-service-provider',
    'computed-lower-case-sign',
  ]
  check('notifications', paid, 'is a paid fact', (one) => {
    const { fields } = one
    const notice = notify(one)
    expect(notice.id).toBe(fields.transaction_id)
    expect(notice.facts).toMatchObject([
      {
        status: 'paid',
        source: 'notify',
        outTradeNo: fields.out_trade_no,
        transactionId: fields.transaction_id,
        total: { amount: BigInt(fields.total_fee ?? ''), currency: 'CNY' },
      },
    ])
  })

  check('notifications', ['computed-service-provider'], 'names the sub-merchant, so that binding can refuse it', (one) => {
    expect(notify(one).facts).toMatchObject([{ payee: { mchId: '1900000109', ...sub } }])
  })

  const refused = [
    ['computed-tampered-amount', 'UNVERIFIED'],
    ['computed-doctype-attack', 'MALFORMED'],
    ['peer-minimal', 'MALFORMED'],
    ['peer-red-packet', 'MALFORMED'],
  ] as const
  for (const [id, code] of refused) {
    check('notifications', [id], `is refused: ${code}`, (one) => {
      expect(() => notify(one)).toThrow(expect.objectContaining({ code }))
    })
  }

  check('acknowledgements', ['success'], 'is what we answer, byte for byte', ({ xml }) => {
    expect(protocol.acknowledge('accepted').body).toBe(xml)
  })

  check('acknowledgements', ['peer-fail-with-message-parsed'], 'is the form of our failures', ({ parsed }) => {
    const answer = readXml(protocol.acknowledge('refused').body)
    expect(answer.return_code).toBe(parsed.return_code)
    expect(Object.keys(answer)).toEqual(Object.keys(parsed))
  })
})

describe('statements', () => {
  const trade = (ours = protocol) => file(ours.statement({ day: '2016-07-23', kind: 'trade' }, DAY_AFTER))

  check('statements', ['peer-statement-all'], 'is read; that eight of its nine lines are missing shows', ({ text }) => {
    const { rows, summary } = readFile(trade(), text)
    expect(Object.keys(rows[0]?.columns ?? {})).toHaveLength(30)
    expect(rows).toMatchObject([
      {
        at: Date.parse('2016-07-23T14:14:00+08:00'),
        fact: {
          kind: 'refund',
          status: 'refunded',
          outTradeNo: '100540000011201607231001010451',
          outRefundNo: 'REV_100540000011201607231001010451',
          refundId: '1121263711801607230535066910',
          amount: { amount: 1n, currency: 'CNY' },
          payee: { mchId: '1263732001', subMchId: '1263711801' },
        },
      },
    ])
    expect(summary).toEqual({ rows: 1, mismatch: '交易总笔数: the totals say 9, there are 1 lines' })
  })

  check('statements', ['computed-statement-all-backticked'], 'is a payment and its refund', ({ text, gzipBase64 }) => {
    expect(gunzipSync(Buffer.from(gzipBase64, 'base64')).toString()).toBe(text)
    const { rows, summary } = readFile(trade(), text)
    expect(summary).toEqual({ rows: 2 })
    const payee = { mchId: '1900000109', appId: '1007033799' }
    const transactionId = '1900000109471607231307259064'
    expect(rows).toMatchObject([
      {
        fact: { kind: 'payment', status: 'paid', total: { amount: 888n }, payerTotal: { amount: 666n }, transactionId, payee },
        fee: { amount: 5n, currency: 'CNY' },
        columns: { 商品名称: '天虹南山店-超市,特价', 商户数据包: '深圳分店', 费率: '0.60%' },
      },
      {
        fact: { kind: 'refund', status: 'refunded', outRefundNo: 'R-0001', amount: { amount: 300n }, payee },
        at: Date.parse('2016-07-23T18:05:00+08:00'),
        fee: { amount: -2n, currency: 'CNY' },
      },
    ])
  })

  check('statements', ['computed-statement-empty-day'], 'has no rows and is whole', ({ text }) => {
    expect(readFile(trade(), text)).toEqual({ rows: [], summary: { rows: 0 } })
  })

  check(
    'statements',
    ['computed-statement-error'],
    'is a failure, or a day without payments where the account says so',
    ({ raw }) => {
      expect(trade().refuse?.(Buffer.from(raw))).toMatchObject({ code: 'UNAVAILABLE', provider: { message: 'no bill' } })
      const trusting = qqwallet({ ...account, doubts: { noBill: 'empty' } })
      expect(trade(trusting).refuse?.(Buffer.from(raw))).toEqual({ kind: 'empty' })
    },
  )
})

test('all 87 vectors are used, each by a test of its name', () => {
  expect(VECTOR_NAMES).toHaveLength(87)
  expect(VECTOR_NAMES.filter((name) => !used.has(name))).toEqual([])
})
