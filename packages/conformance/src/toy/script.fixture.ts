import type { WalletAnswer, WalletRequest } from '@tpkit/core'
import type { TestWallet } from '../bench.ts'
import type { Asked, AskedPay, Said, ScriptedOrder, ScriptedRefund, WalletScript } from '../scripted/script.ts'
import { scriptedWallet } from '../scripted/wallet.ts'
import { API, type Fields, hmac, MONEY, PAY_PAGE, readFields, SIGNATURE, signedBody, signedLink } from './wire.fixture.ts'

/** ToyPay: a wallet that knows its shops by their keys. */
export function toyWallet(keys: Readonly<Record<string, string>>): TestWallet {
  return scriptedWallet(toyScript(keys), {
    merchants: Object.keys(keys),
    promptLifeMs: 600_000,
    discount: (total) => (total === DISCOUNTED ? 3_000n : 0n),
  })
}

/** ToyPay gives thirty dollars to whoever spends as many cents. */
export const DISCOUNTED = 8_888n

function toyScript(keys: Readonly<Record<string, string>>): WalletScript {
  const keyOf = (shop: string): string => keys[shop] ?? ''
  return {
    open: (request) => open(keyOf, request),
    answer: (said, { mchId }) => {
      if (said.kind === 'statement') return { status: 200, headers: [], body: Buffer.from(statement(mchId, said)) }
      return { status: 200, ...signedBody(keyOf(mchId), { shop: mchId, ...fieldsOf(said) }) }
    },
    notify: (order) => ({
      url: 'https://shop.example/notify',
      ...signedBody(keyOf(order.mchId), { shop: order.mchId, event: 'paid', ...orderFields(order) }),
    }),
    acknowledged: ({ status }) => status === 204,
    scanned: (link) => {
      const { sign, ...fields } = Object.fromEntries(new URL(link, PAY_PAGE).searchParams)
      // A signed page's link names an order that the wallet may never have heard of.
      return sign !== undefined && sign === signedLink(keyOf(fields.shop ?? ''), fields) ? payOf(fields) : undefined
    },
  }
}

function open(keyOf: (shop: string) => string, { origin, path, ...request }: WalletRequest): Asked | WalletAnswer {
  const fields = readFields(request.body) ?? {}
  const asked = CALLS[origin + path]?.(fields)
  if (!asked) return plain(404)
  if (origin === MONEY && !request.clientCertificate) return plain(403)
  const key = keyOf(asked.mchId)
  if (key && request.headers.get(SIGNATURE)?.[0] === hmac(key, request.body)) return asked
  // Nobody knows who asked, so nothing is signed.
  return { status: 401, headers: [], body: signedBody('', { ok: 'no', code: 'BAD_SIGNATURE' }).body }
}

const about = ({ shop = '', number = '' }: Fields) => ({ mchId: shop, outTradeNo: number })

const CALLS: Readonly<Record<string, (fields: Fields) => Asked>> = {
  [`${API}/pay`]: (fields) => payOf(fields),
  [`${API}/query`]: (fields) => ({ call: 'query', ...about(fields) }),
  [`${API}/close`]: (fields) => ({ call: 'close', ...about(fields) }),
  [`${MONEY}/reverse`]: (fields) => ({ call: 'reverse', ...about(fields) }),
  [`${MONEY}/refund`]: (fields) => ({
    call: 'refund',
    ...about(fields),
    outRefundNo: fields.refund ?? '',
    amount: BigInt(fields.part ?? 0),
  }),
  [`${API}/refund-query`]: (fields) => ({ call: 'queryRefund', ...about(fields), outRefundNo: fields.refund ?? '' }),
  [`${API}/statement`]: ({ shop = '', day = '' }) => ({ call: 'statement', mchId: shop, day }),
  [`${API}/probe`]: ({ shop = '' }) => ({ call: 'probe', mchId: shop }),
}

function payOf(fields: Fields): AskedPay {
  const { amount = '0', currency = '', subject = '', attach = '', ends = '', code = '' } = fields
  const more = { ...(ends && { expiresAt: Number(ends) }), ...(code && { authCode: code }) }
  return { call: 'pay', ...about(fields), total: BigInt(amount), currency, subject, attach, ...more }
}

function fieldsOf(said: Exclude<Said, { kind: 'statement' }>): Fields {
  switch (said.kind) {
    case 'ready':
      return { ok: 'yes' }
    case 'refused':
      return { ok: 'no', code: said.reason.toUpperCase().replace('-', '_') }
    case 'order':
      return { ok: 'yes', ...orderFields(said.order), ...linkOf(said.order) }
    case 'refund':
      return { ok: 'yes', ...refundFields(said.order, said.refund) }
  }
}

/** What pay, query, close, reverse and notify tell of an order. */
function orderFields({ outTradeNo, status, total, payerTotal, currency, transactionId, attach, paidAt }: ScriptedOrder): Fields {
  const payment = transactionId === undefined ? {} : { payment: transactionId, given: String(payerTotal), paid: String(paidAt) }
  return { number: outTradeNo, state: status, amount: String(total), currency, attach, ...payment }
}

function refundFields({ outTradeNo, currency }: ScriptedOrder, refund: ScriptedRefund): Fields {
  const { outRefundNo, refundId, amount } = refund
  const state = refund.unsure ? 'unsure' : refund.status
  return { number: outTradeNo, refund: outRefundNo, id: refundId, part: String(amount), currency, state }
}

/** Fields between tabs, the subject as JSON; the last line counts and sums. */
function statement(shop: string, { payments, refunds, reversals }: Extract<Said, { kind: 'statement' }>): string {
  const paid = [...payments, ...reversals].map((order) => [
    ...['P', shop, ...Object.values(orderFields({ ...order, attach: JSON.stringify(order.attach) }))],
    JSON.stringify(order.subject),
  ])
  const back = refunds.map(({ order, refund }) => ['R', shop, ...Object.values(refundFields(order, refund))])
  const sum = (amounts: readonly bigint[]): string => String(amounts.reduce((total, amount) => total + amount, 0n))
  const sums = [sum([...payments, ...reversals].map(({ total }) => total)), sum(refunds.map(({ refund }) => refund.amount))]
  return [...paid, ...back, ['T', String(paid.length + back.length), ...sums]].map((line) => line.join('\t')).join('\n')
}

/** At the counter the payer is there already, and what names the order is a secret of his. */
function linkOf({ status, token }: ScriptedOrder): Fields {
  return status === 'open' && token.startsWith('T') ? { link: `${PAY_PAGE}/p/${token}` } : {}
}

function plain(status: number): WalletAnswer {
  return { status, headers: [['content-type', 'text/plain']], body: new Uint8Array() }
}
