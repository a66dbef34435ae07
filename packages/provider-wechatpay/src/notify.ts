import type { Acknowledgement, Exchange, HttpAnswer, Instant, Notice, Received } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, openBox, readJson } from '@tpkit/wire'
import type { Account } from './account.ts'
import type { Doubts } from './doubts.ts'
import { paymentFact } from './payment.ts'
import { demand, payeeOf } from './reading.ts'
import { toldRefund } from './refund.ts'
import { verified } from './verify.ts'

/**
 * 支付结果通知, 退款结果通知. Verifies over the raw bytes, then opens what is encrypted, then reads.
 * Throws `MALFORMED` or `UNVERIFIED`. Whether it is ours is `bind`'s question.
 */
export function* readNotify(received: Received, account: Account, nowMs: Instant): Exchange<Notice> {
  yield* verified(received, nowMs)
  const envelope = readJson(received.body)
  const id = demand(envelope, 'id')
  const type = demand(envelope, 'event_type')
  const fields = readJson(opened(envelope, account))
  if (type === 'TRANSACTION.SUCCESS' && !fields.combine_out_trade_no) return { id, facts: [paymentFact(fields, 'notify')] }
  if (type.startsWith('REFUND.')) {
    return { id, facts: [toldRefund(fields, 'refund_status', { payee: payeeOf(fields), source: 'notify' })] }
  }
  // Genuine, and about what this provider never starts: transfers, combined orders.
  return { id, facts: [] }
}

/** 解密. The associated data is what came, and may be empty; the whole tag counts. */
function opened(envelope: Fields, { boxKeys }: Account): Uint8Array {
  const algorithm = demand(envelope, 'resource.algorithm')
  if (algorithm !== 'AEAD_AES_256_GCM') {
    throw tpError('MALFORMED', `resource.algorithm: expected AEAD_AES_256_GCM, found ${JSON.stringify(algorithm.slice(0, 40))}`)
  }
  const box = {
    ciphertext: demand(envelope, 'resource.ciphertext'),
    nonce: demand(envelope, 'resource.nonce'),
    associatedData: envelope['resource.associated_data'] ?? '',
  }
  const bytes = openBox(box, boxKeys)
  if (bytes) return bytes
  const expected = 'expected content that apiV3Key opens (APIv3密钥), found content that it does not'
  const todo = 'compare it with the merchant platform (账户中心 → API安全); after a reset list the new key and the old one'
  throw tpError('UNVERIFIED', `resource.ciphertext: ${expected}; ${todo}`)
}

const HEADERS: HttpAnswer['headers'] = [['content-type', 'application/json; charset=utf-8']]

/** The wallet looks at the status alone: 200 is taken, whatever the body says. */
const LATER: HttpAnswer = { status: 500, headers: HEADERS, body: '{"code":"FAIL","message":"稍后重试"}' }
const REFUSED: HttpAnswer = { status: 401, headers: HEADERS, body: '{"code":"FAIL","message":"签名失败"}' }

const ACCEPTED: Readonly<Record<Doubts['acknowledgement'], HttpAnswer>> = {
  json: { status: 200, headers: HEADERS, body: '{"code":"SUCCESS","message":"成功"}' },
  empty: { status: 204, headers: [], body: '' },
}

export function acknowledgements({ acknowledgement }: Doubts): (acknowledgement: Acknowledgement) => HttpAnswer {
  const answers = { accepted: ACCEPTED[acknowledgement], later: LATER, refused: REFUSED }
  return (asked) => answers[asked]
}
