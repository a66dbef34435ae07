import { type Answer, json } from '../answer.ts'
import type { Enrolment } from '../enrol.ts'
import { Refused } from '../refused.ts'
import { type Asked, type Fields, textField } from './asked.ts'

export function listMerchants({ site }: Asked): Answer {
  return json(200, site.registrar.accounts())
}

export async function enrolMerchant({ site, body }: Asked): Promise<Answer> {
  const { account } = await site.registrar.enrol(enrolment(body))
  return json(201, account)
}

const TEXTS = ['mchId', 'apiKey', 'name', 'appId', 'opUserId', 'opUserPassword'] as const

function enrolment(body: Fields): Enrolment {
  const unknown = [...body.keys()].find((name) => name !== 'ownWallet' && !TEXTS.some((text) => text === name))
  if (unknown !== undefined) throw new Refused(400, `${unknown}: expected one of ${TEXTS.join(', ')}, ownWallet`)
  const ownWallet = body.get('ownWallet') ?? false
  if (typeof ownWallet !== 'boolean')
    throw new Refused(400, `ownWallet: expected true or false, found ${JSON.stringify(ownWallet)}`)
  const texts = TEXTS.flatMap((name) => {
    const value = textField(body, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return { ...Object.fromEntries(texts), ownWallet }
}
