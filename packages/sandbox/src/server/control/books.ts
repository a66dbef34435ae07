import type { BookedOrder, Instant } from '@tpkit/core'
import { type Answer, json } from '../answer.ts'
import type { DeliveryRecord } from '../deliver.ts'
import type { Asked } from './asked.ts'

export function showBooks({ world, mchId }: Asked): Answer {
  const orders = world.wallet.books(world.clock.now())
  return json(200, orders.filter((order) => mchId === undefined || order.mchId === mchId).map(bookedOrder))
}

export function showDeliveries({ world }: Asked): Answer {
  return json(200, world.deliveries().map(deliveryRecord))
}

function bookedOrder({ paidAt, total, refunds, ...order }: BookedOrder): object {
  return {
    ...order,
    total: Number(total),
    ...(paidAt === undefined ? {} : { paidAt: iso(paidAt) }),
    refunds: refunds.map((refund) => ({ ...refund, amount: Number(refund.amount) })),
  }
}

function deliveryRecord(record: DeliveryRecord): object {
  return { ...record, at: iso(record.at) }
}

export function iso(at: Instant): string {
  return new Date(at).toISOString()
}
