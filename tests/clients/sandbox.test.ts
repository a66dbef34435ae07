import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { cny, loadTpkit, type Tpkit } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Transformer } from 'wechatpay-axios-plugin'
import { type Merchant, merchantOf } from './client.fixture.ts'

let folder: string
let sandbox: Sandbox
let merchant: Merchant
let tpkit: Tpkit
let server: Server
let notifyUrl: string
const notifies: string[] = []

beforeAll(async () => {
  // Inside the repository, so that the plugin is found by its name.
  await mkdir(join(import.meta.dirname, '../../.tmp'), { recursive: true })
  folder = await mkdtemp(join(import.meta.dirname, '../../.tmp/clients-'))
  sandbox = await startSandbox({ dir: folder, refundDelayMs: 0 })
  merchant = merchantOf(sandbox)
  tpkit = await openTpkit()
  server = createServer(async (request, response) => {
    notifies.push(await text(request))
    response.end(Transformer.toXml({ return_code: 'SUCCESS', return_msg: 'OK' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  notifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify` // an address, as it listens on a port
})

afterAll(async () => {
  await tpkit.close()
  await sandbox.close()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

/** Our provider for the same merchant; JSON is YAML. */
async function openTpkit(): Promise<Tpkit> {
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, JSON.stringify({ accounts: { qq: sandbox.account }, methods: { wallet: 'qq' } }))
  return loadTpkit(path)
}

const total = cny.fen(1990)
const ORDER = { fee_type: 'CNY', total_fee: 1990, body: '茶 & <糖>', attach: '深圳分店', trade_type: 'NATIVE' }

/** Their order; answers with its QR code. */
async function place(outTradeNo: string, change: object = {}): Promise<string> {
  const rest = { out_trade_no: outTradeNo, notify_url: notifyUrl, spbill_create_ip: '127.0.0.1' }
  const { code_url = '' } = await merchant.call('unifiedOrder', { ...ORDER, ...rest, ...change })
  return code_url
}

async function placeAndPay(outTradeNo: string): Promise<void> {
  const body = JSON.stringify({ prompt: await place(outTradeNo), action: 'pay' })
  await fetch(`${sandbox.controlUrl}/act`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

/** The notify of that order, as soon as it came. */
function notifyOf(outTradeNo: string): Promise<string> {
  return vi.waitFor(() => {
    const found = notifies.find((body) => body.includes(outTradeNo))
    return found ?? Promise.reject(new Error(`no notify of ${outTradeNo} yet`))
  }, 5000)
}

const qq = () => tpkit.account('qq')

describe('their client, as it was published, pays in the sandbox', () => {
  test('an order waits for its payer; their client and our provider say the same of it', async () => {
    expect(await place('CLIENT_1')).toMatch(/^https:\/\/qpay\.qq\.com\/qr\/[0-9a-f]{8}$/)
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_1' })).toMatchObject({ trade_state: 'NOTPAY' })
    expect(await qq().query({ outTradeNo: 'CLIENT_1', total })).toMatchObject({ status: 'pending', total })
  })

  test('it is paid and notified; their code proves the notify, and our provider finds the same facts', async () => {
    await placeAndPay('CLIENT_2')
    const notify = await notifyOf('CLIENT_2')
    const { fields, genuine } = merchant.notified(notify)
    expect(genuine).toBe(true)
    expect(fields).toMatchObject({ total_fee: '1990', trade_state: 'SUCCESS', attach: ORDER.attach })
    const asked = await merchant.call('orderQuery', { out_trade_no: 'CLIENT_2' })
    expect(asked).toMatchObject({ trade_state: 'SUCCESS', transaction_id: fields.transaction_id, attach: ORDER.attach })
    const paid = { status: 'paid', total, transactionId: fields.transaction_id, outTradeNo: 'CLIENT_2' }
    const received = { headers: new Map(), query: '', body: new TextEncoder().encode(notify) }
    expect((await qq().notify(received)).facts).toMatchObject([{ ...paid, source: 'notify' }])
    expect(await qq().query({ outTradeNo: 'CLIENT_2', total })).toMatchObject({ ...paid, source: 'query' })
  })

  test('their acknowledgement ends the notify', async () => {
    await placeAndPay('CLIENT_3')
    await notifyOf('CLIENT_3')
    const answer = { status: 200, body: expect.stringContaining('<return_code>SUCCESS</return_code>') }
    await vi.waitFor(async () => {
      const tries = await (await fetch(`${sandbox.controlUrl}/deliveries`)).json()
      expect(tries).toEqual(
        expect.arrayContaining([expect.objectContaining({ attempt: 1, answer: expect.objectContaining(answer) })]),
      )
    }, 5000)
  })

  test('a closed one can be paid no more, and our provider says closed', async () => {
    await place('CLIENT_4')
    expect(await merchant.call('closeOrder', { out_trade_no: 'CLIENT_4' })).toMatchObject({ result_code: 'SUCCESS' })
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_4' })).toMatchObject({ trade_state: 'CLOSED' })
    expect(await qq().query({ outTradeNo: 'CLIENT_4', total })).toMatchObject({ status: 'closed' })
    await expect(place('CLIENT_4')).rejects.toMatchObject(refusal('ORDERCLOSED'))
  })

  test('money goes back through mutual TLS, under one number once; our provider finds that refund and adds another', async () => {
    await placeAndPay('CLIENT_5')
    const refund = { out_trade_no: 'CLIENT_5', out_refund_no: 'CLIENT_R5', refund_fee: 500, ...merchant.operator }
    const { refund_id: refundId = '' } = await merchant.call('refund', refund)
    expect(await merchant.call('refund', refund)).toMatchObject({ refund_id: refundId })
    const ref = { outTradeNo: 'CLIENT_5', outRefundNo: 'CLIENT_R5', total }
    const found = { status: 'refunded', refundId, amount: cny.fen(500) }
    expect(await qq().queryRefund?.(ref)).toMatchObject(found)
    const rest = { ...ref, outRefundNo: 'CLIENT_R6', amount: cny.fen(1490) }
    expect(await qq().refund(rest)).toMatchObject({ kind: 'done' })
    expect(await merchant.call('refundQuery', { out_trade_no: 'CLIENT_5' })).toMatchObject({
      ...{ refund_count: '2', total_fee: '1990' },
      ...{ out_refund_no_0: 'CLIENT_R5', refund_id_0: refundId, refund_fee_0: '500', refund_status_0: 'SUCCESS' },
      ...{ out_refund_no_1: 'CLIENT_R6', refund_fee_1: '1490', refund_status_1: 'SUCCESS' },
    })
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_5' })).toMatchObject({ trade_state: 'REFUND' })
  })
})

describe('their client is refused', () => {
  test('with the code of the wallet, in an error of its own', async () => {
    await placeAndPay('CLIENT_6')
    const again = () => place('CLIENT_7', { total_fee: 1 })
    await place('CLIENT_7')
    await expect(again()).rejects.toMatchObject({ code: 'EV2_RES_STATUS_CODE_NOT_SUCESS', ...refusal('OUT_TRADE_NO_USED') })
    await expect(place('CLIENT_6')).rejects.toMatchObject(refusal('ORDERPAID'))
    await expect(place('CLIENT_8', { body: '' })).rejects.toMatchObject(refusal('LACK_PARAMS'))
    await expect(merchant.call('closeOrder', { out_trade_no: 'CLIENT_6' })).rejects.toMatchObject(refusal('ORDERPAID'))
    await expect(merchant.call('orderQuery', { out_trade_no: 'CLIENT_8' })).rejects.toMatchObject(refusal('ORDERNOTEXIST'))
  })

  test('under another key, before anything happens', async () => {
    const account = { ...sandbox.account, apiKey: 'test-key-of-somebody-else-012345' }
    const stranger = merchantOf({ ...sandbox, account })
    await expect(stranger.call('orderQuery', { out_trade_no: 'CLIENT_1' })).rejects.toMatchObject(refusal('SIGNERROR'))
  })

  test('without its certificate, before a refund is read', async () => {
    await placeAndPay('CLIENT_9')
    const refund = { out_trade_no: 'CLIENT_9', out_refund_no: 'CLIENT_R9', refund_fee: 1, ...merchant.operator }
    await expect(merchantOf(sandbox, { certificate: false }).call('refund', refund)).rejects.toThrow(TLS_REFUSAL)
    await expect(merchant.call('refundQuery', { out_refund_no: 'CLIENT_R9' })).rejects.toMatchObject(refusal('ORDERNOTEXIST'))
    expect(await merchant.call('refund', refund)).toMatchObject({ result_code: 'SUCCESS' })
  })
})

/** TLS 1.3 tells it after the handshake; whether the alert or the end of the connection is read first is a matter of luck. */
const TLS_REFUSAL = /certificate required|ECONNRESET|socket hang up|EPIPE/i

function refusal(code: string): object {
  return { response: { data: { err_code: code } } }
}
