import type { Deviation, SignatureCause } from './diagnose-deviation.ts'
import { compare, type Pair, type Recipe } from './diagnose-recipe.ts'
import type { QQMerchant } from './merchant.ts'

/** Other fields than those that were sent, or in another order. */
export function* fieldDeviations(fields: readonly Pair[], merchant: QQMerchant): Generator<Deviation> {
  yield* pickedFields(fields, merchant)
  yield* orders()
}

function* pickedFields(fields: readonly Pair[], merchant: QQMerchant): Generator<Deviation> {
  const filled = fields.filter(([name, value]) => name !== 'sign' && value !== '')
  const picking = (cause: SignatureCause, detail: string, picked: readonly Pair[]): Deviation => ({
    cause,
    detail,
    recipe: { pick: () => picked },
  })
  for (const placeholder of ['', 'undefined', 'null']) {
    yield picking('sign-included', 'sign', [...filled, ['sign', placeholder]])
  }
  for (const [missing] of filled) {
    yield picking(
      'missing-field',
      missing,
      filled.filter(([name]) => name !== missing),
    )
  }
  const zeros = filled.filter(([, value]) => value === '0').map(([name]) => name)
  yield picking(
    'missing-field',
    zeros.join(', '),
    filled.filter(([name]) => !zeros.includes(name)),
  )
  const empty = fields.filter(([name, value]) => name !== 'sign' && value === '')
  yield picking('extra-field', empty.map(([name]) => name).join(', '), [...filled, ...empty])
  const sent = new Set(filled.map(([name]) => name))
  const extra: readonly Pair[] = [...empty, ...usualFields(merchant).filter(([name]) => !sent.has(name))]
  for (const pair of extra) yield picking('extra-field', pair[0], [...filled, pair])
}

/** What programs sign though they do not send it. */
function usualFields({ appId = '' }: QQMerchant): readonly Pair[] {
  return [
    ['sign_type', 'MD5'],
    ['sign_type', 'HMAC-SHA256'],
    ['appid', appId],
    ['fee_type', 'CNY'],
    ['input_charset', 'UTF-8'],
    ...['NATIVE', 'JSAPI', 'APP', 'MINIAPP', 'MICROPAY'].map((type): Pair => ['trade_type', type]),
    ...OPTIONAL.map((name): Pair => [name, '']),
    ...OPTIONAL.map((name): Pair => [name, 'undefined']),
    ...OPTIONAL.map((name): Pair => [name, 'null']),
  ]
}

const OPTIONAL = [
  'appid',
  'sub_appid',
  'sub_mch_id',
  'attach',
  'device_info',
  'time_start',
  'time_expire',
  'limit_pay',
  'contract_code',
  'promotion_tag',
  'mini_app_param',
  'openid',
  'transaction_id',
  'out_trade_no',
  'out_refund_no',
  'refund_id',
  'refund_account',
  'sign_type',
]

function* orders(): Generator<Deviation> {
  const ordering = (detail: string, order: Recipe['order']): Deviation => ({ cause: 'unsorted', detail, recipe: { order } })
  yield ordering('document order', (pairs) => pairs)
  yield ordering('sorted as name=value', (pairs) => [...pairs].sort((a, b) => compare(a.join('='), b.join('='))))
  yield ordering('descending', (pairs) => [...pairs].sort(([a], [b]) => compare(b, a)))
}
