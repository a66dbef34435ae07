import { PAYER_ACTIONS } from '../../wallet.ts'
import { type Answer, json } from '../answer.ts'
import { type Fields, neededText, textField } from '../fields.ts'
import { type OrderWish, payerActs, replay, TRIGGERS, trigger } from '../hands.ts'
import { Refused } from '../refused.ts'
import type { World } from '../worlds.ts'
import { type Asked, choice } from './asked.ts'

export function actOn({ world, body }: Asked): Answer {
  payerActs(world, neededText(body, 'prompt'), choice(body, 'action', PAYER_ACTIONS))
  return done(world)
}

export function triggerOn(asked: Asked): Answer {
  const { world, body } = asked
  trigger(world, orderWish(asked), choice(body, 'action', TRIGGERS), textField(body, 'outRefundNo'))
  return done(world)
}

export function replayOf(asked: Asked): Answer {
  const { world, body } = asked
  replay(world, orderWish(asked), { times: timesOf(body), fault: textField(body, 'fault') })
  return done(world)
}

function orderWish({ body, mchId }: Asked): OrderWish {
  return { outTradeNo: neededText(body, 'outTradeNo'), mchId }
}

function timesOf(body: Fields): number {
  const times = body.has('times') ? body.get('times') : 1
  if (typeof times === 'number') return times
  throw new Refused(400, `times: expected a number without quotes, found ${JSON.stringify(times)}`)
}

function done(world: World): Answer {
  void world.hurry()
  return json(200, { ok: true })
}
