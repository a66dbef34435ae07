import { createHmac } from 'node:crypto'
import { type Dialect, type Part, type Said, type ScriptedOrder, scriptedWallet, type TestWallet } from '@tpkit/conformance'
import { formatMoney, parseMoney } from '@tpkit/core/money'

/** LanternPay as the kit plays it: how its messages look. Books, time, repeats and faults are the kit's. */
export function lanternWallet(keys: Readonly<Record<string, string>>): TestWallet {
  const signed = (fields: Form) => form(fields, keys[fields.shop ?? ''] ?? '')
  return scriptedWallet(
    {
      open: ({ path, body }) => {
        const text = new TextDecoder().decode(body)
        const fields: Form = Object.fromEntries(new URLSearchParams(text))
        const key = keys[fields.shop ?? '']
        if (!key || !text.endsWith(`&sig=${hmac(text.replace(/&sig=[^&]*$/, ''), key)}`))
          return { status: 401, ...form({ code: 'BAD_SIG' }) }
        const about = { mchId: fields.shop ?? '', outTradeNo: fields.order ?? '' }
        const refund = { ...about, outRefundNo: fields.refund ?? '' }
        if (path === '/orders') return { call: 'pay', ...about, ...orderOf(fields) }
        if (path === '/orders/get') return { call: 'query', ...about }
        if (path === '/orders/close') return { call: 'close', ...about }
        if (path === '/refunds') return { call: 'refund', ...refund, amount: parseMoney(fields.part ?? '', 'CNY').amount }
        if (path === '/refunds/get') return { call: 'queryRefund', ...refund }
        return { status: 404, ...form({}) }
      },
      answer: (said, { mchId }) => ({ status: 200, ...signed({ shop: mchId, ...fieldsOf(said) }) }),
      notify: (order) => ({ url: 'https://shop.example/notify', ...signed({ shop: order.mchId, ...orderFields(order) }) }),
      acknowledged: ({ status, body }) => status === 200 && body === 'accepted',
    },
    { merchants: Object.keys(keys) },
  )
}

/** How the laws take LanternPay's messages apart. */
export const lanternDialect = (key: string): Dialect => ({
  signature: ['sig'],
  read: ({ body }) => [...new URLSearchParams(new TextDecoder().decode(body))],
  write: (parts, message) => ({ ...message, body: Buffer.from(formText(parts)) }),
  sign: (message) => {
    const parts = [...new URLSearchParams(new TextDecoder().decode(message.body))].filter(([name]) => name !== 'sig')
    return { ...message, body: Buffer.from(withSignature(formText(parts), key)) }
  },
})

type Form = Readonly<Record<string, string>>

function orderOf({ subject = '', amount = '', attach = '', ends }: Form) {
  return { subject, attach, total: parseMoney(amount, 'CNY').amount, currency: 'CNY', ...(ends && { expiresAt: Number(ends) }) }
}

function fieldsOf(said: Said): Form {
  if (said.kind === 'refused')
    return { code: said.reason.toUpperCase().replace('-', '_').replace('OTHER_CONTENT', 'OTHER_ORDER') }
  if (said.kind === 'order') return { ...orderFields(said.order), qr: `https://lantern.example/q/${said.order.token}` }
  if (said.kind !== 'refund') return {}
  const { outRefundNo, refundId, amount, status } = said.refund
  const state = { processing: 'running', refunded: 'done', failed: 'failed', closed: 'kept' }[status]
  return { order: said.order.outTradeNo, refund: outRefundNo, refund_id: refundId, part: yuan(amount), currency: 'CNY', state }
}

function orderFields({ outTradeNo, status, total, transactionId, paidAt = 0, attach }: ScriptedOrder): Form {
  const order = { order: outTradeNo, state: status === 'open' ? 'waiting' : status, amount: yuan(total), currency: 'CNY', attach }
  const moment = Number.isNaN(paidAt) ? '2026-02-30T25:00:00.000Z' : new Date(paidAt).toISOString()
  return transactionId ? { ...order, payment: transactionId, paid_at: moment } : order
}

function yuan(amount: bigint): string {
  return formatMoney({ amount, currency: 'CNY' })
}

function form(fields: Form, key?: string): { readonly headers: readonly []; readonly body: Uint8Array } {
  const text = formText(Object.entries(fields))
  return { headers: [], body: Buffer.from(key === undefined ? text : withSignature(text, key)) }
}

function formText(parts: readonly Part[]): string {
  return new URLSearchParams(parts.map(([name, value]): [string, string] => [name, value])).toString()
}

function withSignature(text: string, key: string): string {
  return `${text}&sig=${hmac(text, key)}`
}

function hmac(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}
