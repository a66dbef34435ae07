import { AlipayRequestError, AlipaySdk } from 'alipay-sdk'
import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Certified, COMMA, OTHER_APP, OTHER_ROOT, openCertified, type Theirs } from './alipay-certificates.fixture.ts'
import { type Exec, execOf, refusal, textIn } from './alipay-sdk.fixture.ts'

let at: Certified

beforeAll(async () => {
  at = await openCertified()
})

afterAll(() => at.close())

const TOTAL = cny.fen(1990)
const ORDER = { total_amount: '19.90', subject: '茶', buyer_id: '2088102122524333' }

/** Their client, as the account has it or with something else in its place. */
function theirClient({ theirs }: Certified, other: Partial<Theirs> = {}): AlipaySdk {
  return new AlipaySdk({ ...theirs, ...other })
}

const create = (exec: Exec, outTradeNo: string) =>
  exec('trade.create', { ...ORDER, out_trade_no: outTradeNo }, { notifyUrl: 'https://shop.example/notify' })

describe('a merchant in certificate mode', () => {
  test('pays, queries and refunds with their client, under the numbers that our provider and the wallet know', async () => {
    const sdk = theirClient(at)
    const exec = execOf(sdk)
    const { tradeNo } = await create(exec, 'CERT_1')
    at.wallet.act(tradeNo, 'pay', Date.now())
    expect(await exec('trade.query', { out_trade_no: 'CERT_1' })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    const ours = { outTradeNo: 'CERT_1', total: TOTAL }
    expect(await at.ours.query(ours)).toMatchObject({ status: 'paid', transactionId: tradeNo })
    const refund = { out_trade_no: 'CERT_1', refund_amount: '1.00', out_request_no: 'R1' }
    expect(await exec('trade.refund', refund)).toMatchObject({ fundChange: 'Y' })
    expect(await at.ours.queryRefund({ ...ours, outRefundNo: 'R1' })).toMatchObject({ status: 'refunded' })
  })

  test('says both numbers in what it signs, and hears the third beside the signature', async () => {
    const sdk = theirClient(at)
    const orderStr = sdk.sdkExecute('alipay.trade.query', { bizContent: { out_trade_no: 'CERT_0' } })
    const said = new URLSearchParams(orderStr)
    const { appCertSn, alipayRootCertSn, alipayCertSn } = sdk.config
    expect([said.get('app_cert_sn'), said.get('alipay_root_cert_sn')]).toEqual([appCertSn, alipayRootCertSn])
    const answer = await (await fetch(`${at.url}/gateway.do`, { method: 'POST', body: said })).text()
    expect(answer).toMatch(new RegExp(`},"alipay_cert_sn":"${alipayCertSn}","sign":"[^"]+"}$`))
  })

  test('is notified with the key of the certificate, which no notify names', async () => {
    const { tradeNo } = await create(execOf(theirClient(at)), 'CERT_2')
    at.wallet.act(tradeNo, 'pay', Date.now())
    const body = at.wallet.due(Date.now()).at(-1)?.body ?? new Uint8Array()
    const fields = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)))
    expect(fields).not.toHaveProperty('alipay_cert_sn')
    expect(theirClient(at).checkNotifySignV2(fields)).toBe(true)
    const received = { headers: new Map(), query: '', body }
    expect(await at.ours.notify(received)).toMatchObject({ facts: [{ status: 'paid', outTradeNo: 'CERT_2' }] })
  })

  test.each<[what: string, other: Partial<Theirs>, subCode: string]>([
    ['the certificate of another application', { appCertContent: OTHER_APP }, 'isv.app-cert-not-exist'],
    ['another root', { alipayRootCertContent: OTHER_ROOT }, 'isv.invalid-alipay-root-cert-sn'],
    // Its number is empty, and then their client says neither.
    ['a root file without an RSA certificate', { alipayRootCertContent: COMMA }, 'isv.missing-app-cert-sn'],
  ])('is refused with %s', async (_what, other, subCode) => {
    const answer = await execOf(theirClient(at, other))('trade.query', { out_trade_no: 'CERT_1' })
    expect(answer).toMatchObject(refusal('40002', subCode))
  })
})

describe('where the two part', () => {
  const query = { out_trade_no: 'ROTATE_1' }
  const ref = { outTradeNo: 'ROTATE_1', total: TOTAL }

  /** An order of both, made before the wallet goes over to its next certificate. */
  async function rotated(next: 'genuine' | 'foreign', check: (after: Certified) => Promise<void>): Promise<void> {
    const opened = await openCertified(next)
    try {
      expect(await create(execOf(theirClient(opened)), 'ROTATE_1')).toMatchObject({ code: '10000' })
      opened.rotate()
      await check(opened)
    } finally {
      await opened.close()
    }
  }

  /** What a shop can do: read the number in the answer that their client refused, and fetch that certificate unverified. */
  async function nextOf(after: Certified): Promise<string> {
    const exec = execOf(theirClient(after))
    const refused: unknown = await exec('trade.query', query).catch((error: unknown) => error)
    if (!(refused instanceof AlipayRequestError)) throw new Error('expected their client to refuse, found an answer')
    expect(refused.message).toContain('验签失败')
    const { alipay_cert_sn } = JSON.parse(refused.responseDataRaw ?? '')
    await expect(exec('open.app.alipaycert.download', { alipay_cert_sn })).rejects.toThrow('验签失败')
    const sent = { bizContent: { alipay_cert_sn } }
    const answer = await theirClient(after).exec('alipay.open.app.alipaycert.download', sent)
    return Buffer.from(textIn(answer, 'alipayCertContent'), 'base64').toString()
  }

  test('another certificate of the wallet: theirs refuses until it is made anew with it; ours fetches it and goes on', () =>
    rotated('genuine', async (after) => {
      expect(await after.ours.query(ref)).toMatchObject({ status: 'pending', total: TOTAL })
      const exec = execOf(theirClient(after, { alipayPublicCertContent: await nextOf(after) }))
      expect(await exec('trade.query', query)).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' })
    }))

  test('one of another authority: theirs takes any, ours holds it against the root', () =>
    rotated('foreign', async (after) => {
      await expect(after.ours.query(ref)).rejects.toMatchObject({ code: 'UNVERIFIED' })
      const exec = execOf(theirClient(after, { alipayPublicCertContent: await nextOf(after) }))
      expect(await exec('trade.query', query)).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' })
    }))

  test('an issuer with a comma in its name: ours and the wallet escape it as RFC 2253 does, theirs does not', async () => {
    const opened = await openCertified('genuine', COMMA)
    try {
      const answer = await execOf(theirClient(opened))('trade.query', query)
      expect(answer).toMatchObject(refusal('40002', 'isv.app-cert-not-exist'))
      expect(await opened.ours.query(ref)).toMatchObject({ kind: 'absent' })
    } finally {
      await opened.close()
    }
  })
})
