import type { Exchange, ReturnHint } from '@tpkit/core'
import { isTPError, tpError } from '@tpkit/core/errors'
import { readForm } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkParameters, eachOnce, fieldsOf, type Signed } from './message.ts'
import { demand } from './reading.ts'

/** What the wallet adds to return_url. What the shop's own address has beside it is not signed. */
const ITS_OWN: readonly string[] = [
  ...['app_id', 'auth_app_id', 'method', 'charset', 'version', 'sign_type', 'sign', 'timestamp'],
  ...['out_trade_no', 'trade_no', 'total_amount', 'seller_id', 'alipay_cert_sn'],
]

/**
 * 同步跳转. What the browser brought back to return_url: which order it is about, for a page that says "please wait", and never proof of
 * payment. It has no state, and anybody can open the address again. Throws `MALFORMED` or `UNVERIFIED`.
 */
export function* readReturn(query: string, account: Account): Exchange<ReturnHint> {
  const pairs = query.replace(/^\?/, '').split('&')
  const own = pairs.filter((pair) => ITS_OWN.includes(pair.slice(0, pair.indexOf('='))))
  const parameters = parametersIn(own)
  yield* checkReturn(parameters, own.length < pairs.length ? pairs : [], account)
  const fields = fieldsOf(parameters)
  const { appId, sellerId } = account
  const [outTradeNo, transactionId = ''] = [demand(fields, 'out_trade_no'), fields.trade_no]
  const isOurs = demand(fields, 'app_id') === appId && demand(fields, 'seller_id') === sellerId
  if (!isOurs)
    throw tpError('UNVERIFIED', 'seller_id: expected a return of this account, found one of another; show nothing of it')
  // The text that is signed joins the fields with "&": a number with one in it may hold the field behind it.
  if (/&/.test(outTradeNo + transactionId))
    throw tpError('UNVERIFIED', 'out_trade_no: expected a number, found another field in it')
  return { outTradeNo, ...(transactionId && { transactionId }) }
}

/** Over the wallet's own parameters, or over all where there are more: it may sign others tomorrow. */
function* checkReturn(parameters: Signed, all: readonly string[], account: Account): Exchange<void> {
  try {
    yield* checkParameters(parameters, ['V1'], account)
  } catch (error) {
    if (!isTPError(error) || all.length === 0) throw error
    yield* checkParameters(parametersIn(all), ['V1'], account)
  }
}

function parametersIn(pairs: readonly string[]): Signed {
  return eachOnce(readForm(new TextEncoder().encode(pairs.join('&'))))
}
