import { type Answer, json } from '../answer.ts'
import { Refused } from '../refused.ts'
import type { Asked } from './asked.ts'

export function listMerchants({ site }: Asked): Answer {
  return json(200, site.accounts())
}

export async function enrolMerchant({ site, body }: Asked): Promise<Answer> {
  const ownWallet = body.has('ownWallet') ? body.get('ownWallet') : false
  if (typeof ownWallet !== 'boolean')
    throw new Refused(400, `ownWallet: expected true or false, found ${JSON.stringify(ownWallet)}`)
  return json(201, await site.enrol(body, ownWallet))
}
