import { z } from '@hono/zod-openapi'
import { EVENT_TYPES } from '@tpkit/cashier'
import { named, said, timeText } from './said.ts'

const part = (en: string, zh: string) => said(z.record(z.string(), z.unknown()), en, zh)

export const EventType = named(
  z.enum(EVENT_TYPES),
  'EventType',
  'What happened. New types may be added.',
  '事件类型；今后可能增加。',
)

export const Event = named(
  z.object({
    id: said(
      z.string(),
      'The same as the webhook’s `webhook-id`: hold on to it, and do nothing twice.',
      '与推送的 `webhook-id` 相同；据此去重。',
      'evt_01939a5c2f6e7c31a4b0c1d2e3f40518',
    ),
    type: EventType,
    timestamp: said(timeText(), 'When it happened.', '发生时间。', '2026-11-27T06:31:00.000Z'),
    data: said(
      z
        .object({
          order: part(
            'The payment as it stood then, without prompt, attempts and refunds.',
            '当时的支付，不含提示、尝试与退款。',
          ).optional(),
          attempt: part('The attempt that it is about.', '相关的支付尝试。').optional(),
          refund: part('The refund that it is about.', '相关的退款。').optional(),
          difference: part('What a statement and the books do not agree on.', '对账差异。').optional(),
          reason: said(z.string(), 'Why, where that is not plain.', '原因。').optional(),
        })
        .catchall(z.unknown()),
      'The same JSON as the webhook’s `data`.',
      '与推送的 `data` 相同。',
    ),
  }),
  'Event',
  'What happened, as webhooks tell it.',
  '事件，与 Webhook 推送一致。',
)

export const Events = named(
  z.object({
    items: said(z.array(Event), 'Oldest first.', '按先后顺序。'),
    next: said(
      z.string(),
      'Keep it once the items are worked off, and go on behind it: also when there were none.',
      '处理完本页后保存，下次从此继续；没有事件时也会返回。',
    ),
  }),
  'Events',
  'Events behind a cursor.',
  '游标之后的事件。',
)

export const Delivery = named(
  z.object({
    endpoint: said(
      z.string(),
      'Id of the webhook endpoint, or its name in the configuration.',
      '端点编号，或配置中的名称。',
      'whe_01939a5c',
    ),
    state: said(z.enum(['due', 'delivered', 'given-up']), 'How far it is.', '状态。'),
    tries: said(z.int(), 'Tries so far.', '已尝试次数。', 0),
  }),
  'Delivery',
  'One event on its way to one endpoint.',
  '一次推送。',
)

export const Replay = named(
  z.strictObject({
    endpoint: said(
      z.string().min(1).max(128),
      'Only there. Default: every endpoint that wants events of this type.',
      '仅推送到此端点；默认推送到所有订阅该类型的端点。',
    ).optional(),
  }),
  'Replay',
  'To deliver an event again, under its id.',
  '重新推送事件，编号不变。',
)

export const Replayed = named(
  z.object({ deliveries: said(z.array(Delivery), 'One for each endpoint.', '每个端点一条。') }),
  'Replayed',
  'What will be delivered again.',
  '将重新推送的内容。',
)
