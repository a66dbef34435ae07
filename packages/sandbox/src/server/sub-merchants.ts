import type { SubParty } from '../books/books.ts'
import { type Fields, fieldsOf, neededText, refuseUnknown, textFields } from './fields.ts'
import { Refused } from './refused.ts'

const TEXTS = ['subMchId', 'name', 'subAppId'] as const

/** 特约商户: they make the merchant a service provider (服务商). Throws for another form. */
export function subMerchantsIn(body: Fields): { readonly subMerchants?: readonly SubParty[] } {
  const value = body.get('subMerchants')
  if (value === undefined) return {}
  if (!Array.isArray(value)) throw new Refused(400, 'subMerchants: expected a list such as [{ "subMchId": "1900000201" }]')
  return { subMerchants: value.map(subMerchant) }
}

function subMerchant(value: unknown): SubParty {
  const fields = fieldsOf(value, 'subMerchants')
  refuseUnknown(fields.keys(), TEXTS)
  return { ...textFields(fields, TEXTS), subMchId: neededText(fields, 'subMchId') }
}
