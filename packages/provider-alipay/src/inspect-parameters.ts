import type { Fields } from '@tpkit/wire'
import { undecoded } from './inspect-body.ts'
import { few, type Question, type Trial, textsOf } from './inspect-trial.ts'
import { TRIED } from './inspect-tried.ts'

/** Of two values, the first or the last. */
export function* repeatedTrials({ fields, last, twice = [] }: Question): Generator<Trial> {
  const [name] = twice
  if (name === undefined || !last) return
  yield { cause: () => TRIED.once(name, 'first'), texts: textsOf(fields), signs: [fields.sign ?? ''] }
  yield { cause: () => TRIED.once(name, 'last'), texts: textsOf(last), signs: [last.sign ?? ''] }
}

/** What a trade's notify is documented to have; others may come at any time. */
const USUAL: readonly string[] = [
  ...['notify_time', 'notify_type', 'notify_id', 'app_id', 'auth_app_id', 'charset', 'version', 'sign_type', 'sign', 'trade_no'],
  ...['out_trade_no', 'out_biz_no', 'buyer_id', 'buyer_open_id', 'buyer_logon_id', 'seller_id', 'seller_email', 'trade_status'],
  ...['total_amount', 'receipt_amount', 'invoice_amount', 'buyer_pay_amount', 'point_amount', 'refund_fee', 'subject', 'body'],
  ...['gmt_create', 'gmt_payment', 'gmt_close', 'gmt_refund', 'fund_bill_list', 'voucher_detail_list', 'passback_params'],
]

export function* addedTrials({ fields, query }: Question): Generator<Trial> {
  const names = Object.keys(fields).filter((name) => name !== 'sign')
  const inQuery = names.filter((name) => name in undecoded(query))
  if (inQuery.length > 0) yield { cause: () => TRIED.fromQuery(few(inQuery)), texts: textsOf(without(fields, inQuery)) }
  const strange = names.filter((name) => !USUAL.includes(name))
  if (strange.length > 1) yield { cause: () => TRIED.added(few(strange)), texts: textsOf(without(fields, strange)) }
  for (const name of names) yield { cause: () => TRIED.added(name), texts: textsOf(without(fields, [name])) }
}

/** The same parameters, joined in another way. */
export function* pickTrials(fields: Fields): Generator<Trial> {
  const names = Object.keys(fields).filter((name) => name !== 'sign')
  const joined = (list: readonly string[]) => list.map((name) => `${name}=${fields[name] ?? ''}`).join('&')
  const both = (list: readonly string[]) => [joined(list.filter((name) => name !== 'sign_type')), joined(list)]
  const empty = names.filter((name) => fields[name] === '')
  if (empty.length > 0) yield { cause: () => TRIED.empty(few(empty)), texts: both(names.toSorted()) }
  yield { cause: TRIED.unsorted, texts: both(names.filter((name) => fields[name] !== '')) }
  const filled = names.filter((name) => fields[name] !== '')
  yield {
    cause: TRIED.signIncluded,
    texts: both([...filled, 'sign'].toSorted()).map((text) => text.replace(/(^|&)sign=[^&]*/, '$1sign=')),
  }
}

/** What stands in every notify and is not there, or says something else. */
export function* missingTrials({ fields, appId, sellerId }: Question): Generator<Trial> {
  const pairs = [
    ...['utf-8', 'UTF-8', 'gbk', 'GBK'].map((charset) => ['charset', charset] as const),
    ...([
      ['app_id', appId],
      ['auth_app_id', appId],
      ['seller_id', sellerId],
      ['version', '1.0'],
    ] as const),
    ...([
      ['notify_type', 'trade_status_sync'],
      ['trade_status', 'TRADE_SUCCESS'],
      ['trade_status', 'TRADE_CLOSED'],
    ] as const),
    ...([
      ['point_amount', '0.00'],
      ['trade_status', 'TRADE_FINISHED'],
    ] as const),
  ]
  for (const [name, value] of pairs) {
    if (fields[name] === value) continue
    yield { cause: () => TRIED.missing(`${name}=${value}`), texts: textsOf({ ...fields, [name]: value }) }
  }
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}
