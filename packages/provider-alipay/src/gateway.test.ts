import { verify } from 'node:crypto'
import { Secret } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { certified, chain, withCertificates } from './certificate.fixture.ts'
import { alipay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import {
  account,
  appKey,
  at,
  content,
  counter,
  drive,
  firstRequest,
  order,
  parameters,
  payment,
  success,
} from './wallet.fixture.ts'

const request = firstRequest(alipay(account).pay(order, at))

/** What the gateway rebuilds of the parameters that came, wherever they stood. */
function textOf(params: Readonly<Record<string, string>>): string {
  return Object.keys(params)
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&')
}

describe('a call of the gateway', () => {
  test('has its common parameters in the address, charset among them, and its content in the body', () => {
    const { url, body, method, effect, headers } = request
    const address = new URL(url)
    expect([method, effect, address.origin + address.pathname]).toEqual([
      'POST',
      'write',
      'https://openapi.alipay.com/gateway.do',
    ])
    const { sign, ...common } = Object.fromEntries(address.searchParams)
    expect(common).toEqual({
      app_id: account.appId,
      method: 'alipay.trade.precreate',
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: '2026-11-23 10:00:00',
      version: '1.0',
      notify_url: account.notifyUrl,
    })
    expect(sign).toHaveLength(344)
    expect([...new URLSearchParams(new TextDecoder().decode(body)).keys()]).toEqual(['biz_content'])
    expect(new Map(headers).get('content-type')).toBe('application/x-www-form-urlencoded;charset=utf-8')
  })

  test('is signed over everything that is sent, sign_type too, and nothing of it is empty', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((one) => !/[\p{C}\p{Z}/=&]/u.test(one))
    fc.assert(
      fc.property(text, (reason) => {
        const command = { ...payment, outRefundNo: 'R1', amount: payment.total, reason: `x${reason}` }
        let params: Readonly<Record<string, string>>
        try {
          params = parameters(firstRequest(alipay(account).refund(command, at)))
        } catch {
          return // INVALID: emoji.
        }
        const signature = Buffer.from(params.sign ?? '', 'base64')
        expect(verify('RSA-SHA256', Buffer.from(textOf(params)), appKey, signature)).toBe(true)
        expect(Object.values(params)).not.toContain('')
        expect(JSON.parse(params.biz_content ?? '')).toMatchObject({ refund_reason: `x${reason}` })
      }),
    )
  })

  test('names no address of its own where there is none', () => {
    const { notifyUrl: _, ...silent } = account
    expect(parameters(firstRequest(alipay(silent).pay(order, at)))).not.toHaveProperty('notify_url')
  })

  test('of a service provider carries the authorisation of the merchant, in every call', () => {
    const protocol = alipay({ ...account, appAuthToken: new Secret('202601BB0123456789abcdef') })
    for (const exchange of [protocol.pay(order, at), protocol.query(payment, at), protocol.close(payment, at)]) {
      expect(parameters(firstRequest(exchange)).app_auth_token).toBe('202601BB0123456789abcdef')
    }
  })

  test('with certificates names ours and the roots, both signed', () => {
    const params = parameters(firstRequest(alipay(withCertificates).query(payment, at)))
    expect(params).toMatchObject({ app_cert_sn: certified.appSn, alipay_root_cert_sn: certified.rootSn })
    const signature = Buffer.from(params.sign ?? '', 'base64')
    expect(verify('RSA-SHA256', Buffer.from(textOf(params)), appKey, signature)).toBe(true)
    expect(chain.wallet.sn).toMatch(/^[0-9a-f]{32}$/)
  })

  test('with a content key is encrypted first and signed then; the same command is the same ciphertext', () => {
    const protocol = alipay({ ...account, contentKey: new Secret(KEYS.content_key) })
    const params = parameters(firstRequest(protocol.query({ ...payment, outTradeNo: 'A1' }, at)))
    expect(params).toMatchObject({ encrypt_type: 'AES', biz_content: 'HJjZXDcVHUcOrByocVgEmpfMca73FjlhawHK12p8Ljg=' })
    const signature = Buffer.from(params.sign ?? '', 'base64')
    expect(verify('RSA-SHA256', Buffer.from(textOf(params)), appKey, signature)).toBe(true)
  })

  test('is the same, byte for byte, for the same command at the same moment', () => {
    const again = firstRequest(alipay(account).pay(order, at))
    expect(again).toEqual(request)
  })

  test('sends nothing but what the pages know: no field of it is undefined or null', () => {
    for (const command of [order, counter] as const) {
      const sent = content(firstRequest(alipay(account).pay(command, at)))
      expect(Object.values(sent).every((value) => typeof value === 'string')).toBe(true)
    }
  })

  test('reads ask, writes may move money', () => {
    const protocol = alipay(account)
    const effects = {
      query: protocol.query(payment, at),
      queryRefund: protocol.queryRefund({ ...payment, outRefundNo: 'R1' }, at),
      probe: protocol.probe(at),
      close: protocol.close(payment, at),
      reverse: protocol.reverse(payment, at),
      refund: protocol.refund({ ...payment, outRefundNo: 'R1', amount: payment.total }, at),
      pay: protocol.pay(counter, at),
    }
    const found = Object.entries(effects).map(([name, exchange]) => [name, firstRequest(exchange).effect])
    const reads = ['query', 'queryRefund', 'probe']
    expect(found).toEqual(Object.keys(effects).map((name) => [name, reads.includes(name) ? 'read' : 'write']))
  })

  test('its answer is read under the name of its method', () => {
    const protocol = alipay(account)
    const answer = success('alipay.trade.precreate', { out_trade_no: 'A1', qr_code: 'https://qr.alipay.com/bavh4wjlxf12tper3a' })
    expect(drive(protocol.pay(order, at), answer).reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { outTradeNo: 'A1', prompt: { kind: 'qr', text: 'https://qr.alipay.com/bavh4wjlxf12tper3a' } },
    })
  })
})
