import { orMissing } from './missing.ts'
import { type ApiRoute, route } from './route.ts'
import { type Desk, ONE, SHOWN, WHAT, WITH_SECRET } from './webhook-desk.ts'

export function rotateRoute({ endpoints, issued, own }: Desk): ApiRoute {
  return route(
    {
      ...ONE,
      method: 'POST',
      path: '/v1/webhook-endpoints/{id}/rotate',
      name: 'rotateWebhookEndpointSecret',
      words: { en: 'Draw a new secret', zh: '轮换密钥' },
      more: {
        en: 'The new one signs first, and the old ones sign too, until they are dropped: put the new one in, then drop the old ones.',
        zh: '新密钥优先签名，旧密钥继续签名直至废弃：先部署新密钥，再废弃旧密钥。',
      },
      scope: 'webhooks:write',
      answers: { 200: WITH_SECRET },
      idempotency: 'memory',
    },
    async (call) => {
      const { id, merchant } = await own(call)
      return { status: 200, body: await issued(await orMissing(endpoints.rotate({ merchant, id }, call.actor), WHAT)) }
    },
  )
}

export function dropRoute({ endpoints, json, own }: Desk): ApiRoute {
  return route(
    {
      ...ONE,
      method: 'POST',
      path: '/v1/webhook-endpoints/{id}/drop-old-secrets',
      name: 'dropOldWebhookEndpointSecrets',
      words: { en: 'Keep the newest secret alone', zh: '废弃旧密钥' },
      scope: 'webhooks:write',
      answers: { 200: SHOWN },
      idempotency: 'memory',
    },
    async (call) => {
      const { id, merchant } = await own(call)
      return { status: 200, body: await json(await orMissing(endpoints.dropOldSecrets({ merchant, id }, call.actor), WHAT)) }
    },
  )
}
