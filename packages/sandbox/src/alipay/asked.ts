import type { WalletRequest } from '@tpkit/core'
import type { StruckCall } from '../faults/rules.ts'
import type { OrderName } from '../wallet.ts'
import { charsetOf } from './call.ts'
import { decoded } from './charset.ts'
import { BILL_PATH, methodAt } from './endpoints.ts'
import { type Form, formOf, plain } from './form.ts'
import { type Json, readObject } from './json.ts'
import type { Enrolled, Payee } from './merchant.ts'
import { unlock } from './sign.ts'
import type { State } from './state.ts'

/** What a request says, whether it is genuine or not. */
export interface Asked {
  readonly form: Form
  /** Undefined where nobody knows the application. */
  readonly app: Enrolled | undefined
  readonly payee: Payee | undefined
  /** The members of `biz_content`; none where it cannot be read. */
  readonly fields: ReadonlyMap<string, Json>
}

export function askedIn(
  { merchants }: Pick<State, 'merchants'>,
  request: Pick<WalletRequest, 'path' | 'headers' | 'body'>,
): Asked {
  const form = formOf(request)
  const app = merchants.get(plain(form, 'app_id') ?? '')
  const token = plain(form, 'app_auth_token')
  const payee = token === undefined ? app?.own : app?.authorised.get(token)
  return { form, app, payee, fields: readObject(contentOf(form, app) ?? '') ?? new Map() }
}

/** `biz_content` as text, opened where it is encrypted. */
export function contentOf(form: Form, app: Enrolled | undefined): string | undefined {
  const charset = charsetOf(form)
  const said = form.parameters.get('biz_content')
  if (!said || plain(form, 'encrypt_type') !== 'AES') return said && decoded(said, charset)
  const bytes = app?.contentKey && unlock(decoded(said, charset), app.contentKey)
  return bytes && decoded(bytes, charset)
}

/** What a request means: the file of a bill is a part of its statement. Undefined where no method lives. */
export function callIn(request: Pick<WalletRequest, 'path' | 'headers' | 'body'>): StruckCall | undefined {
  if (request.path.replace(/\?.*$/s, '') === BILL_PATH) return 'statement'
  return methodAt(plain(formOf(request), 'method'))?.call
}

/** The order that a request names: by its number, or by Alipay's, which counts where both are there. */
export function orderIn(state: Pick<State, 'merchants' | 'byTransaction'>, { payee, fields }: Asked): OrderName | undefined {
  const [tradeNo, outTradeNo] = [fields.get('trade_no'), fields.get('out_trade_no')]
  const number = typeof tradeNo === 'string' ? state.byTransaction.get(tradeNo)?.outTradeNo : outTradeNo
  return payee && typeof number === 'string' ? { mchId: payee.party.mchId, outTradeNo: number } : undefined
}
