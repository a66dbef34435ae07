import type { Acknowledgement, HttpAnswer, Notice, Received } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, readXml } from '@tpkit/wire'
import type { Account } from './config.ts'
import type { Doubts } from './doubts.ts'
import { paymentFact } from './payment.ts'
import { demand } from './reading.ts'
import { isSigned } from './signature.ts'

/**
 * 支付结果通知. Verifies over every field that came, then reads. The content type is not looked at.
 * Throws `MALFORMED` or `UNVERIFIED`. Whether the payment is ours is `bind`'s question.
 */
export function readNotify(received: Received, account: Account): Notice {
  const fields = readXml(received.body)
  if (!isSigned(fields, account)) throw tpError('UNVERIFIED', 'sign: expected a signature (sign) in the notify, found none')
  const state = demand(fields, 'trade_state').toUpperCase()
  const transactionId = fields.transaction_id ?? ''
  if (state !== 'SUCCESS' || saysFailed(fields)) {
    // Genuine, nothing to book: only success is ever notified. An id of its own, so that it never hides the payment's.
    return { id: `${transactionId || demand(fields, 'out_trade_no')}/${state.slice(0, 32)}`, facts: [] }
  }
  const fact = paymentFact(fields, 'notify')
  return { id: demand(fields, 'transaction_id'), facts: [fact] }
}

/** The dialect has no return_code and no result_code here; where they come all the same, they are signed and count. */
function saysFailed({ return_code, result_code }: Fields): boolean {
  return [return_code, result_code].some((word) => word && word.toUpperCase() !== 'SUCCESS')
}

const HEADERS: HttpAnswer['headers'] = [['content-type', 'text/xml; charset=utf-8']]

type Answers = Readonly<Record<Acknowledgement, HttpAnswer>>

/**
 * The wallet repeats until it reads SUCCESS. The status beside a FAIL is not documented: an error status means "not
 * taken" to a wallet that reads only the status as well.
 */
const ERRORS: Answers = {
  accepted: { status: 200, headers: HEADERS, body: '<xml><return_code>SUCCESS</return_code></xml>' },
  later: { status: 500, headers: HEADERS, body: failure('稍后重试') },
  refused: { status: 400, headers: HEADERS, body: failure('签名失败') },
}

const ANSWERS: Readonly<Record<Doubts['failureStatus'], Answers>> = {
  error: ERRORS,
  ok: { accepted: ERRORS.accepted, later: { ...ERRORS.later, status: 200 }, refused: { ...ERRORS.refused, status: 200 } },
}

export function acknowledgements({ failureStatus }: Doubts): (acknowledgement: Acknowledgement) => HttpAnswer {
  const answers = ANSWERS[failureStatus]
  return (acknowledgement) => answers[acknowledgement]
}

function failure(reason: string): string {
  return `<xml><return_code>FAIL</return_code><return_msg>${reason}</return_msg></xml>`
}
