/**
 * Demo as the test kit plays it: how its messages look. Books, numbers, time, repeats and faults are the kit's.
 * Write it from the wallet's page and not from the plugin: two readings of one protocol catch each other's mistakes.
 */
import { createHmac, randomUUID } from 'node:crypto'
import {
  type Asked,
  type Dialect,
  type Message,
  type Part,
  type Said,
  type ScriptedOrder,
  scriptedWallet,
  type TestWallet,
  type WalletScript,
} from '@tpkit/conformance'
import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import { formatMoney, parseMoney } from '@tpkit/core/money'

/** The wallet, with the key of each merchant that it knows. */
export function demoWallet(keys: Readonly<Record<string, string>>): TestWallet {
  const script: WalletScript = {
    open: (request) => opened(request, keys),
    answer: (said, { mchId }) => ({ status: 200, ...signed(fieldsOf(said, mchId), keys[mchId] ?? '') }),
    notify: (order) => ({ url: 'https://shop.example/notify', ...signed(notifyOf(order), keys[order.mchId] ?? '') }),
    acknowledged: ({ status, body }) => status === 200 && body === 'accepted',
  }
  return scriptedWallet(script, { merchants: Object.keys(keys) })
}

/**
 * How the laws take its messages apart, so that they can forge them part by part.
 * Here `headers` are a Map from a name in lower case to its values; those of an answer or a notify, above, are an array of pairs.
 */
export const demoDialect = (key: string): Dialect => ({
  signature: PROOF,
  read: ({ headers, body }) => [
    ...PROOF.flatMap((name) => (headers.get(name) ?? []).map((value): Part => [name, value])),
    ...Object.entries(parsed(body)),
  ],
  write: (parts, message) => ({
    headers: withProof(message.headers, parts),
    body: Buffer.from(`{${parts.filter(([name]) => !PROOF.includes(name)).map(member)}}`),
  }),
  sign: ({ headers, body }) => ({ headers: withProof(headers, proofOf(body, key)), body }),
})

type Form = Readonly<Record<string, string>>
type Signed = Pick<ReturnType<WalletScript['notify']>, 'headers' | 'body'>

function signed(fields: Form, key: string): Signed {
  const body = Buffer.from(JSON.stringify(fields))
  return { headers: proofOf(body, key), body }
}

/** The answer to a call: what the books say, or the code of a refusal. */
function fieldsOf(said: Said, mchId: string): Form {
  if (said.kind === 'refused') return { merchant: mchId, error: said.reason.replace('-', '_') }
  if (said.kind === 'order') return { ...notifyOf(said.order), merchant: mchId, qr: `https://demo.example/q/${said.order.token}` }
  if (said.kind !== 'refund') return { merchant: mchId }
  const { outRefundNo, refundId, amount, status } = said.refund
  const state = { processing: 'running', refunded: 'done', failed: 'failed', closed: 'kept' }[status]
  const about = { merchant: mchId, order: said.order.outTradeNo, refund: outRefundNo, refund_id: refundId }
  return { ...about, amount: yuan(amount), currency: 'CNY', state }
}

function notifyOf(order: ScriptedOrder): Form {
  const { mchId, outTradeNo, status, total, transactionId, paidAt, attach } = order
  const about = { merchant: mchId, order: outTradeNo, amount: yuan(total), currency: 'CNY', state: status, attach }
  return transactionId ? { ...about, id: transactionId, paid_at: String(paidAt) } : about
}

const PROOF: readonly string[] = ['demo-time', 'demo-nonce', 'demo-sign']

/** Time and nonce are new each time, for an answer as for a message that is signed anew. */
function proofOf(body: Uint8Array, key: string): [name: string, value: string][] {
  const [time, nonce] = [String(Date.now()), randomUUID()]
  return Object.entries({ 'demo-time': time, 'demo-nonce': nonce, 'demo-sign': hmac(time, nonce, body, key) })
}

/** The other headers stay; those of the proof are the parts' own, repeated ones side by side. */
function withProof(headers: Message['headers'], parts: readonly Part[]): Message['headers'] {
  const others = [...headers].filter(([name]) => !PROOF.includes(name))
  const proof = PROOF.map((name) => [name, parts.filter(([each]) => each === name).map(([, value]) => value)] as const)
  return new Map([...others, ...proof.filter(([, values]) => values.length > 0)])
}

function opened({ path, headers, body }: WalletRequest, keys: Form): Asked | WalletAnswer {
  const fields = parsed(body)
  const { merchant = '', order = '', refund = '' } = fields
  const key = keys[merchant]
  const [time = '', nonce = '', signature] = PROOF.map((name) => headers.get(name)?.join())
  if (!key || signature !== hmac(time, nonce, body, key))
    return { status: 401, headers: [], body: Buffer.from('{"error":"bad_signature"}') }
  const about = { mchId: merchant, outTradeNo: order }
  if (path === '/pay') return { call: 'pay', ...about, ...orderOf(fields) }
  if (path === '/query') return { call: 'query', ...about }
  if (path === '/close') return { call: 'close', ...about }
  if (path === '/refund') return { call: 'refund', ...about, outRefundNo: refund, amount: fen(fields.amount) }
  if (path === '/refund/query') return { call: 'queryRefund', ...about, outRefundNo: refund }
  return { status: 404, headers: [], body: Buffer.from('{}') }
}

function orderOf({ subject = '', amount, attach = '', ends }: Form) {
  return { subject, attach, total: fen(amount), currency: 'CNY', expiresAt: Number(ends) }
}

function parsed(body: Uint8Array): Form {
  return JSON.parse(new TextDecoder().decode(body))
}

const member = ([name, value]: Part): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`
const fen = (text = ''): bigint => parseMoney(text, 'CNY').amount
const yuan = (amount: bigint): string => formatMoney({ amount, currency: 'CNY' })
const hmac = (time: string, nonce: string, body: Uint8Array, key: string): string =>
  createHmac('sha256', key).update(`${time}\n${nonce}\n`).update(body).digest('hex')
