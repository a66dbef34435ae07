import type { GatewayParts } from '../parts.ts'
import { present } from '../schemas/present.ts'
import { NewWebhookEndpoint, WebhookEndpointChange, WebhookEndpoints } from '../schemas/webhook-endpoint.ts'
import { orMissing } from './missing.ts'
import { type ApiRoute, route } from './route.ts'
import { type Desk, desk, endpointJson, ONE, SHOWN, WHAT, WITH_SECRET } from './webhook-desk.ts'
import { dropRoute, rotateRoute } from './webhook-secrets.ts'

export function webhookEndpointRoutes(parts: GatewayParts): readonly ApiRoute[] {
  const ours = desk(parts)
  return [
    listRoute(ours),
    addRoute(ours),
    getRoute(ours),
    changeRoute(ours),
    removeRoute(ours),
    rotateRoute(ours),
    dropRoute(ours),
  ]
}

function listRoute({ endpoints, standings }: Desk): ApiRoute {
  return route(
    {
      method: 'GET',
      path: '/v1/webhook-endpoints',
      name: 'listWebhookEndpoints',
      tag: 'webhooks',
      words: { en: 'List webhook endpoints', zh: '推送端点列表' },
      more: { en: 'Those of the configuration file are not in it.', zh: '不含配置文件中的端点。' },
      scope: 'webhooks:read',
      answers: { 200: { words: { en: 'All of them', zh: '全部' }, schema: WebhookEndpoints } },
      problems: [],
    },
    async ({ merchant }) => {
      const [rows, standing] = await Promise.all([endpoints.list(merchant), standings(merchant)])
      return { status: 200, body: { items: rows.map((row) => endpointJson(row, standing.get(row.id))) } }
    },
  )
}

function addRoute({ endpoints, issued }: Desk): ApiRoute {
  return route(
    {
      method: 'POST',
      path: '/v1/webhook-endpoints',
      name: 'createWebhookEndpoint',
      tag: 'webhooks',
      words: { en: 'Register a webhook endpoint', zh: '登记 推送端点' },
      scope: 'webhooks:write',
      body: NewWebhookEndpoint,
      answers: { 201: { ...WITH_SECRET, headers: ['Location'] } },
      problems: ['CONFLICT'],
      idempotency: 'memory',
    },
    async ({ merchant, body, actor }) => {
      const added = await endpoints.add({ merchant, ...present(body) }, actor)
      return { status: 201, body: await issued(added), headers: { location: `/v1/webhook-endpoints/${added.endpoint.id}` } }
    },
  )
}

function getRoute({ json, own }: Desk): ApiRoute {
  return route(
    {
      ...ONE,
      method: 'GET',
      path: '/v1/webhook-endpoints/{id}',
      name: 'getWebhookEndpoint',
      words: { en: 'Read a webhook endpoint', zh: '查询 推送端点' },
      scope: 'webhooks:read',
      answers: { 200: SHOWN },
    },
    async (call) => ({ status: 200, body: await json(await own(call)) }),
  )
}

function changeRoute({ endpoints, json, own }: Desk): ApiRoute {
  return route(
    {
      ...ONE,
      method: 'PATCH',
      path: '/v1/webhook-endpoints/{id}',
      name: 'changeWebhookEndpoint',
      words: { en: 'Change address or event types', zh: '修改地址或事件类型' },
      scope: 'webhooks:write',
      body: WebhookEndpointChange,
      answers: { 200: SHOWN },
    },
    async (call) => {
      const { id, merchant } = await own(call)
      const changed = await orMissing(endpoints.change({ merchant, id }, present(call.body), call.actor), WHAT)
      return { status: 200, body: await json(changed) }
    },
  )
}

function removeRoute({ endpoints, own }: Desk): ApiRoute {
  return route(
    {
      ...ONE,
      method: 'DELETE',
      path: '/v1/webhook-endpoints/{id}',
      name: 'deleteWebhookEndpoint',
      words: { en: 'Remove a webhook endpoint', zh: '删除 推送端点' },
      scope: 'webhooks:write',
      answers: { 204: { words: { en: 'Gone; what was on its way there is given up', zh: '已删除；未完成的推送不再进行' } } },
    },
    async (call) => {
      const { id, merchant } = await own(call)
      await orMissing(endpoints.remove({ merchant, id }, call.actor), WHAT)
      return { status: 204 }
    },
  )
}
