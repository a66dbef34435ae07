import type { QQSubMerchant } from '../../qqwallet/merchant.ts'
import { type Answer, json } from '../answer.ts'
import type { Enrolment } from '../enrol.ts'
import { Refused } from '../refused.ts'
import { type Asked, type Fields, fieldsOf, neededText, refuseUnknown, textField } from './asked.ts'

export function listMerchants({ site }: Asked): Answer {
  return json(200, site.registrar.accounts())
}

export async function enrolMerchant({ site, body }: Asked): Promise<Answer> {
  const { account } = await site.registrar.enrol(enrolment(body))
  return json(201, account)
}

const TEXTS = ['mchId', 'apiKey', 'name', 'appId', 'appKey', 'opUserId', 'opUserPassword'] as const
export const MERCHANT_FIELDS = [...TEXTS, 'ownWallet', 'subMerchants'] as const
const SUB_TEXTS = ['subMchId', 'name', 'subAppId'] as const

function enrolment(body: Fields): Enrolment {
  const ownWallet = body.has('ownWallet') ? body.get('ownWallet') : false
  if (typeof ownWallet !== 'boolean')
    throw new Refused(400, `ownWallet: expected true or false, found ${JSON.stringify(ownWallet)}`)
  const subMerchants = subMerchantsOf(body.get('subMerchants'))
  return { ...texts(body, TEXTS), ownWallet, ...(subMerchants && { subMerchants }) }
}

/** 特约商户: they make the merchant a service provider (服务商). */
function subMerchantsOf(value: unknown): readonly QQSubMerchant[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw new Refused(400, 'subMerchants: expected a list such as [{ "subMchId": "1900000201" }]')
  return value.map((one: unknown) => {
    const fields = fieldsOf(one, 'subMerchants')
    refuseUnknown(fields.keys(), SUB_TEXTS)
    return { ...texts(fields, SUB_TEXTS), subMchId: neededText(fields, 'subMchId') }
  })
}

function texts<Name extends string>(fields: Fields, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = textField(fields, name)
    if (value !== undefined) found[name] = value
  }
  return found
}
