import { type Answer, json } from '../answer.ts'
import { Refused } from '../refused.ts'
import type { Asked } from './asked.ts'

/** 付款码: the payer's phone shows a new one. */
export function newPaymentCode({ world }: Asked): Answer {
  const code = world.code.renew()
  if (code === undefined) throw new Refused(404, 'payment code: this wallet has none')
  return json(200, { code })
}
