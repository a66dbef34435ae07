import { z } from '@hono/zod-openapi'
import type { Cursors } from '../lists/cursor.ts'
import type { GatewayParts } from '../parts.ts'
import { Events, Replay, Replayed } from '../schemas/event.ts'
import { PAGING } from '../schemas/list.ts'
import { said } from '../schemas/said.ts'
import { eventJson } from './json.ts'
import { asked } from './listing.ts'
import { missing, orMissing } from './missing.ts'
import { type ApiRoute, route } from './route.ts'

export function eventRoutes(parts: GatewayParts, cursors: Cursors): readonly ApiRoute[] {
  return [listRoute(parts, cursors), replayRoute(parts)]
}

function listRoute({ cashier }: GatewayParts, cursors: Cursors): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/events',
      name: 'listEvents',
      tag: 'events',
      words: { en: 'Read events behind a cursor, the oldest first', zh: '按游标拉取事件（按先后顺序）' },
      more: {
        en: 'The second way to the same state: none is skipped, whatever became of its webhook. Without a cursor it begins with the oldest that is kept.',
        zh: '与推送等价的另一途径：无论推送结果如何，不会遗漏。不带游标时从最早保存的事件开始。',
      },
      scope: 'events:read',
      query: z.strictObject(PAGING),
      answers: { 200: { words: { en: 'A page', zh: '一页' }, schema: Events } },
      problems: ['CURSOR'],
    },
    async ({ merchant, query }) => {
      const { limit, after, of } = asked(cursors, 'events', merchant, query)
      const { rows, cursor } = await cashier.events(merchant, after, limit)
      return { status: 200, body: { items: rows.map(eventJson), next: cursors.seal(cursor, of) } }
    },
  )
}

function replayRoute({ cashier, books }: GatewayParts): ApiRoute {
  return route(
    {
      method: 'POST',
      path: '/v1/events/{id}/replay',
      name: 'replayEvent',
      tag: 'events',
      words: { en: 'Deliver an event again, under its id', zh: '重新推送事件（编号不变）' },
      more: {
        en: 'It begins its whole schedule anew, and enables an endpoint that was disabled.',
        zh: '从头开始重试计划，并恢复已停用的端点。',
      },
      scope: 'webhooks:write',
      params: z.object({
        id: said(z.string(), 'Id of the event: `evt_…`.', '事件编号：`evt_…`。', 'evt_01939a5c2f6e7c31a4b0c1d2e3f40518'),
      }),
      body: Replay,
      answers: { 200: { words: { en: 'It is due', zh: '已安排推送' }, schema: Replayed } },
      problems: ['NOT_FOUND'],
      idempotency: 'memory',
    },
    async ({ merchant, params: { id = '' }, body: { endpoint } }) => {
      const event = await books.read.event(id)
      if (event?.merchant !== merchant) throw missing('event')
      const [what, pointer] = endpoint === undefined ? ['event'] : ['endpoint', '/endpoint']
      const rows = await orMissing(cashier.replay(id, endpoint), what, pointer)
      return { status: 200, body: { deliveries: rows.map(({ endpoint, state, tries }) => ({ endpoint, state, tries })) } }
    },
  )
}
