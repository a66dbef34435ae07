import { type Answer, json } from '../answer.ts'
import type { Asked } from './asked.ts'

/** 付款码: the payer's phone shows a new one. */
export function newPaymentCode({ world }: Asked): Answer {
  return json(200, { code: world.code.renew() })
}
