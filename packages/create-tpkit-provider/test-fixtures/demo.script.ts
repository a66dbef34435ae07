/**
 * Demo as the test kit plays it: how its messages look. Books, numbers, time, repeats and faults are the kit's.
 * Write it from the wallet's page and not from the plugin: two readings of one protocol catch each other's mistakes.
 */
import { createHmac } from 'node:crypto'
import {
  type Asked,
  type Dialect,
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
  signature: [SIGNATURE],
  read: ({ headers, body }) => [
    ...(headers.get(SIGNATURE) ?? []).map((value): Part => [SIGNATURE, value]),
    ...Object.entries(parsed(body)),
  ],
  write: (parts, message) => ({
    headers: new Map([...message.headers].filter(([name]) => name !== SIGNATURE).concat(signatureOf(parts))),
    body: Buffer.from(
      `{${parts
        .filter(([name]) => name !== SIGNATURE)
        .map(member)
        .join()}}`,
    ),
  }),
  sign: ({ headers, body }) => ({ headers: new Map([...headers, [SIGNATURE, [hmac(body, key)]]]), body }),
})

type Form = Readonly<Record<string, string>>
type Signed = Pick<ReturnType<WalletScript['notify']>, 'headers' | 'body'>

function signed(fields: Form, key: string): Signed {
  const body = Buffer.from(JSON.stringify(fields))
  return { headers: [[SIGNATURE, hmac(body, key)]], body }
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

const SIGNATURE = 'demo-signature'

function opened({ path, headers, body }: WalletRequest, keys: Form): Asked | WalletAnswer {
  const fields = parsed(body)
  const { merchant = '', order = '', refund = '' } = fields
  const key = keys[merchant]
  if (!key || headers.get(SIGNATURE)?.[0] !== hmac(body, key))
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

function signatureOf(parts: readonly Part[]): [string, readonly string[]][] {
  const values = parts.filter(([name]) => name === SIGNATURE).map(([, value]) => value)
  return values.length > 0 ? [[SIGNATURE, values]] : []
}

const member = ([name, value]: Part): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`
const fen = (text = ''): bigint => parseMoney(text, 'CNY').amount
const yuan = (amount: bigint): string => formatMoney({ amount, currency: 'CNY' })
const hmac = (body: Uint8Array, key: string): string => createHmac('sha256', key).update(body).digest('hex')
