import { generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Exchange, key, knownKeys, type Moment, type Protocol, send, sign } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { cny, formatMoney } from '../money.ts'
import { fakeTP, manifest, NOW, notHere, wire } from './world.fixture.ts'

const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
const GATEWAY = 'https://wallet.example/gateway.do'

/** The signed parameters of one gateway call; the answer's own signature is left to the real provider. */
function* signed(method: string, content: object, at: Moment): Exchange<Record<string, string>> {
  const params = { app_id: '2021', biz_content: JSON.stringify(content), method, timestamp: `${at.nowMs}` }
  const text = Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return { ...params, sign: Buffer.from(yield* sign('app', Buffer.from(text))).toString('base64') }
}

function alipay(): Protocol<'page', 'queryRefund'> {
  return {
    manifest: manifest({ provider: 'alipay', scenes: ['page'], abilities: ['queryRefund'] }),
    payee: { mchId: '2088' },
    *pay(command, at) {
      const content = { out_trade_no: command.outTradeNo, total_amount: formatMoney(command.total), subject: command.subject }
      const fields = yield* signed('alipay.trade.page.pay', content, at)
      return {
        kind: 'done',
        evidence: 'nothing-sent',
        value: { outTradeNo: command.outTradeNo, prompt: { kind: 'form', action: GATEWAY, fields } },
      }
    },
    *refund(command, at) {
      const content = {
        out_trade_no: command.outTradeNo,
        out_request_no: command.outRefundNo,
        refund_amount: formatMoney(command.amount),
      }
      const fields = yield* signed('alipay.trade.refund', content, at)
      const answer = yield* send({
        method: 'POST',
        url: GATEWAY,
        headers: [],
        body: Buffer.from(new URLSearchParams(fields).toString()),
        effect: 'write',
      })
      const reply: Record<string, string> = JSON.parse(Buffer.from(answer.body).toString())
      // refund_fee is cumulative, so the amount is our own; code 10000 alone moved no money.
      const { outTradeNo, outRefundNo, amount } = command
      const status = reply.fund_change === 'Y' ? 'refunded' : 'processing'
      return {
        kind: 'done',
        evidence: 'verified',
        value: { kind: 'refund', outTradeNo, outRefundNo, amount, status, source: 'reply', raw: reply },
      }
    },
    queryRefund: notHere,
    query: notHere,
    notify: notHere,
    acknowledge: () => ({ status: 200, headers: [], body: 'success' }),
  }
}

const keys = { privateKeys: { app: merchant.privateKey } }
const order = { outTradeNo: 'ORDER_1', total: cny.yuan('100.00') }

describe('hard case 4: Alipay', () => {
  it('starts a page payment without sending anything: the browser carries the signed form', async () => {
    const connection = wire(() => ({ status: 500 }))
    const outcome = await fakeTP(alipay(), connection, { keys }).pay({ scene: 'page', subject: 'tea', ...order })
    expect(connection.sent).toHaveLength(0)
    if (outcome.kind !== 'done' || outcome.value.prompt?.kind !== 'form') throw new Error('expected a form')
    const { sign: signature = '', ...params } = outcome.value.prompt.fields
    const text = Object.entries(params)
      .map(([name, value]) => `${name}=${value}`)
      .join('&')
    expect(verify('RSA-SHA256', Buffer.from(text), merchant.publicKey, Buffer.from(signature, 'base64'))).toBe(true)
    expect(params.timestamp).toBe(`${NOW}`)
  })

  it('does not call a refund refunded when its fund_change is N, and names its own amount, not the cumulative one', async () => {
    const connection = wire(() => ({ body: '{"code":"10000","fund_change":"N","refund_fee":"80.00"}' }))
    const outcome = await fakeTP(alipay(), connection, { keys }).refund({
      ...order,
      outRefundNo: 'R1',
      amount: cny.yuan('30.00'),
    })
    expect(outcome).toMatchObject({ kind: 'done', value: { status: 'processing', amount: cny.yuan('30.00') } })
  })

  it('names the key that it looks for to a wallet that hands out one at a time, and at a refresh those that it holds', async () => {
    const asked: (readonly string[])[] = []
    const pem = merchant.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const rotating: Protocol<'page', 'trust'> = {
      ...alipay(),
      manifest: manifest({ provider: 'alipay', scenes: ['page'], abilities: ['trust'] }),
      *query(ref) {
        const found = yield* key(ref.outTradeNo)
        return { kind: 'absent', evidence: { unsigned: { status: 200, code: found ? 'KNOWN' : 'UNKNOWN' } } }
      },
      *trust(_at, wanted) {
        asked.push(wanted)
        return wanted.map((id) => ({ id, pem }))
      },
    }
    const nowMs = { at: NOW }
    const tp = fakeTP(
      rotating,
      wire(() => ({})),
      { clock: { nowMs: () => nowMs.at } },
    )
    const look = (id: string) => tp.query({ outTradeNo: id, total: cny.yuan('1.00') }).catch(() => undefined)
    await look('CERT_1')
    await look('CERT_1')
    nowMs.at += 60_000
    await look('CERT_2')
    expect(asked).toEqual([['CERT_1'], ['CERT_2']])
    expect(await tp.trust()).toBe(2)
    expect(asked.at(-1)).toEqual(['CERT_1', 'CERT_2'])
  })

  it('asks for what its own answers name, whatever forged messages name: anybody can send them', async () => {
    const asked: (readonly string[])[] = []
    const pem = merchant.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const reading = function* (id: string) {
      if (!(yield* key(id))) throw tpError('UNVERIFIED', `${id} is not known`)
    }
    const rotating: Protocol<'page', 'trust' | 'verifyReturn'> = {
      ...alipay(),
      manifest: manifest({ provider: 'alipay', scenes: ['page'], abilities: ['trust', 'verifyReturn'] }),
      *query({ outTradeNo }) {
        yield* reading(outTradeNo)
        return { kind: 'absent', evidence: 'verified' }
      },
      *notify({ query }) {
        yield* reading(query)
        return { id: query, facts: [] }
      },
      *verifyReturn(query) {
        yield* reading(query)
        return { outTradeNo: query }
      },
      *trust(_at, wanted) {
        asked.push(wanted)
        return wanted.filter((id) => id === 'GENUINE').map((id) => ({ id, pem }))
      },
    }
    const tp = fakeTP(
      rotating,
      wire(() => ({})),
    )
    const forged = (query: string) => tp.notify({ headers: new Map(), query, body: Buffer.alloc(0) })
    await expect(forged('FORGED_1')).rejects.toMatchObject({ code: 'UNVERIFIED' })
    await expect(tp.verifyReturn('FORGED_2')).rejects.toMatchObject({ code: 'UNVERIFIED' })
    expect(await tp.query({ outTradeNo: 'GENUINE', total: cny.yuan('1.00') })).toMatchObject({ kind: 'absent' })
    expect(await forged('GENUINE')).toMatchObject({ id: 'GENUINE' })
    expect(asked).toEqual([['FORGED_1'], ['GENUINE']])
  })

  it('hands out every key that it holds for a message that names none, and asks nobody', async () => {
    const asked: (readonly string[])[] = []
    const pem = merchant.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const rotating: Protocol<'page', 'trust' | 'probe'> = {
      ...alipay(),
      manifest: manifest({ provider: 'alipay', scenes: ['page'], abilities: ['trust', 'probe'] }),
      *probe() {
        return { ok: true, message: (yield* knownKeys()).map(({ id }) => id).join() }
      },
      *trust(_at, wanted) {
        asked.push(wanted)
        return [{ id: 'LEARNED', pem }]
      },
    }
    const tp = fakeTP(
      rotating,
      wire(() => ({})),
      { keys: { ...keys, pinned: { PINNED: merchant.publicKey } } },
    )
    expect((await tp.probe()).message).toBe('PINNED')
    expect(asked).toEqual([])
    await tp.trust()
    expect((await tp.probe()).message).toBe('PINNED,LEARNED')
  })

  it('does not believe "nothing was sent" of an exchange that sent something', async () => {
    const lying: Protocol<'page', 'queryRefund'> = {
      ...alipay(),
      *pay(command) {
        yield* send({ method: 'POST', url: GATEWAY, headers: [], effect: 'write' })
        return { kind: 'done', evidence: 'nothing-sent', value: { outTradeNo: command.outTradeNo } }
      },
    }
    const outcome = await fakeTP(
      lying,
      wire(() => ({})),
    ).pay({ scene: 'page', subject: 'tea', ...order })
    expect(outcome).toMatchObject({ kind: 'unknown', failure: { code: 'INTERNAL' } })
  })
})
