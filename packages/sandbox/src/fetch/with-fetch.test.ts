import { describe, expect, test } from 'vitest'
import { MERCHANT, NOW, newWallet, signedXml } from '../qqwallet/asking.fixture.ts'
import { readXml } from '../qqwallet/xml.ts'
import { withFetch } from './with-fetch.ts'

const ORDER = 'https://qpay.qq.com/cgi-bin/pay/qpay_unified_order.cgi'
const REFUND = 'https://api.qpay.qq.com/cgi-bin/pay/qpay_refund.cgi'

const order = (init: RequestInit = {}): Request => new Request(ORDER, { method: 'POST', body: signedXml('order', {}), ...init })
const clock = (): number => NOW
const fields = async (response: Response) => readXml(await response.text())

/** A wallet that answers like this, whatever is asked. */
function answering(answer: ReturnType<ReturnType<typeof newWallet>['handle']>) {
  return { ...newWallet(), handle: () => answer }
}

const SLOW = { status: 200, headers: [['x-a', 'b']] as const, body: new TextEncoder().encode('slow'), delayMs: 60_000 }

test('a request of the web meets the wallet by its real address, and the books are the same', async () => {
  const wallet = withFetch(newWallet(), { clock })
  const answer = await wallet.fetch(order())
  expect(answer.status).toBe(200)
  expect((await fields(answer))?.get('code_url')).toMatch(/^https:\/\/qpay\.qq\.com\/qr\//)
  expect(wallet.books(NOW)).toMatchObject([{ outTradeNo: 'T-1', status: 'open' }])
})

test('another origin is another server, as in the world', async () => {
  const wallet = withFetch(newWallet(), { clock })
  const answer = await wallet.fetch(
    new Request(ORDER.replace('qpay', 'api.qpay'), { method: 'POST', body: signedXml('order', {}) }),
  )
  expect(answer.status).toBe(404)
})

describe('the client certificate', () => {
  const refund = (): Request => new Request(REFUND, { method: 'POST', body: signedXml('refund', { out_trade_no: 'T-9' }) })

  test('is asked for where the wallet asks for it', async () => {
    expect((await withFetch(newWallet(), { clock }).fetch(refund())).status).toBe(403)
  })

  test('is given for every call, or for one', async () => {
    const always = withFetch(newWallet(), { clock, clientCertificate: MERCHANT.mchId })
    expect((await fields(await always.fetch(refund())))?.get('err_code')).toBe('ORDERNOTEXIST')
    const once = await withFetch(newWallet(), { clock }).fetch(refund(), { clientCertificate: MERCHANT.mchId })
    expect((await fields(once))?.get('err_code')).toBe('ORDERNOTEXIST')
    expect((await always.fetch(refund(), { clientCertificate: 'somebody else' })).status).toBe(403)
  })
})

test('a connection that ends without an answer rejects as fetch does', async () => {
  const failed = withFetch(answering(undefined), { clock }).fetch(order())
  await expect(failed).rejects.toThrow(TypeError)
  await expect(failed).rejects.toMatchObject({
    message: 'fetch failed',
    cause: { message: expect.stringContaining('without an answer') },
  })
})

test('a late answer waits on the clock that the test gives', async () => {
  const waited: number[] = []
  const wallet = withFetch(answering(SLOW), { clock, wait: async (ms) => waited.push(ms) })
  const answer = await wallet.fetch(order())
  expect([waited, answer.headers.get('x-a'), await answer.text()]).toEqual([[60_000], 'b', 'slow'])
})

test.each([
  ['before', () => AbortSignal.abort(new Error('gave up'))],
  ['while it waits', () => AbortSignal.any([AbortSignal.timeout(20)])],
])('a caller who gives up %s is rejected with their own reason', async (_, signalOf) => {
  const signal = signalOf()
  const failed = withFetch(answering(SLOW), { clock }).fetch(order({ signal }))
  await expect(failed).rejects.toThrow()
  expect(signal.aborted).toBe(true)
  await expect(failed).rejects.toBe(signal.reason)
})

test.each([204, 304])('an answer %i has no body, as the standard demands', async (status) => {
  const wallet = withFetch(answering({ status, headers: [], body: new Uint8Array() }), { clock })
  expect(await wallet.fetch(order())).toMatchObject({ status, body: null })
})
